"""Figures of reports without fault, by chance."""

from random import Random

from validator.model.format import Format, TableFormat


def valid_figures(official: Format, random: Random, magnitude: int = 40) -> dict[str, str]:
    """Printed figures for every cell of a format, consistent with each other.

    `magnitude` is about how many requests a natural person row counts.
    """
    cells: dict[str, int] = {}
    _requests(official.table("requests"), random, magnitude, cells)
    disputes = official.table("disputes")
    for row in disputes.rows:
        parts = [random.choice([0, 0, 1, random.randrange(15)]) for _ in range(4)]
        for column, value in zip(disputes.blocks[0].columns, [*parts, sum(parts)], strict=True):
            cells[f"disputes.{row.id}.{column.id}"] = value
    printed = {concept: str(value) for concept, value in cells.items()}
    printed.update(_disclosure(official, random))
    return printed


def outcome_rows(requests: TableFormat) -> list[str]:
    """The ids of the outcomes in the table of requests, which `done` sums up."""
    rest = {"new", "carried_in", "done", "carried_out"}
    return [row.id for row in requests.rows if row.id not in rest]


def _requests(table: TableFormat, random: Random, magnitude: int, cells: dict[str, int]) -> None:
    outcomes = outcome_rows(table)
    columns = [column.id for column in table.blocks[0].columns if column.id != "total"]
    for position, column in enumerate(columns):
        share = magnitude if position == 0 else max(1, magnitude // 6)
        for row in outcomes:
            value = random.choice([0, 0, random.randrange(share + 1)])
            cells[f"requests.{row}.{column}"] = value
        done = sum(cells[f"requests.{row}.{column}"] for row in outcomes)
        carried_out = random.randrange(share // 4 + 1)
        carried_in = random.randrange(min(done + carried_out, share // 4 + 1) + 1)
        cells[f"requests.done.{column}"] = done
        cells[f"requests.carried_out.{column}"] = carried_out
        cells[f"requests.carried_in.{column}"] = carried_in
        cells[f"requests.new.{column}"] = done + carried_out - carried_in
    for row in (label.id for label in table.rows):
        total = sum(cells[f"requests.{row}.{column}"] for column in columns)
        cells[f"requests.{row}.total"] = total


def _disclosure(official: Format, random: Random) -> dict[str, str]:
    printed: dict[str, str] = {}
    for row, column in official.table("disclosure").cells():
        concept = f"disclosure.{row.id}.{column.id}"
        if column.kind == "amount":
            printed[concept] = f"{random.randrange(200000) / 100:.2f}".rstrip("0").rstrip(".")
        elif column.id in ("in_force", "total_published", "items_last_year"):
            printed[concept] = str(20 + random.randrange(60))
        elif column.kind == "change":
            printed[concept] = str(random.randrange(-9, 10))
        else:
            printed[concept] = str(random.randrange(20))
    return printed
