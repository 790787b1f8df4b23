"""The fourth step, render: a result to outputs for people and programs.

Each output has a module with a `Renderer`; `OUTPUTS` lists them.
"""

import importlib
from abc import abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypedDict, Unpack

if TYPE_CHECKING:
    from validator.model.finding import Run
    from validator.model.result import Result

Content = Callable[["Run"], bytes | None]
"""Gives the bytes of a run's document, None if they are not available."""


class Renderer(Protocol):
    """Renders results as one output; its options are arguments of its constructor."""

    @abstractmethod
    def render(self, result: "Result") -> str | bytes:
        """The output: text, or the bytes of a file."""


def no_content(run: "Run") -> bytes | None:
    """Give no document."""
    del run
    return None


class Output(NamedTuple):
    """An output: its module in this package and the renderer there; whether it is bytes."""

    module: str
    renderer: str
    binary: bool = False


OUTPUTS = {
    "text": Output("text", "TextRenderer"),
    "json": Output("json", "JsonRenderer"),
    "markdown": Output("markdown", "MarkdownRenderer"),
    "html": Output("html", "HtmlRenderer"),
    "docx": Output("docx", "OpinionRenderer", binary=True),
    "xlsx": Output("xlsx", "WorkbookRenderer", binary=True),
    "sarif": Output("sarif", "SarifRenderer"),
    "junit": Output("junit", "JunitRenderer"),
    "github": Output("github", "GithubRenderer"),
    "gitlab": Output("gitlab", "GitlabRenderer"),
}


class RenderOptions(TypedDict, total=False):
    """The options of all outputs, each a field of the renderers that take it."""

    explain: bool
    statistics: bool
    paint: Callable[[str, str], str]
    content: Content


def renderer(output: str, **options: Unpack[RenderOptions]) -> Renderer:
    """The renderer of an output, with those of the options that it takes.

    Raise KeyError if there is no such output.
    """
    entry = OUTPUTS[output]
    module = importlib.import_module(f"validator.rendering.{entry.module}")
    kind = getattr(module, entry.renderer)
    fields = getattr(kind, "__dataclass_fields__", {})
    chosen: dict[str, Any] = {name: value for name, value in options.items() if name in fields}
    made: Renderer = kind(**chosen)
    return made
