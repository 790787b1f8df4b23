"""How much of a report's text stands in another one too.

Paragraphs are compared by runs of five signs with Jaccard's measure (A. Broder, "On the
resemblance and containment of documents", 1997); rules/alike.yaml says from where on two are
alike.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from validator.data.declarations import load
from validator.data.files import RULES
from validator.model.linked import Copy, Pair
from validator.model.place import Place
from validator.model.report import Report
from validator.recognition.prose import paragraphs, plain_passage, sentences
from validator.recognition.wording import words

_RUN = 5
_NUMBER = re.compile(r"\d+")
_TITLE = re.compile(r"《[^《》]*》")


class Likeness(NamedTuple):
    """What rules/alike.yaml declares."""

    passage: int
    alike: float
    common: Mapping[str, float]
    hashes: int
    bands: int
    nearest: int

    def templates_from(self, bodies: int) -> int:
        """In the reports of how many bodies, of so many, a sentence is a template."""
        return int(max(self.common["bodies"], self.common["share"] * bodies))


@cache
def likeness(path: Path = RULES / "alike.yaml") -> Likeness:
    """The likeness of a file; UserError as `declarations.load` raises it."""
    data: Any = load(path, "alike")
    return Likeness(**data)


class Stretch(NamedTuple):
    """A paragraph: its section, print and place, and the words that it is compared by."""

    section: str
    text: str
    place: Place
    key: str


def sentence_marks(report: Report) -> Iterator[int]:
    """A number for every sentence of a report's text, by which equal ones are found."""
    for _, passage in report.passages():
        for sentence in sentences(plain_passage(passage)):
            if key := _key(sentence.text, report.issuer):
                yield mark(key)


def mark(key: str) -> int:
    """A number for a text: 63 bits, so that databases hold it."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest()) >> 1


def stretches(report: Report, templates: Collection[int] = ()) -> Iterator[Stretch]:
    """The paragraphs that say enough, sentences that are templates left out."""
    for section, passage in report.passages():
        for paragraph in paragraphs(plain_passage(passage)):
            keys = (_key(sentence.text, report.issuer) for sentence in sentences(paragraph))
            key = "".join(k for k in keys if k and (not templates or mark(k) not in templates))
            if section and len(key) >= likeness().passage:
                printed = paragraph.printed(0, len(paragraph.text))
                yield Stretch(section, printed, paragraph.place(0), key)


def runs(key: str) -> frozenset[str]:
    """The runs of five signs in a key."""
    return frozenset(key[k : k + _RUN] for k in range(max(len(key) - _RUN + 1, 1)))


def compared(one: Report, other: Report, templates: Collection[int] = ()) -> Copy | None:
    """What stands in one report and in another too; None where no paragraph does."""
    pairs, signs, own = _shared(one, other, templates)
    if not pairs:
        return None
    _, whole_signs, whole = _shared(one, other, ()) if templates else (pairs, signs, own)
    # Reports that share little but templates are not alike as a whole.
    share = min(signs / own, whole_signs / whole)
    return Copy(other.issuer, other.year, other.source.name, share, signs, tuple(pairs))


def _shared(one: Report, other: Report, templates: Collection[int]) -> tuple[list[Pair], int, int]:
    """The paragraphs that one report has of another, their signs, and those of all of it."""
    own = list(stretches(one, templates))
    theirs = [(stretch, runs(stretch.key)) for stretch in stretches(other, templates)]
    pairs, copied = [], 0
    for stretch in own:
        mine = runs(stretch.key)
        best, twin = max(
            ((_jaccard(mine, those), twin) for twin, those in theirs),
            key=lambda found: found[0],
            default=(0.0, stretch),
        )
        if best >= likeness().alike:
            copied += len(stretch.key)
            pairs.append(Pair(*stretch[:3], *twin[:3]))
    return pairs, copied, sum(len(stretch.key) for stretch in own)


def _jaccard(first: frozenset[str], second: frozenset[str]) -> float:
    shared = len(first & second)
    return shared / (len(first) + len(second) - shared)


def _key(text: str, issuer: str) -> str:
    """What a text is compared by: its words without the body's name, titles and numbers."""
    bare = _TITLE.sub("", text)
    if issuer:
        bare = bare.replace(issuer, "")
    return _NUMBER.sub("", words(bare))
