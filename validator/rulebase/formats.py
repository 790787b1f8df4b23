"""Loading of the official formats in rules/formats."""

from functools import cache
from pathlib import Path
from typing import Any

from validator.model.format import (
    Basis,
    Format,
    Group,
    Label,
    SectionFormat,
    TableBlock,
    TableFormat,
)
from validator.model.text import Text
from validator.rulebase.declarations import load
from validator.rulebase.files import RULES

FOLDER = RULES / "formats"


@cache
def load_formats(folder: Path = FOLDER) -> tuple[Format, ...]:
    """Load all formats in a folder, oldest first; raise UserError if a file is invalid."""
    loaded = [read_format(path) for path in sorted(folder.glob("*.yaml"))]
    return tuple(sorted(loaded, key=lambda f: f.first_year))


def read_format(path: Path) -> Format:
    """Read the format that a file declares."""
    data: Any = load(path, "format")
    source = Basis(data["source"]["document"], data["source"].get("clause", ""))
    return Format(
        id=data["id"],
        first_year=data["years"]["first"],
        last_year=data["years"].get("last"),
        source=source,
        sections=tuple(
            SectionFormat(
                s["id"],
                s["number"],
                s["heading"],
                tuple(s.get("aliases", ())),
                Text(s["heading"], s["en"]),
                tuple(s.get("aspects", ())),
            )
            for s in data["sections"]
        ),
        tables=tuple(_table(t) for t in data["tables"]),
        follows=data.get("follows", ""),
    )


def prescribed(candidates: tuple[Format, ...], year: int) -> Format | None:
    """The format prescribed for reports of a year, or None if there is none.

    A later format supersedes an earlier one without a last year.
    """
    covering = [official for official in candidates if official.covers(year)]
    return max(covering, key=lambda official: official.first_year, default=None)


def _table(data: Any) -> TableFormat:
    groups: list[Group] = []
    blocks = [
        TableBlock(
            columns=tuple(_labels(block["columns"], "columns", (), groups)),
            rows=tuple(_labels(block["rows"], "rows", (), groups)),
            caption=block.get("caption", ""),
            corner=block.get("corner", ""),
            single_row=block.get("across", False),
        )
        for block in data["blocks"]
    ]
    return TableFormat(
        id=data["id"],
        section=data["section"],
        name=Text(**data["name"]),
        title=Text(**data["title"]),
        blocks=tuple(blocks),
        groups=tuple(groups),
    )


def _labels(entries: Any, nested: str, path: tuple[str, ...], groups: list[Group]) -> list[Label]:
    """The leaves of a tree of labels, in order; groups with an id are added to `groups`."""
    leaves: list[Label] = []
    for entry in entries:
        label = Label(
            id=entry.get("id", ""),
            label=entry["label"],
            aliases=tuple(entry.get("aliases", ())),
            name=Text(entry.get("short", entry["label"]), entry.get("en", entry["label"])),
            path=path,
            kind=entry.get("kind", "count"),
        )
        if nested not in entry:
            leaves.append(label)
            continue
        inner = _labels(entry[nested], nested, (*path, label.label), groups)
        if label.id:
            groups.append(Group(label, tuple(leaf.id for leaf in inner)))
        leaves.extend(inner)
    return leaves
