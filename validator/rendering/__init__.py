"""The fourth verb, render: a result to the outputs that people and programs read.

One module an output, each with `render(result)`; `OUTPUTS` names them.
"""

import importlib
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from validator.model.result import Result


class Output(NamedTuple):
    """An output: its module here, and whether it is a file of bytes rather than text."""

    module: str
    binary: bool = False


OUTPUTS = {
    "text": Output("text"),
    "json": Output("findings_json"),
    "markdown": Output("markdown"),
    "html": Output("html"),
    "docx": Output("opinion", binary=True),
    "xlsx": Output("workbook", binary=True),
    "sarif": Output("sarif"),
    "junit": Output("junit"),
    "github": Output("github"),
    "gitlab": Output("gitlab"),
}


def render(form: str, result: "Result") -> str | bytes:
    """A result in the output of this name; KeyError where there is none."""
    module = importlib.import_module(f"validator.rendering.{OUTPUTS[form].module}")
    rendered: str | bytes = module.render(result)
    return rendered
