"""The forms of files that are read, as a text and as a Markdown table."""

from collections.abc import Sequence
from typing import NamedTuple

from validator.model.catalogue import Catalogue
from validator.reading.forms import FORMS, Form
from validator.rendering.text import Paint, plain

# The columns of the table, by their names in rules/messages.
COLUMNS = ("form", "endings", "how", "need", "comments", "shown", "place")


class _Row(NamedTuple):
    """A form as listed; several of the same name are one."""

    name: str
    forms: tuple[Form, ...]

    @property
    def taken(self) -> list[str]:
        return list(dict.fromkeys(e for form in self.forms for e in form.suffixes))

    @property
    def named(self) -> list[str]:
        return list(dict.fromkeys(e for form in self.forms for e in form.named_suffixes))


def forms_text(catalogue: Catalogue, paint: Paint = plain) -> str:
    """A paragraph per form: its name and endings, how it is read, and what it needs."""
    say = catalogue.say
    colon = say("list.colon")
    paragraphs = []
    for row in _rows():
        form = row.forms[0]
        facts = (
            (say("form_column.need"), say(f"form_need.{form.need}")),
            (say("form_column.comments"), say(f"form_comments.{form.comments}")),
            (say("form_column.shown"), say(f"form_shown.{form.shown}")),
        )
        name = paint(say(f"form_name.{row.name}"), "strong")
        facts_line = "  ".join(f"{column}{colon}{fact}" for column, fact in facts)
        how = say(f"form_how.{row.name}")
        paragraphs.append(f"{name}  {_endings(row, catalogue)}\n  {how}\n  {facts_line}\n")
    return "\n".join(paragraphs)


def forms_markdown(catalogue: Catalogue, columns: Sequence[str] = COLUMNS) -> str:
    """A table with a row per form and these columns."""
    say = catalogue.say
    lines = [
        "| " + " | ".join(say(f"form_column.{column}") for column in columns) + " |",
        "|" + "---|" * len(columns),
    ]
    for row in _rows():
        form = row.forms[0]
        cells = {
            "form": say(f"form_name.{row.name}"),
            "endings": _endings(row, catalogue),
            "how": say(f"form_how.{row.name}"),
            "need": say(f"form_need.{form.need}"),
            "comments": say(f"form_comments.{form.comments}"),
            "shown": say(f"form_shown.{form.shown}"),
            "place": say(f"form_place.{row.name}"),
        }
        lines.append("| " + " | ".join(cells[column] for column in columns) + " |")
    return "\n".join(lines) + "\n"


def _rows() -> list[_Row]:
    read = [form for form in FORMS if form.reader or form.name == "stored"]
    names = dict.fromkeys(form.name for form in read)
    return [_Row(name, tuple(form for form in read if form.name == name)) for name in names]


def _endings(row: _Row, catalogue: Catalogue) -> str:
    say = catalogue.say
    taken = " ".join(row.taken)
    if not row.named:
        return taken
    named = say("forms.named", endings=" ".join(row.named))
    return say("forms.taken", taken=taken, named=named) if taken else named
