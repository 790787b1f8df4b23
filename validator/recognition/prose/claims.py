"""Numbers in sentences that repeat figures of the tables."""

import re
from collections.abc import Iterator
from decimal import Decimal

from validator.model.format import Format
from validator.model.report import Claim, Report
from validator.recognition.prose.bundle import Bundle, Context
from validator.recognition.prose.bundles import may_state, read_bundles
from validator.recognition.prose.features import MONEY, clauses, find_words
from validator.recognition.prose.sentences import PlainText, plain_passage, split_sentences
from validator.rulebase.expressions import PREVIOUS
from validator.rulebase.lexicon import load_lexicon
from validator.rulebase.normal_form import plain
from validator.rulebase.patterns import search
from validator.rulebase.phrasebook import Phrasebook, Phrases, Scope

# Concept ids in a sum; those of a user-defined table look the same.
_CELL = re.compile(r"(?<![a-z_0-9])[a-z_0-9]+\.[a-z_0-9]+\.[a-z_0-9]+")
# How many characters before a number the words are that say of what part of a body it is.
_SCOPE_REACH = 200


def read_claims(report: Report, official: Format, book: Phrasebook) -> tuple[Claim, ...]:
    """Read the claims in a report's running text, in order.

    What a number counts is told by the features of the words around it; of statements that it may
    be, the one with the most features counts, and none if two have as many.
    """
    cells = _cells(official)
    issuer = plain(report.issuer)
    claims: list[Claim] = []
    for section, sentence, bundle in _bundles(report, book):
        phrases = _recognise(bundle, book)
        claim = _claim(bundle, phrases, cells, sentence) if phrases else None
        if claim is not None:
            scope, word = _scope(sentence, bundle, issuer, book)
            claims.append(claim._replace(section=section, scope=scope, scope_word=word))
    return tuple(claims)


def _bundles(report: Report, book: Phrasebook) -> Iterator[tuple[str, PlainText, Bundle]]:
    """The bundles of a report's sentences, each with its section and sentence."""
    lexicon = load_lexicon()
    for section, passage in report.passages():
        if (section or "introduction") not in book.sections:
            continue
        context = Context()
        for sentence in split_sentences(plain_passage(passage)):
            words = find_words(sentence.text, lexicon)
            if not may_state(words, context):
                context.next_sentence()
                continue
            parts = clauses(sentence.text, words, book, report.year)
            for bundle in read_bundles(parts, context):
                yield section, sentence, bundle


def _cells(official: Format) -> frozenset[str]:
    """The concept ids of a format, groups of rows included."""
    return frozenset(
        f"{table.id}.{row}.{column.id}"
        for table in official.tables
        for block in table.blocks
        for column in block.columns
        for row in (
            *(row.id for row in block.rows),
            *(g.label.id for g in table.groups if table.block_of(g.label.id) is block),
        )
    )


def _recognise(bundle: Bundle, book: Phrasebook) -> Phrases | None:
    """The kind of statement that a bundle is, if it is one and no other as well."""
    features, number = bundle.features, bundle.number
    if number is None or number.unit == MONEY:
        features = {**features, "unit": MONEY}
    phrases = book.fitting(features)
    if phrases is None:
        return None
    of_applicants = features.get("who", "everyone") not in ("everyone", "citizen")
    if of_applicants and not phrases.asks("who"):
        return None
    if number is not None and (number.unit == MONEY) != phrases.asks("unit"):
        return None
    return phrases if bool(phrases.of) == (bundle.share is not None) else None


def _claim(
    bundle: Bundle, phrases: Phrases, cells: frozenset[str], sentence: PlainText
) -> Claim | None:
    """The claim that a bundle is; None if the format has none of the figures that it means."""
    number = bundle.number
    meanings, wholes = (
        tuple(
            filled
            for sum_of_cells in sums
            if cells.issuperset(_cells_in(filled := sum_of_cells.format_map(bundle.features)))
        )
        for sums in (phrases.means, phrases.of)
    )
    if (phrases.means and not meanings) or (phrases.of and not wholes):
        return None
    value = (number.value if number else bundle.share) or Decimal(0)
    return Claim(
        id=phrases.id,
        meanings=meanings,
        value=value,
        text=sentence.printed(bundle.start, bundle.end),
        sentence=sentence.printed(0, len(sentence.text)),
        section="",
        place=sentence.place(bundle.start, bundle.end, _first(bundle)),
        approximate=number.approximate if number else False,
        year=bundle.year,
        wholes=wholes,
        features=bundle.features,
    )


def _cells_in(sum_of_cells: str) -> list[str]:
    """The concept ids in a sum, those of last year's report as those of this one."""
    return _CELL.findall(sum_of_cells.replace(PREVIOUS, ""))


def _first(bundle: Bundle) -> int:
    """Where the number, or the statement without one, begins."""
    return bundle.number.digits[0] if bundle.number else bundle.start


def _scope(sentence: PlainText, bundle: Bundle, issuer: str, book: Phrasebook) -> tuple[str, str]:
    """The id of the scope named before a number, and the word naming it; both empty if none.

    `issuer` is the issuer's name in plain form.
    """
    for scope in book.scopes:
        if scope.of_shares and bundle.share is None:
            continue
        end = bundle.end if scope.of_shares else _first(bundle)
        before = sentence.text[max(end - _SCOPE_REACH, 0) : end]
        if scope.whole and search(scope.whole, before):
            continue
        for pattern in scope.patterns:
            match = search(pattern, before)
            # One body's name may be a word for part of another body.
            if match and match["word"] not in issuer and not _covers_issuer(scope, match, issuer):
                return scope.id, match["word"]
    return "", ""


def _covers_issuer(scope: Scope, match: re.Match[str], issuer: str) -> bool:
    """Whether the match of a scope's pattern is exactly what the issuer's tables cover."""
    covered = scope.covered_issuers.replace("{unit}", match.groupdict().get("unit") or "")
    return bool(covered) and search(covered, issuer) is not None
