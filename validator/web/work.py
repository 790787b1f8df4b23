"""What the server has done with documents in processes of their own, and what comes back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from validator import __version__
from validator.checker import Asked, Checker
from validator.comments import annotatable, annotated, takes_comments
from validator.data.languages import catalogue
from validator.model.document import Document
from validator.model.finding import Run
from validator.model.linked import Linked
from validator.model.report import Report
from validator.model.result import Result
from validator.model.text import LANGUAGES, Language
from validator.pipeline import Input, refused, series
from validator.processes import codec
from validator.processes.pool import tell
from validator.rendering import render
from validator.web.shown import Shown, drawn, shown


class Given(NamedTuple):
    """A file as it was uploaded: its name, which is only shown, and its bytes."""

    name: str
    data: bytes


class Checking(NamedTuple):
    """A document to be read and checked, last year's report beside it; the answer is `Checked`."""

    document: Given
    previous: Given | None
    language: Language


class Supposing(NamedTuple):
    """A run to be checked as if other figures stood in some cells; the answer is a run."""

    run: bytes
    previous: bytes
    cells: dict[str, str]
    language: Language


class Drawing(NamedTuple):
    """A page (from 1) of a document to be drawn; the answer is a PNG."""

    document: Given
    page: int


class Writing(NamedTuple):
    """An output to be written; the answer is the file.

    `form` is one of `rendering.OUTPUTS`, or `annotated` for the document with comments.
    """

    form: str
    document: Given
    run: bytes
    previous: bytes
    language: Language


class Answering(NamedTuple):
    """A document to be checked for a program; the answer is findings.json."""

    checking: Checking


Work = Checking | Supposing | Drawing | Writing | Answering


class Checked(NamedTuple):
    """What came of a document: its run, last year's report, and what the file shows.

    The first two are bytes, as later pieces of work take them; without a report of last year
    they are none. `comments` tells whether findings can be written into the file.
    """

    run: bytes
    previous: bytes
    shown: Shown
    comments: bool


@dataclass(frozen=True, slots=True)
class Setup:
    """What a process needs; called there, it gives what does the work."""

    asked: Asked

    def __call__(self) -> Callable[[Work], bytes]:
        """What gives the answer to a piece of work, as bytes."""
        checkers = {one: Checker(self.asked, catalogue(one)) for one in LANGUAGES}

        def work(piece: Work) -> bytes:
            match piece:
                case Checking():
                    return codec.packed(_checked(piece, checkers[piece.language]))
                case Supposing():
                    checker = checkers[piece.language]
                    own, linked = codec.run(piece.run), _linked(piece.previous)
                    return codec.packed(checker.supposed(own, piece.cells, linked))
                case Drawing():
                    return drawn(piece.document.data, piece.page)
                case Writing():
                    return _written(piece, checkers[piece.language])
                case Answering():
                    checking = piece.checking
                    checker = checkers[checking.language]
                    run = _read(checking, checker).run
                    return _output("json", run, checking.document, checker)

        return work


class _Read(NamedTuple):
    run: Run
    previous: Report | None
    document: Document | None


def _checked(piece: Checking, checker: Checker) -> Checked:
    read, data = _read(piece, checker), piece.document.data
    return Checked(
        codec.packed(read.run),
        codec.packed(read.previous) if read.previous else b"",
        shown(data, read.document),
        takes_comments(data),
    )


def _read(piece: Checking, checker: Checker) -> _Read:
    source = Input(piece.document.name, data=piece.document.data)
    seen: list[Document] = []
    previous: Report | None = None
    try:
        if piece.previous is not None:
            before = Input(piece.previous.name, data=piece.previous.data)
            previous = series(before, checker.rules, options=checker.asked.options)
        run = checker.run(source, tell, seen=seen.append, previous=previous)
    except Exception as error:
        run = refused(source.name, error, debug=False)
    return _Read(run, previous, seen[0] if seen else None)


def _linked(previous: bytes) -> Linked:
    return Linked(codec.unpacked(previous, Report) if previous else None)


def _written(piece: Writing, checker: Checker) -> bytes:
    run = codec.run(piece.run)
    if piece.form != "annotated":
        return _output(piece.form, run, piece.document, checker)
    options = checker.asked.options
    given = Input(piece.document.name, data=piece.document.data)
    source = annotatable(given, options)
    if source.data != given.data:
        # Another file has other places.
        run = checker.run(source, previous=_linked(piece.previous).previous)
    return annotated(source, run, checker.said, options).data


def _output(form: str, run: Run, document: Given, checker: Checker) -> bytes:
    rules = checker.rules
    result = Result(
        (run,), rules.known, __version__, rules.digest, checker.said, lambda _: document.data
    )
    written = render(form, result)
    return written if isinstance(written, bytes) else written.encode()
