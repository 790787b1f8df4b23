"""Numbers in sentences that repeat figures of the tables."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from validator.model.format import Format
from validator.model.report import Claim, Report
from validator.recognition.patterns import compiled
from validator.recognition.phrasebook import Phrasebook, Phrases, Scope
from validator.recognition.prose import Plain, plain_passage, sentences
from validator.recognition.wording import plain

_YEAR = re.compile(r"((?:19|20)\d\d)年")
_CLAUSE = re.compile(r"[,;。:]")
# Names of cells in a sum; those of a user's own table have the same form.
_CELL = re.compile(r"[a-z_0-9]+\.[a-z_0-9]+\.[a-z_0-9]+")


class _Reading(NamedTuple):
    """One phrase found in a sentence: where it stands and where its number does."""

    phrases: Phrases
    start: int
    end: int
    number: tuple[int, int]
    value: Decimal
    approximate: bool


def read_claims(report: Report, official: Format, book: Phrasebook) -> tuple[Claim, ...]:
    """The claims that a report's running text makes, in its order.

    Sentences are looked through one by one; of two readings of one number the longer is taken.
    """
    cells = {
        f"{table.id}.{row}.{column.id}"
        for table in official.tables
        for block in table.blocks
        for column in block.columns
        for row in (
            *(row.id for row in block.rows),
            *(g.label.id for g in table.groups if table.block_of(g.label.id) is block),
        )
    }
    claims: list[Claim] = []
    for section, passage in report.passages():
        if (section or "introduction") not in book.sections:
            continue
        for sentence in sentences(plain_passage(passage)):
            for reading in _readings(sentence.text, book):
                means = tuple(
                    m for m in reading.phrases.means if cells.issuperset(_CELL.findall(m))
                )
                if means or not reading.phrases.means:
                    claims.append(_claim(reading, means, sentence, section, report.issuer, book))
    return tuple(claims)


def _readings(text: str, book: Phrasebook) -> list[_Reading]:
    """The readings of one sentence, one a number, in order."""
    best: dict[tuple[int, int], _Reading] = {}
    nothing: list[_Reading] = []
    for phrases in book.phrases:
        if not any(cue in text for cue in phrases.cues):
            continue
        if phrases.needs and not compiled(phrases.needs).search(text):
            continue
        for reading in _of(phrases, text, book):
            known = best.get(reading.number)
            if known is None or reading.end - reading.start > known.end - known.start:
                best[reading.number] = reading
        for pattern in phrases.zero:
            found = compiled(pattern).search(text)
            if found and not any(z.phrases.id == phrases.id for z in nothing):
                spot = (found.start(), found.end())
                nothing.append(_Reading(phrases, *spot, spot, Decimal(0), False))
    return sorted([*best.values(), *nothing], key=lambda reading: reading.number)


def _of(phrases: Phrases, text: str, book: Phrasebook) -> Iterator[_Reading]:
    for pattern in phrases.patterns:
        for found in compiled(pattern).finditer(text):
            before = text[: found.start("n")]
            clause = max((m.end() for m in _CLAUSE.finditer(before)), default=0)
            if phrases.unless and compiled(phrases.unless).search(before[clause:]):
                continue
            if phrases.aside and compiled(phrases.aside).search(text[: found.start()]):
                continue
            value = number(found["n"], book.multipliers)
            if value is None:
                continue
            groups = found.groupdict()
            about = any(groups[name] for name in groups if name.startswith("about"))
            value *= Decimal(book.money.get(found["unit"], "1"))
            yield _Reading(phrases, found.start(), found.end(), found.span("n"), value, about)


def number(text: str, multipliers: Mapping[str, int]) -> Decimal | None:
    """The value of a number in digits or in Chinese numerals, None where it has none."""
    factor = Decimal(1)
    for word, times in multipliers.items():
        if text.endswith(word) and text[0].isdigit():
            text, factor = text.removesuffix(word), Decimal(times)
    try:
        return Decimal(text.replace(",", "")) * factor
    except InvalidOperation:
        return _numeral(text)


def _numeral(text: str) -> Decimal | None:
    # Imported where a numeral is met: it takes longer than reading most reports.
    import cn2an

    try:
        return Decimal(str(cn2an.cn2an(text, "smart")))
    except ValueError:
        return None


def _claim(
    reading: _Reading,
    means: tuple[str, ...],
    sentence: Plain,
    section: str,
    issuer: str,
    book: Phrasebook,
) -> Claim:
    first, _ = reading.number
    scope, word = _scope(sentence.text[:first], issuer, book)
    # The year may stand right before the phrase, or at the head of the sentence.
    years = _YEAR.findall(sentence.text[: reading.start])
    return Claim(
        id=reading.phrases.id,
        means=means,
        value=reading.value,
        text=sentence.printed(reading.start, reading.end),
        sentence=sentence.printed(0, len(sentence.text)),
        section=section,
        place=sentence.place(first),
        approximate=reading.approximate,
        scope=scope,
        scope_word=word,
        year=int(years[-1]) if years else None,
    )


def _scope(before: str, issuer: str, book: Phrasebook) -> tuple[str, str]:
    """The scope that the text before a number names, and the word that names it."""
    body = plain(issuer)
    for scope in book.scopes:
        if scope.whole and compiled(scope.whole).search(before):
            continue
        for pattern in scope.patterns:
            found = compiled(pattern).search(before)
            # A body may be called what is a part of another.
            if found and found["word"] not in body and not _own(scope, found, body):
                return scope.id, found["word"]
    return "", ""


def _own(scope: Scope, found: re.Match[str], issuer: str) -> bool:
    """Whether what a scope's pattern found is just what the tables of this body cover."""
    own = scope.own.replace("{unit}", found.groupdict().get("unit") or "")
    return bool(own) and compiled(own).search(issuer) is not None
