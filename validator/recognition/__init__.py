"""Recognition: turn a Document into the Report that it states.

Depends on the official formats and the vocabulary in rules/, not on file forms or validation rules.
"""

from collections.abc import Sequence

from validator.model.document import Document
from validator.model.errors import UserError
from validator.model.format import Format
from validator.model.message import listed
from validator.model.place import Place
from validator.model.report import Passage, Period, Report, Unread
from validator.recognition.left_out import mark_left_out
from validator.recognition.prose.claims import read_claims
from validator.recognition.prose.embedded_text import extract_embedded_text
from validator.recognition.prose.headings import find_headings, read_sections, section_spans
from validator.recognition.prose.run_on_text import split_run_on_text
from validator.recognition.prose.sentences import join_passage
from validator.recognition.prose.table_of_contents import drop_contents
from validator.recognition.prose.titles import Title, find_period, find_title
from validator.recognition.report_selection import select_report
from validator.recognition.scanned_blanks import doubt_blanks
from validator.recognition.shown_places import to_shown_places
from validator.recognition.tables.barred_text import barred_grids
from validator.recognition.tables.labels import MIN_LABEL_SCORE
from validator.recognition.tables.read_tables import format_score, read_tables
from validator.recognition.traditional import simplify
from validator.recognition.unread import find_unread
from validator.rulebase.formats import prescribed
from validator.rulebase.normal_form import plain
from validator.rulebase.phrasebook import load_phrasebook
from validator.rulebase.vocabulary import load_vocabulary


def recognise(
    document: Document,
    formats: tuple[Format, ...],
    year: int | None = None,
) -> Report:
    """Recognise the report in a document.

    The year is `year` if given, else the title's, else that of the statistics period. Raise
    UserError `not_a_report` if the document has no title, tables or sections of an annual
    report, `before_first_year` if the report is older than the formats.
    """
    document, traditional = simplify(document)
    all_blocks = split_run_on_text(barred_grids(document.blocks), formats)
    all_blocks = extract_embedded_text(all_blocks, formats)
    all_blocks = drop_contents(all_blocks, formats[-1])
    blocks, other_titles = select_report(all_blocks, formats, year)
    scored = [(format_score(blocks, official), official) for official in formats]
    # Headings hardly differ between formats: those of the newest show where the title ends.
    section_headings = find_headings(blocks, formats[-1])
    body_start = section_headings[0].first if section_headings else len(blocks)
    report_title = find_title(blocks, body_start, document.title)
    intro_start = report_title.end if report_title else 0
    preamble = join_passage(blocks, intro_start, body_start, Place())
    introduction = preamble if preamble.text else None
    texts = [(p.text, p.place) for p in [introduction] if p]
    texts += [(s.text, s.place) for s in read_sections(blocks, section_headings, frozenset())]
    statistics_period = find_period(texts)
    if year is None:
        year = _stated_year(report_title, statistics_period, texts)
    best = max(score for score, _ in scored)
    if report_title is None and len(section_headings) < 2 and best < 10:
        raise UserError("not_a_report", marks=listed(load_vocabulary().marks))
    if year is not None and year < load_vocabulary().first_year:
        raise UserError(
            "before_first_year", year=str(year), first_year=str(load_vocabulary().first_year)
        )
    official = _choose_format(scored, formats, year)
    if official is not formats[-1]:
        section_headings = find_headings(blocks, official)
    spans = section_spans(section_headings, blocks)
    tables = read_tables(blocks, official, spans)
    unread = (
        *(Unread("", Place(page=n), "page", fault=f) for n, f in sorted(document.unread.items())),
        *find_unread(blocks, official, spans, tables, document.pictures),
    )
    facts = doubt_blanks(mark_left_out(tables.facts, document), document.scanned)
    issuer = report_title.issuer if report_title else ""
    report = Report(
        source=document.source,
        format=official.id,
        year=year,
        issuer=issuer,
        issuer_kind=load_vocabulary().issuer_kind(issuer),
        title=report_title.passage if report_title else None,
        introduction=introduction,
        period=statistics_period,
        sections=read_sections(blocks, section_headings, tables.lines),
        facts={fact.concept: fact for fact in facts},
        labels=tables.labels,
        tables=tables.places,
        pictures=document.pictures,
        doubtful=tables.doubtful | {one.table for one in unread if one.is_most},
        scanned=document.scanned,
        other_titles=tuple(Passage(line.text, line.place) for line in other_titles),
        hidden=tuple(Passage(h.text, h.place) for h in document.hidden if not h.struck),
        traditional=traditional,
        unread=unread,
    )
    report = report._replace(claims=read_claims(report, official, load_phrasebook()))
    return to_shown_places(report, document.views)


def _stated_year(
    title: Title | None, period: Period | None, texts: Sequence[tuple[str, Place]]
) -> int | None:
    """The year of a report: the title's, unless period and text agree on another one."""
    if title is None or period is None or title.year == period.last:
        return title.year if title else period.last if period else None
    words = "".join(plain(text) for text, _ in texts)
    mentions = {year: words.count(f"{year}年") for year in (title.year, period.last)}
    # The period is stated twice, by its first and its last day.
    agreed = mentions[period.last] - 2 > mentions[title.year]
    return period.last if agreed and period.first == period.last else title.year


def _choose_format(
    scored: Sequence[tuple[int, Format]], formats: tuple[Format, ...], year: int | None
) -> Format:
    """Choose the format with the highest label score, or a near equal prescribed for the year.

    Formats differ by whole rows; a difference smaller than the label threshold is chance.
    """
    best = max(score for score, _ in scored)
    prescribed_for_year = prescribed(formats, year) if year is not None else None
    for score, official in scored:
        if official is prescribed_for_year and score > best - MIN_LABEL_SCORE:
            return official
    return [official for score, official in scored if score == best][-1]


__all__ = ["recognise"]
