"""Write findings as comments into Word files and PDFs."""

from typing import NamedTuple

from validator.model.catalogue import Catalogue
from validator.model.errors import UserError
from validator.model.finding import Run
from validator.reading import Options
from validator.reading.forms import media_type
from validator.reading.sniffing import MediaType

_TAKES_COMMENTS = (MediaType.WORD, MediaType.PDF, MediaType.OFFICE_BINARY, MediaType.RTF)


def takes_comments(data: bytes) -> bool:
    """Whether `convert_for_comments` accepts files of this form."""
    return media_type(data) in _TAKES_COMMENTS


def convert_for_comments(data: bytes, name: str, options: Options) -> bytes:
    """Convert a document to a form that takes comments: .doc, .wps and .rtf become .docx.

    Raise UserError `no_comments_in` unless it is a Word file or PDF, and those of conversion.
    """
    form = media_type(data)
    if form in (MediaType.OFFICE_BINARY, MediaType.RTF):
        from validator.reading.office import libreoffice

        return libreoffice.convert(data, "docx", options.bounds.seconds)
    if form not in (MediaType.WORD, MediaType.PDF):
        raise UserError("no_comments_in", name=name)
    return data


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
    if media_type(data) == MediaType.WORD:
        from validator.rendering.annotated import docx

        annotated = docx.annotate(data, document_notes, options.bounds)
        return Annotated(annotated, len(document_notes))
    from validator.rendering.annotated import pdf

    return Annotated(pdf.annotate(data, document_notes), len(document_notes))
