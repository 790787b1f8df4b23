"""Outputs requested on the command line, and where each is written."""

import sys
from collections.abc import Sequence
from typing import NamedTuple

from validator.cli.common import check_ending, painter
from validator.model.errors import UserError
from validator.model.message import listed
from validator.model.result import Result
from validator.rendering import OUTPUTS, Content, RenderOptions, renderer


class Request(NamedTuple):
    """An output by its name, and the file that it is written to, None for stdout."""

    output: str
    path: str | None = None

    @property
    def tells_refusals(self) -> bool:
        """Whether it is text on stdout, which tells of refusals itself."""
        return self.output == "text" and self.path is None


def parse_outputs(outputs: Sequence[str], output: str | None) -> list[Request]:
    """Parse the outputs requested, `NAME` or `NAME=FILE`; `output` is where the former goes.

    Raise UserError `no_such_format`, `two_on_stdout`, `binary_on_terminal` or `wrong_ending`.
    """
    requests: list[Request] = []
    for text in outputs or ("text",):
        name, separator, path = text.partition("=")
        if name not in OUTPUTS or (separator and not path):
            raise UserError("no_such_format", format=text, known=listed(OUTPUTS))
        requests.append(Request(name, path or None))
    on_stdout = [at for at, request in enumerate(requests) if request.path is None]
    if len(on_stdout) > 1:
        names = listed(requests[at].output for at in on_stdout)
        raise UserError("two_on_stdout", formats=names)
    if on_stdout:
        request = Request(requests[on_stdout[0]].output, None if output == "-" else output)
        requests[on_stdout[0]] = request
        if request.path is None and OUTPUTS[request.output].binary and sys.stdout.isatty():
            raise UserError("binary_on_terminal", format=request.output)
    for request in requests:
        if request.path and OUTPUTS[request.output].binary:
            check_ending(request.path, (f".{request.output}",))
    return requests


def render_output(
    request: Request, result: Result, *, explain: bool, statistics: bool, content: Content
) -> str | bytes:
    """Render a result as requested."""
    options: RenderOptions = {"explain": explain, "statistics": statistics, "content": content}
    if request.path is None:
        options["paint"] = painter()
    return renderer(request.output, **options).render(result)
