"""Findings as comments in the document itself: Word files and PDFs."""

from typing import NamedTuple

from validator.model.catalogue import Catalogue
from validator.model.errors import UserError
from validator.model.finding import Run
from validator.pipeline import Input
from validator.reading import Options
from validator.reading.forms import media_type
from validator.reading.sniffing import MediaType

_TAKES_COMMENTS = (MediaType.WORD, MediaType.PDF, MediaType.OFFICE_BINARY, MediaType.RTF)


def takes_comments(data: bytes) -> bool:
    """Whether a file is of a form that `annotatable` may give a document for."""
    return media_type(data) in _TAKES_COMMENTS


def annotatable(source: Input, options: Options) -> Input:
    """The same document in a form that takes comments: older Word files become .docx.

    Raises UserError `no_comments_in` for other forms than Word files and PDFs, and as `read`.
    """
    data = source.content()
    form = media_type(data)
    if form in (MediaType.OFFICE_BINARY, MediaType.RTF):
        from validator.reading import office

        data = office.converted(data, "docx", options.bounds.seconds)
    elif form not in (MediaType.WORD, MediaType.PDF):
        raise UserError("no_comments_in", name=source.name)
    return Input(source.name, data=data)


class Annotated(NamedTuple):
    """A document with notes written into it, and how many there are."""

    data: bytes
    notes: int


def annotated(source: Input, own: Run, catalogue: Catalogue, options: Options) -> Annotated:
    """A document that `annotatable` gave, with the findings of its run as comments.

    Raises UserError where the run was refused, or the file cannot be written to.
    """
    from validator.rendering.notes import notes

    told = notes(own.checked(), catalogue)
    if not told:
        return Annotated(source.data, 0)
    if media_type(source.data) == MediaType.WORD:
        from validator.rendering import annotated_word

        marked = annotated_word.annotate(source.data, told, options.bounds)
        return Annotated(marked, len(told))
    from validator.rendering import annotated_pdf

    return Annotated(annotated_pdf.annotate(source.data, told), len(told))
