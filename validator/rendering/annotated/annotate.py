"""Write findings as comments into documents of the forms that take them."""

import importlib
from collections.abc import Callable, Sequence
from typing import NamedTuple

from validator.model.catalogue import Catalogue
from validator.model.errors import UserError
from validator.model.finding import Run
from validator.reading import Options
from validator.reading.forms import Comments, detect_form, known_forms
from validator.reading.options import Bounds
from validator.rendering.annotated.notes import Note

# Writes notes into a document; raises UserError if it cannot.
Writer = Callable[[bytes, Sequence[Note], Bounds], bytes]


def takes_comments(data: bytes) -> bool:
    """Whether `convert_for_comments` accepts files of this form."""
    return detect_form(data).comments is not Comments.NONE


def convert_for_comments(data: bytes, name: str, options: Options) -> bytes:
    """Convert a document to a form that takes comments: .doc, .wps and .rtf become .docx.

    Raise UserError `no_comments_in` if there is none, and those of conversion.
    """
    form = detect_form(data)
    if form.comments is Comments.CONVERTED:
        from validator.reading.office import libreoffice

        return libreoffice.convert(data, "docx", options.bounds.conversion)
    if form.comments is Comments.NONE:
        raise UserError("no_comments_in", name=name, forms=known_forms(with_comments=True))
    return data


def written_suffixes(data: bytes) -> tuple[str, ...]:
    """The endings that fit a document from `convert_for_comments` with notes in it."""
    form = detect_form(data)
    return form.suffixes + form.named_suffixes


class Annotated(NamedTuple):
    """A document with notes written into it, and their number."""

    data: bytes
    notes: int


def annotate(data: bytes, run: Run, catalogue: Catalogue, options: Options) -> Annotated:
    """Write the findings of a run as comments into a document from `convert_for_comments`.

    Raise UserError if the run was refused or the file cannot be annotated.
    """
    from validator.rendering.annotated.notes import notes

    document_notes = notes(run.require_findings(), catalogue)
    if not document_notes:
        return Annotated(data, 0)
    module = importlib.import_module(f"validator.rendering.annotated.{detect_form(data).writer}")
    write: Writer = module.annotate
    return Annotated(write(data, document_notes, options.bounds), len(document_notes))
