"""Numbers in sentences that repeat figures of the tables."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from validator.model.format import Format
from validator.model.report import Claim, Report
from validator.recognition.prose.sentences import PlainText, plain_passage, split_sentences
from validator.rulebase.normal_form import plain
from validator.rulebase.patterns import find_all, search
from validator.rulebase.phrasebook import Phrasebook, Phrases, Scope

_YEAR = re.compile(r"((?:19|20)\d\d)年")
_CLAUSE = re.compile(r"[,;。:]")
# Concept ids in a sum; those of a user-defined table look the same.
_CELL = re.compile(r"[a-z_0-9]+\.[a-z_0-9]+\.[a-z_0-9]+")


class _Reading(NamedTuple):
    """A phrase matched in a sentence: its span, and the span and value of its number."""

    phrases: Phrases
    start: int
    end: int
    number: tuple[int, int]
    value: Decimal
    approximate: bool


def read_claims(report: Report, official: Format, book: Phrasebook) -> tuple[Claim, ...]:
    """Read the claims in a report's running text, in order.

    Each sentence is searched by itself; of two readings of one number, the longer is taken.
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
        for sentence in split_sentences(plain_passage(passage)):
            for reading in _readings(sentence.text, book):
                means = tuple(
                    m for m in reading.phrases.means if cells.issuperset(_CELL.findall(m))
                )
                if means or not reading.phrases.means:
                    claims.append(_claim(reading, means, sentence, section, report.issuer, book))
    return tuple(claims)


def _readings(text: str, book: Phrasebook) -> list[_Reading]:
    """The readings of a sentence in order, at most one per number."""
    best: dict[tuple[int, int], _Reading] = {}
    zero_readings: list[_Reading] = []
    for phrases in book.phrases:
        if not any(cue in text for cue in phrases.cues):
            continue
        if phrases.needs and not search(phrases.needs, text):
            continue
        for reading in _match_phrases(phrases, text, book):
            previous = best.get(reading.number)
            if previous is None or reading.end - reading.start > previous.end - previous.start:
                best[reading.number] = reading
        for pattern in phrases.zero:
            match = search(pattern, text)
            if match and not any(z.phrases.id == phrases.id for z in zero_readings):
                span = (match.start(), match.end())
                zero_readings.append(_Reading(phrases, *span, span, Decimal(0), False))
    return sorted([*best.values(), *zero_readings], key=lambda reading: reading.number)


def _match_phrases(phrases: Phrases, text: str, book: Phrasebook) -> Iterator[_Reading]:
    for pattern in phrases.patterns:
        for match in find_all(pattern, text):
            before = text[: match.start("n")]
            clause = max((m.end() for m in _CLAUSE.finditer(before)), default=0)
            if phrases.unless and search(phrases.unless, before[clause:]):
                continue
            if phrases.aside and search(phrases.aside, text[: match.start()]):
                continue
            value = parse_number(match["n"], book.multipliers)
            if value is None:
                continue
            groups = match.groupdict()
            approximate = any(groups[name] for name in groups if name.startswith("about"))
            value *= Decimal(book.money.get(match["unit"], "1"))
            yield _Reading(phrases, match.start(), match.end(), match.span("n"), value, approximate)


def parse_number(text: str, multipliers: Mapping[str, int]) -> Decimal | None:
    """Return the value of a number in digits or Chinese numerals, or None if it is invalid."""
    factor = Decimal(1)
    for word, times in multipliers.items():
        if text.endswith(word) and text[0].isdigit():
            text, factor = text.removesuffix(word), Decimal(times)
    try:
        return Decimal(text.replace(",", "")) * factor
    except InvalidOperation:
        return _parse_numeral(text)


def _parse_numeral(text: str) -> Decimal | None:
    # Imported on demand: the import takes longer than reading most reports.
    import cn2an

    try:
        return Decimal(str(cn2an.cn2an(text, "smart")))
    except ValueError:
        return None


def _claim(
    reading: _Reading,
    means: tuple[str, ...],
    sentence: PlainText,
    section: str,
    issuer: str,
    book: Phrasebook,
) -> Claim:
    first, _ = reading.number
    scope, word = _scope(sentence.text[:first], issuer, book)
    # The year may be right before the phrase or at the start of the sentence.
    years = _YEAR.findall(sentence.text[: reading.start])
    return Claim(
        id=reading.phrases.id,
        meanings=means,
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
    """The id of the scope named before a number, and the word naming it; both empty if none."""
    issuer_name = plain(issuer)
    for scope in book.scopes:
        if scope.whole and search(scope.whole, before):
            continue
        for pattern in scope.patterns:
            match = search(pattern, before)
            # One body's name may be a word for part of another body.
            if (
                match
                and match["word"] not in issuer_name
                and not _covers_issuer(scope, match, issuer_name)
            ):
                return scope.id, match["word"]
    return "", ""


def _covers_issuer(scope: Scope, match: re.Match[str], issuer: str) -> bool:
    """Whether the match of a scope's pattern is exactly what the issuer's tables cover."""
    covered = scope.covered_issuers.replace("{unit}", match.groupdict().get("unit") or "")
    return bool(covered) and search(covered, issuer) is not None
