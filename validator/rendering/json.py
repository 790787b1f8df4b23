"""A result as JSON: schemas/findings.schema.json."""

from collections.abc import Mapping, Sequence
from textwrap import indent
from typing import Any

from validator._version import __version__
from validator.model.result import Result
from validator.rendering import Renderer
from validator.serialization.common import dump
from validator.serialization.findings import encode_run


class JsonRenderer(Renderer):
    """Renders one run per document, including refused documents."""

    def render(self, result: Result) -> str:
        """The JSON text."""
        runs = [entry(encode_run(run, result.catalogue), at) for at, run in enumerate(result.runs)]
        return opening(result.digest) + "".join(runs) + closing(len(runs), result.passed_over)


def opening(digest: str) -> str:
    """The text before the runs; `digest` is that of the rules."""
    tool = {"name": "nianbao", "version": __version__, "rules": digest[:16]}
    head = dump({"schema": "nianbao/findings/1", "tool": tool})
    return head.removesuffix("\n}\n") + ',\n "runs": ['


def entry(run: Mapping[str, Any], index: int) -> str:
    """The text of the run at an index (from 0)."""
    return ("," if index else "") + "\n" + indent(dump(run), "  ").rstrip("\n")


def closing(count: int, passed_over: Mapping[str, Sequence[str]]) -> str:
    """The text after the last run: `count` is the number of runs, and what was passed over."""
    rest = f',\n "passed_over": {dump(passed_over).strip()}' if passed_over else ""
    return ("\n ]" if count else "]") + rest + "\n}\n"
