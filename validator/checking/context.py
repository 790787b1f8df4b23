"""The context that all kinds of rules work in, and the outcomes that they give."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING

from validator.checking.cells import split_prefix, strip_prefix
from validator.model.finding import Finding, Location, State, Undetermined
from validator.model.format import Basis, FigureKind, Format
from validator.model.message import Message, Value, Values, phrase
from validator.model.place import Place
from validator.model.related import NO_RELATED_REPORTS, RelatedReports
from validator.model.report import Fact, Report, Section
from validator.model.rule import AnyRule, Severity
from validator.model.text import Text
from validator.rulebase.expressions import PREVIOUS
from validator.rulebase.patterns import search

if TYPE_CHECKING:
    from validator.checking.equations import GroundedEquation

# Kinds of rules that hold a table's rows and columns against those of its format.
_LAYOUT_KINDS = frozenset({"present", "label"})
# Where a quotation may be cut.
_MARK = re.compile("[，；。：、,;]")

Outcome = State | Finding | Undetermined


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """A report with the format of its tables and the rules by id.

    `related` are the reports that it is checked against; `others` maps the prefix of cells to the
    report that they are in. `facts` holds all facts by concept id, those of other reports with the
    prefix. `missing_totals` are the concept ids of totals left blank although their parts are not
    zero, in official order; `equations` are those of each rule that applies, with their verdicts.
    """

    report: Report
    official: Format
    formats: tuple[Format, ...]
    rules: Mapping[str, AnyRule]
    facts: Mapping[str, Fact]
    related: RelatedReports = NO_RELATED_REPORTS
    others: Mapping[str, Report] = field(default_factory=dict)
    missing_totals: tuple[str, ...] = ()
    equations: "Mapping[str, tuple[GroundedEquation, ...]]" = field(default_factory=dict)

    @property
    def previous(self) -> Report | None:
        """Last year's report of the same body, if given."""
        return self.related.previous

    def report_of(self, concept: str) -> Report:
        """The report that contains a cell."""
        return self.others.get(split_prefix(concept)[0], self.report)

    def document_of(self, concept: str) -> str:
        """The name of the document that contains a cell; empty for the report itself."""
        other = self.others.get(split_prefix(concept)[0])
        return other.source.name if other else ""

    # Names as shown to readers.

    def table_name(self, table: str) -> Text:
        """The short name of a table."""
        return self.official.table(table).name

    def table_place(self, table: str) -> Message:
        """A table as a place."""
        return phrase("place.table", table=self.table_name(table))

    def row_name(self, table: str, row: str) -> Text:
        """The name of a row or of a group of rows."""
        return self.official.table(table).row_label(row).name

    def column_name(self, table: str, row: str, column: str) -> Text:
        """The name of a column, which depends on the block that the row is in."""
        block = self.official.table(table).block_of(row)
        return next(label for label in block.columns if label.id == column).name

    def cell_name(self, concept: str) -> Message:
        """Table, row and column of a cell, with the report if it is another one."""
        prefix, local_id = split_prefix(concept)
        table_id, row, column = local_id.split(".")
        table = self.format_of(concept).table(table_id)
        label = next(label for label in table.block_of(row).columns if label.id == column)
        name = phrase(
            "place.cell",
            cell=local_id,
            table=table.name,
            row=table.row_label(row).name,
            column=label.name,
        )
        return self.with_report(prefix, name)

    def with_report(self, prefix: str, what: Message) -> Message:
        """A name with the report that it belongs to, if that is another one."""
        if not prefix:
            return what
        if prefix == PREVIOUS:
            return phrase("place.previous_cell", what=what)
        return phrase("place.child_cell", issuer=self.others[prefix].issuer, what=what)

    def row_of_table(self, table: str, row: str) -> Message:
        """Table and row."""
        return phrase("place.row", table=self.table_name(table), row=self.row_name(table, row))

    def section_at(self, section: Section) -> Message:
        """A section's heading, with its page or line."""
        return self.at(section.place, phrase("place.section", heading=section.heading))

    def in_section(self, section: str, place: Place | None) -> Message:
        """The heading of a section or of the introduction, with the page or line of a place."""
        report_section = self.report.section(section)
        name = (
            phrase("place.section", heading=report_section.heading)
            if report_section
            else phrase("place.introduction")
        )
        return self.at(place, name)

    def at(self, place: Place | None, what: Message) -> Message:
        """A name preceded by the page, line or cell of a place."""
        if place is None:
            return what
        if place.page is not None:
            return phrase("place.on_page", page=place.page, what=what)
        if place.line is not None:
            return phrase("place.on_line", line=place.line, what=what)
        if place.row is not None:
            table, column = place.table or 0, place.column or 0
            return phrase("place.in_cell", table=table, row=place.row, column=column, what=what)
        return what

    def basis(self, rule: AnyRule) -> Basis:
        """A rule's legal basis; if it names no document, that of the report's format."""
        if rule.basis.document:
            return rule.basis
        return Basis(self.official.source.document, rule.basis.clause)

    def applies(self, rule: AnyRule) -> bool:
        """Whether a rule applies to the report's format and kind of body."""
        matching_formats = rule.formats & {self.official.id, self.official.follows}
        return (
            bool(matching_formats)
            and (not rule.issuers or self.report.issuer_kind in rule.issuers)
            and not (rule.not_issuer and search(rule.not_issuer, self.report.issuer))
        )

    def has_previous_year(self) -> bool:
        """Whether the previous report is given and is of the year before."""
        years = (self.previous.year if self.previous else None, self.report.year)
        return None not in years and years[0] == (years[1] or 0) - 1

    def kind(self, concept: str) -> FigureKind:
        """What the figures of a cell are: counts, amounts or changes."""
        table, row, column = strip_prefix(concept).split(".")
        return self.format_of(concept).table(table).kind_of(row, column)

    def format_of(self, concept: str) -> Format:
        """The format of a cell's table; another report may follow another format."""
        other = self.others.get(split_prefix(concept)[0])
        if other is None:
            return self.official
        return next(candidate for candidate in self.formats if candidate.id == other.format)

    # Results.

    def finding(
        self,
        rule: AnyRule,
        where: Message,
        locations: Sequence[Location],
        values: Mapping[str, Value],
        *,
        identity: str,
        table: str = "",
        expected: Decimal | None = None,
        actual: Decimal | None = None,
        severity: Severity | None = None,
        note: Message | None = None,
        of_print: bool = False,
        of_absence: bool = False,
    ) -> Finding | Undetermined:
        """Build a finding; `identity` distinguishes it from the rule's others in one report.

        If the `table` may have been misread, the check is undetermined instead. `severity` may be
        lower than the rule's in mitigating circumstances; `note` says why. Findings about OCR text
        are one level less severe, except failed equations, and undetermined if they are about the
        print itself (`of_print`); so are those of what is not there (`of_absence`) if it may be
        where nothing was read.
        """
        if table in self.report.doubtful or (
            rule.kind in _LAYOUT_KINDS and self.is_hardly_read(table)
        ):
            return self.undetermined(rule, where, self._doubt(table), locations)
        if of_absence and self._has_unread_parts():
            return self.undetermined(rule, where, "elsewhere", locations)
        grade = rule.severity if severity is None else min(severity, rule.severity)
        notes = () if note is None else (note,)
        if rule.kind != "equation" and self._is_ocr(locations):
            if of_print:
                return self.undetermined(rule, where, "scan", locations)
            grade = grade.next_lower
            notes = (*notes, phrase("note.scan"))
        return Finding(
            rule=rule.id,
            name=rule.name,
            severity=grade,
            where=where,
            basis=str(self.basis(rule)),
            locations=tuple(locations),
            fingerprint=self.fingerprint(rule, identity),
            values=Values(values),
            notes=notes,
            expected=expected,
            actual=actual,
        )

    def fingerprint(self, rule: AnyRule, identity: str) -> str:
        """A hash that stays the same as long as the same error is in the same report."""
        facts = f"{rule.id}|{self.report.issuer}|{self.report.year}|{identity}"
        return sha256(facts.encode()).hexdigest()[:16]

    def _is_ocr(self, locations: Sequence[Location]) -> bool:
        """Whether a finding is about text on scanned pages, or about missing text."""
        scanned = self.report.scanned
        pages = {
            location.place.page
            for location in locations
            if location.place and not location.document
        }
        return bool(scanned) and (not pages or not scanned.isdisjoint(pages))

    def _doubt(self, table: str) -> str:
        """Why nothing is said of a table: its text is disordered, or it was hardly read."""
        return "unread" if self.is_hardly_read(table) else "doubtful"

    def is_hardly_read(self, table: str) -> bool:
        """Whether a table is told of among the gaps."""
        return any(unread.table == table for unread in self.report.unread if table)

    def _has_unread_parts(self) -> bool:
        """Whether there are pages, or pictures of more than a table, that were not read."""
        pictured = {unread.table for unread in self.report.unread if unread.kind == "picture"}
        sections = {table.section for table in self.official.tables if table.id in pictured}
        lost_page = any(unread.kind == "page" for unread in self.report.unread)
        return lost_page or any(self.report.section(section) is None for section in sections)

    def undetermined(
        self,
        rule: AnyRule,
        where: Message,
        reason: str,
        locations: Sequence[Location],
        **values: Value,
    ) -> Undetermined:
        """Build an undetermined check; `reason` is the key of its message.

        Of cells that may all have been misread, the reason is that, and the place their table.
        """
        tables = {location.cell.split(".")[0] for location in locations if location.cell}
        if tables and tables <= self.report.doubtful:
            table = min(tables)
            where = self.at(self.report.tables.get(table), self.table_place(table))
            reason, values = self._doubt(table), {}
        message = Message(f"undetermined.{reason}", Values(values))
        return Undetermined(rule.id, rule.name, where, message, tuple(locations))


def excerpt(text: str, part: str, margin: int = 30) -> str:
    """A part of a text with up to `margin` characters on both sides, cut at marks if possible."""
    position = max(text.find(part), 0)
    behind = position + len(part)
    start, end = max(position - margin, 0), min(behind + margin, len(text))
    if start:
        mark = _MARK.search(text, start, position)
        start = mark.end() if mark else start
    if end < len(text):
        marks = list(_MARK.finditer(text, behind, end))
        end = marks[-1].start() if marks else end
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def location_of(fact: Fact, document: str = "") -> Location:
    """The location of a fact; `document` names the file if it is not the report's own."""
    return Location(
        place=fact.place,
        cell=strip_prefix(fact.concept),
        text=fact.figure.text,
        document=document,
    )
