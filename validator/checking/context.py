"""What every kind of rule works with, and how it words what it finds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256

from validator.checking.links import PREVIOUS, bare, split
from validator.model.catalogue import Catalogue, fill
from validator.model.finding import Finding, Location, Open, State
from validator.model.format import Basis, FigureKind, Format
from validator.model.linked import ALONE, Linked
from validator.model.place import Place
from validator.model.report import Fact, Report, Section
from validator.model.rule import Rule, Severity

Outcome = State | Finding | Open

# What rules about tables speak of.
_OF_TABLES = frozenset((
    "captions", "columns", "extra_columns", "extra_rows", "figures", "format", "group_rows",
    "rows", "tables", "totals",
))  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """A report with the format that its tables follow, the rules by id, and the wording.

    `linked` are the reports that it is checked against, `others` those whose cells have a
    prefix, by that; `facts` holds the report's facts by concept id, and theirs with the prefix.
    `missing_totals` are the concepts of totals that are blank although their parts are not
    zero, in official order.
    """

    report: Report
    official: Format
    formats: tuple[Format, ...]
    rules: Mapping[str, Rule]
    catalogue: Catalogue
    facts: Mapping[str, Fact]
    linked: Linked = ALONE
    others: Mapping[str, Report] = field(default_factory=dict)
    missing_totals: tuple[str, ...] = ()

    @property
    def previous(self) -> Report | None:
        """Last year's report of the same body, where it is given."""
        return self.linked.previous

    def report_of(self, concept: str) -> Report:
        """The report that a cell stands in."""
        return self.others.get(split(concept)[0], self.report)

    def document_of(self, concept: str) -> str:
        """The name of the document that a cell stands in, empty for the report's own."""
        other = self.others.get(split(concept)[0])
        return other.source.name if other else ""

    # Names of things, as a reader calls them.

    def table_name(self, table: str) -> str:
        """The short name of a table."""
        return self.official.table(table).name.of(self.catalogue.language)

    def row_name(self, table: str, row: str) -> str:
        """The name of a row or of a group of rows."""
        return self.official.table(table).row_label(row).name.of(self.catalogue.language)

    def column_name(self, table: str, row: str, column: str) -> str:
        """The name of a column, which depends on the block that the row is in."""
        block = self.official.table(table).block_of(row)
        label = next(label for label in block.columns if label.id == column)
        return label.name.of(self.catalogue.language)

    def cell_name(self, concept: str) -> str:
        """Table, row and column of a cell in words, and of which other report where it is one."""
        prefix, own = split(concept)
        table_id, row, column = own.split(".")
        table = self.official_of(concept).table(table_id)
        label = next(label for label in table.block_of(row).columns if label.id == column)
        language = self.catalogue.language
        name = self.catalogue.say(
            "place.cell",
            table=table.name.of(language),
            row=table.row_label(row).name.of(language),
            column=label.name.of(language),
        )
        return self.of_report(prefix, name)

    def of_report(self, prefix: str, what: str) -> str:
        """A thing's name with that of the report it belongs to, where that is another."""
        if not prefix:
            return what
        if prefix == PREVIOUS:
            return self.catalogue.say("place.previous_cell", what=what)
        return self.catalogue.say("place.child_cell", issuer=self.others[prefix].issuer, what=what)

    def row_of_table(self, table: str, row: str) -> str:
        """Table and row in words."""
        names = {"table": self.table_name(table), "row": self.row_name(table, row)}
        return self.catalogue.say("place.row", **names)

    def section_at(self, section: Section) -> str:
        """A section's heading in words, with the page or line it stands on."""
        return self.at(section.place, self.catalogue.say("place.section", heading=section.heading))

    def in_section(self, section: str, place: Place | None) -> str:
        """The heading of a section, or the introduction, with the page or line of a place."""
        found = self.report.section(section)
        name = (
            self.catalogue.say("place.section", heading=found.heading)
            if found
            else self.catalogue.say("place.introduction")
        )
        return self.at(place, name)

    def at(self, place: Place | None, what: str) -> str:
        """A thing's name with the page, line or cell it stands in before it."""
        if place is None:
            return what
        if place.page is not None:
            return self.catalogue.say("place.on_page", page=place.page, what=what)
        if place.line is not None:
            return self.catalogue.say("place.on_line", line=place.line, what=what)
        if place.row is not None:
            return self.catalogue.say(
                "place.in_cell", table=place.table, row=place.row, column=place.column, what=what
            )
        return what

    def listed(self, names: Iterable[str]) -> str:
        """Names in a row, as the language lists them."""
        return self.catalogue.say("list.comma").join(names)

    def basis(self, rule: Rule) -> Basis:
        """A rule's basis; where it names no document, that of the report's format."""
        if rule.basis.document:
            return rule.basis
        return Basis(self.official.source.document, rule.basis.clause)

    def applies(self, rule: Rule) -> bool:
        """Whether a rule is one for the report's format and for its kind of body.

        To tables alone, as on a data sheet, only rules about tables apply.
        """
        mine = rule.formats & {self.official.id, self.official.follows}
        about_tables = rule.kind == "equation" or rule.demand.get("subject") in _OF_TABLES
        if self.report.tables_only and not about_tables:
            return False
        return bool(mine) and (not rule.issuers or self.report.issuer_kind in rule.issuers)

    def same_series(self) -> bool:
        """Whether last year's report is given, and is that of the year before."""
        years = (self.previous.year if self.previous else None, self.report.year)
        return None not in years and years[0] == (years[1] or 0) - 1

    def kind(self, concept: str) -> FigureKind:
        """What the figures of a cell are: counts, amounts or changes."""
        table, row, column = bare(concept).split(".")
        return self.official_of(concept).table(table).kind_of(row, column)

    def official_of(self, concept: str) -> Format:
        """The format that a cell's table follows, which in another report may be another."""
        other = self.others.get(split(concept)[0])
        if other is None:
            return self.official
        return next(known for known in self.formats if known.id == other.format)

    # Results.

    def finding(
        self,
        rule: Rule,
        where: str,
        locations: Sequence[Location],
        values: Mapping[str, object],
        *,
        identity: str,
        table: str = "",
        expected: Decimal | None = None,
        actual: Decimal | None = None,
        severity: Severity | None = None,
        note: str = "",
    ) -> Finding | Open:
        """A finding of a rule; `identity` tells it from the rule's others in one report.

        A finding about a `table` that may have been read wrongly is left open instead. Where
        something speaks for it, its `severity` may be less than the rule's; `note` says why.
        What recognised text says weighs less, sums of surely read figures aside.
        """
        if table in self.report.doubtful:
            return self.open(rule, where, "doubtful", locations)
        grade = rule.severity if severity is None else min(severity, rule.severity)
        if rule.kind != "equation" and self._recognised(locations):
            if rule.demand.get("of_print"):
                return self.open(rule, where, "scan", locations)
            grade = grade.less
            note += self.catalogue.say("note.scan")
        language = self.catalogue.language
        return Finding(
            rule=rule.id,
            name=rule.name,
            severity=grade,
            where=where,
            message=fill(rule.message.of(language), values) + note,
            basis=str(self.basis(rule)),
            help=fill(rule.help.of(language), values),
            locations=tuple(locations),
            fingerprint=self.fingerprint(rule, identity),
            expected=expected,
            actual=actual,
        )

    def fingerprint(self, rule: Rule, identity: str) -> str:
        """What stays the same as long as the same thing is wrong in the same report."""
        facts = f"{rule.id}|{self.report.issuer}|{self.report.year}|{identity}"
        return sha256(facts.encode()).hexdigest()[:16]

    def _recognised(self, locations: Sequence[Location]) -> bool:
        """Whether a finding is about text of scanned pages, or the lack of it."""
        scanned = self.report.scanned
        pages = {spot.place.page for spot in locations if spot.place and not spot.document}
        return bool(scanned) and (not pages or not scanned.isdisjoint(pages))

    def open(
        self, rule: Rule, where: str, reason: str, locations: Sequence[Location], **values: object
    ) -> Open:
        """A check of a rule that could not be decided, `reason` being a key of its wording."""
        said = self.catalogue.say(f"undetermined.{reason}", **values)
        return Open(rule.id, rule.name, where, said, tuple(locations))


def excerpt(text: str, part: str, around: int = 30) -> str:
    """A text cut to a part of it with so many characters on both sides."""
    at = max(text.find(part), 0)
    start, end = max(at - around, 0), at + len(part) + around
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def located(fact: Fact, document: str = "") -> Location:
    """The location of a fact; `document` names the file where it is another than the report's."""
    return Location(
        place=fact.place,
        cell=bare(fact.concept),
        text=fact.figure.text,
        document=document,
    )
