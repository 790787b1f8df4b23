"""Text that a report shares with another.

Paragraphs are compared by their five-character shingles with the Jaccard index (A. Broder, "On the
resemblance and containment of documents", 1997); rules/lexicon/similarity.yaml sets the thresholds.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from validator.model.place import Place
from validator.model.related import Copy, Pair
from validator.model.report import Report
from validator.recognition.prose.sentences import plain_passage, split_paragraphs, split_sentences
from validator.rulebase.declarations import load
from validator.rulebase.files import RULES
from validator.rulebase.normal_form import strip_punctuation

_SHINGLE_SIZE = 5
_NUMBER = re.compile(r"\d+")
_TITLE = re.compile(r"《[^《》]*》")


class SimilaritySettings(NamedTuple):
    """The settings of rules/lexicon/similarity.yaml."""

    passage: int
    alike: float
    common: Mapping[str, float]
    hashes: int
    bands: int
    nearest: int

    def template_threshold(self, bodies: int) -> int:
        """Minimum number of bodies, out of `bodies`, whose reports share a template sentence."""
        return int(max(self.common["bodies"], self.common["share"] * bodies))


@cache
def similarity_settings(path: Path = RULES / "lexicon" / "similarity.yaml") -> SimilaritySettings:
    """Load the settings of a file; raises UserError like `declarations.load`."""
    data: Any = load(path, "similarity")
    return SimilaritySettings(**data)


class ComparedParagraph(NamedTuple):
    """A paragraph: its section, printed text, place, and the key that it is compared by."""

    section: str
    text: str
    place: Place
    key: str


def sentence_hashes(report: Report) -> Iterator[int]:
    """Yield a hash for every sentence of a report's text, by which equal ones are found."""
    for _, passage in report.passages():
        for sentence in split_sentences(plain_passage(passage)):
            if key := _comparison_key(sentence.text, report.issuer):
                yield hash_text(key)


def hash_text(key: str) -> int:
    """A 63-bit hash of a text, which fits a signed database integer."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest()) >> 1


def compared_paragraphs(
    report: Report, templates: Collection[int] = ()
) -> Iterator[ComparedParagraph]:
    """Yield the paragraphs long enough to compare, without template sentences."""
    for section, passage in report.passages():
        for paragraph in split_paragraphs(plain_passage(passage)):
            keys = (
                _comparison_key(sentence.text, report.issuer)
                for sentence in split_sentences(paragraph)
            )
            key = "".join(k for k in keys if k and (not templates or hash_text(k) not in templates))
            if section and len(key) >= similarity_settings().passage:
                printed = paragraph.printed(0, len(paragraph.text))
                yield ComparedParagraph(section, printed, paragraph.place(0), key)


def shingles(key: str) -> frozenset[str]:
    """The 5-character shingles of a key."""
    return frozenset(
        key[k : k + _SHINGLE_SIZE] for k in range(max(len(key) - _SHINGLE_SIZE + 1, 1))
    )


def compare(report: Report, other: Report, templates: Collection[int] = ()) -> Copy | None:
    """The text that a report shares with another, or None if no paragraph matches."""
    pairs, matched, length = _match_paragraphs(report, other, templates)
    if not pairs:
        return None
    _, whole_matched, whole_length = (
        _match_paragraphs(report, other, ()) if templates else (pairs, matched, length)
    )
    # Reports that share little besides templates are not similar as a whole.
    share = min(matched / length, whole_matched / whole_length)
    return Copy(other.issuer, other.year, other.source.name, share, matched, tuple(pairs))


def _match_paragraphs(
    report: Report, other: Report, templates: Collection[int]
) -> tuple[list[Pair], int, int]:
    """The matching paragraphs, their length, and the report's total length, in characters."""
    report_paragraphs = list(compared_paragraphs(report, templates))
    other_paragraphs = [
        (paragraph, shingles(paragraph.key)) for paragraph in compared_paragraphs(other, templates)
    ]
    pairs, copied = [], 0
    for paragraph in report_paragraphs:
        paragraph_shingles = shingles(paragraph.key)
        best, twin = max(
            (
                (_jaccard(paragraph_shingles, other_shingles), twin)
                for twin, other_shingles in other_paragraphs
            ),
            key=lambda candidate: candidate[0],
            default=(0.0, paragraph),
        )
        if best >= similarity_settings().alike:
            copied += len(paragraph.key)
            pairs.append(Pair(*paragraph[:3], *twin[:3]))
    return pairs, copied, sum(len(paragraph.key) for paragraph in report_paragraphs)


def _jaccard(first: frozenset[str], second: frozenset[str]) -> float:
    shared = len(first & second)
    return shared / (len(first) + len(second) - shared)


def _comparison_key(text: str, issuer: str) -> str:
    """The key to compare a text by: its words without the body's name, titles and numbers."""
    bare = _TITLE.sub("", text)
    if issuer:
        bare = bare.replace(issuer, "")
    return _NUMBER.sub("", strip_punctuation(bare))
