"""The second verb, recognise: a Document to the Report that it states.

Knows the official formats and the vocabulary of rules/, nothing of files and nothing of rules.
"""

from collections.abc import Sequence

from validator.model.document import Document
from validator.model.errors import UserError
from validator.model.format import Format
from validator.model.place import Place
from validator.model.report import Passage, Report
from validator.recognition.claims import read_claims
from validator.recognition.contents import without_contents
from validator.recognition.formats import prescribed
from validator.recognition.headings import headings, sections, spans
from validator.recognition.labels import ENOUGH
from validator.recognition.parts import chosen_part
from validator.recognition.phrasebook import phrasebook
from validator.recognition.prose import passage
from validator.recognition.shown import as_shown
from validator.recognition.tables import likeness, read_tables
from validator.recognition.titles import period, title
from validator.recognition.unfolding import unfolded
from validator.recognition.vocabulary import Vocabulary


def recognise(
    document: Document,
    formats: tuple[Format, ...],
    vocabulary: Vocabulary,
    year: int | None = None,
) -> Report:
    """The report that a document holds.

    The year is `year` where given, else that of the title, else that of the statistics
    period. Raises UserError `not_a_report` where neither title nor tables nor sections of
    an annual report are found, `before_first_year` for reports older than the formats.
    """
    whole = unfolded(document.blocks, formats, vocabulary)
    whole = without_contents(whole, formats[-1], vocabulary)
    blocks, others = chosen_part(whole, formats, vocabulary, year)
    scored = [(likeness(blocks, official), official) for official in formats]
    # Headings are nearly the same in all formats: those of the newest find the title's end.
    found = headings(blocks, formats[-1], vocabulary)
    start = found[0].first if found else len(blocks)
    named = title(blocks, start, vocabulary)
    intro_start = named.end if named else 0
    before = passage(blocks, intro_start, start, Place())
    introduction = before if before.text else None
    texts = [(p.text, p.place) for p in [introduction] if p]
    texts += [(s.text, s.place) for s in sections(blocks, found, frozenset())]
    stated = period(texts, vocabulary)
    if year is None:
        year = named.year if named else stated.last if stated else None
    best = max(score for score, _ in scored)
    if named is None and len(found) < 2 and best < 10:
        raise UserError("not_a_report", marks="、".join(vocabulary.marks))
    if year is not None and year < vocabulary.first_year:
        raise UserError("before_first_year", year=str(year), first_year=str(vocabulary.first_year))
    official = _format(scored, formats, year)
    if official is not formats[-1]:
        found = headings(blocks, official, vocabulary)
    tables = read_tables(blocks, official, spans(found, blocks), vocabulary)
    issuer = named.issuer if named else ""
    report = Report(
        source=document.source,
        format=official.id,
        year=year,
        issuer=issuer,
        issuer_kind=vocabulary.issuer_kind(issuer),
        title=named.passage if named else None,
        introduction=introduction,
        period=stated,
        sections=sections(blocks, found, tables.lines),
        facts={fact.concept: fact for fact in tables.facts},
        labels=tables.labels,
        tables=tables.places,
        pictures=document.pictures,
        doubtful=tables.doubtful,
        scanned=document.scanned,
        others=tuple(Passage(line.text, line.place) for line in others),
    )
    report = report._replace(claims=read_claims(report, official, phrasebook()))
    return as_shown(report, document.lying)


def _format(
    scored: Sequence[tuple[int, Format]], formats: tuple[Format, ...], year: int | None
) -> Format:
    """The format whose labels are printed; between near equals the one prescribed for the year.

    Formats differ in whole rows, each of which weighs enough to tell; less is chance.
    """
    best = max(score for score, _ in scored)
    wanted = prescribed(formats, year) if year is not None else None
    for score, official in scored:
        if official is wanted and score > best - ENOUGH:
            return official
    return [official for score, official in scored if score == best][-1]


__all__ = ["recognise"]
