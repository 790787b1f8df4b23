"""What a process does with documents: read one, check it with others, compare two."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from validator import __version__
from validator.audit.copies import signed
from validator.audit.folder import Found
from validator.checker import Asked, Checker
from validator.checking.copies import compared
from validator.data.languages import catalogue
from validator.model.linked import Copy, Linked
from validator.model.report import Report
from validator.model.result import Result
from validator.model.text import Language
from validator.processes import codec


class Reading(NamedTuple):
    """A document to be read and checked by itself; the answer is its run."""

    found: Found
    identity: str
    key: str


class Linking(NamedTuple):
    """A document to be checked with others: its run and the links, as bytes.

    The answer is its run again. `number` and `key` are those of the database.
    """

    found: Found
    number: int
    key: str
    own: bytes
    linked: bytes


class Signing(NamedTuple):
    """A run of which the text is to be signed; the answer is what `copies.signed` gives."""

    number: int
    own: bytes
    templates: frozenset[int]


class Comparing(NamedTuple):
    """Two runs whose texts are to be compared; the answer is `Compared`."""

    first: int
    second: int
    runs: tuple[bytes, bytes]
    templates: frozenset[int]


class Compared(NamedTuple):
    """What each of two reports has of the other's text."""

    first: Copy | None
    second: Copy | None


class Noticing(NamedTuple):
    """A notice to be written; the answer is its Word file.

    `name` is that of its file, `notes` are sentences for each run by the name of its document.
    """

    name: str
    runs: tuple[bytes, ...]
    notes: dict[str, tuple[str, ...]]


Work = Reading | Linking | Signing | Comparing | Noticing


@dataclass(frozen=True, slots=True)
class Setup:
    """What a process needs to work on documents; called there, it gives what does the work."""

    asked: Asked
    language: Language

    def __call__(self) -> Callable[[Work], bytes]:
        """What gives the answer to a piece of work, as bytes."""
        checker = Checker(self.asked, catalogue(self.language))

        def work(piece: Work) -> bytes:
            match piece:
                case Reading():
                    return codec.packed(checker.run(piece.found.document()))
                case Linking():
                    own, linked = codec.run(piece.own), codec.unpacked(piece.linked, Linked)
                    return codec.packed(checker.again(piece.found.document(), own, linked))
                case Signing():
                    return signed(_report(piece.own), piece.templates)
                case Comparing():
                    one, other = (_report(data) for data in piece.runs)
                    both = Compared(
                        compared(one, other, piece.templates),
                        compared(other, one, piece.templates),
                    )
                    return codec.packed(both)
                case Noticing():
                    return _written(piece, checker)

        return work


def _written(piece: Noticing, checker: Checker) -> bytes:
    # Imported where it is used: few pieces of work need it.
    from validator.rendering import opinion

    rules, said = checker.rules, checker.said
    runs = tuple(codec.run(data) for data in piece.runs)
    result = Result(runs, rules.known, __version__, rules.digest, said)
    return opinion.written(result, "audit.notice_title", piece.notes)


def _report(data: bytes) -> Report:
    report = codec.run(data).report
    assert report is not None
    return report
