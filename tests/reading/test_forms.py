"""Forms told apart, and what is said of files that cannot be read."""

import contextlib
import io
import zipfile

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.generator.bodies import report
from tests.generator.pdf import draw
from tests.helpers import report_of
from validator.model.errors import UserError
from validator.reading import Engine, Options, read
from validator.reading.forms import media_type
from validator.reading.sniffing import MediaType
from validator.reading.text.wide import wide_encoding
from validator.rulebase.formats import load_formats
from validator.specimen import specimen


def pdf(password: str = "") -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, encrypt=password or None, invariant=1)
    canvas.drawString(72, 700, "nothing that anybody would call an annual report")
    canvas.save()
    return out.getvalue()


def scan() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.drawImage(ImageReader(Image.new("L", (80, 100), 200)), 0, 0, 500, 700)
    canvas.save()
    return out.getvalue()


def word() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", "<w:document/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (b"%PDF-1.4\n", MediaType.PDF),
        (b"\xef\xbb\xbf\r\n%PDF-1.7", MediaType.PDF),
        (b"  <!DOCTYPE html><html>", MediaType.HTML),
        (b"\x89PNG\r\n\x1a\n....", MediaType.PNG),
        (b"\xff\xd8\xff\xe0....", MediaType.JPEG),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", MediaType.OFFICE_BINARY),
        (b"{\\rtf1\\ansi", MediaType.RTF),
        ("一、总体情况".encode("gb18030"), MediaType.TEXT),
        ("一、总体情况".encode("utf-16"), MediaType.TEXT),
        (b"\x00\x01\x02\x03 something", MediaType.UNKNOWN),
    ],
)
def test_forms_are_told_from_content(data: bytes, form: MediaType) -> None:
    assert media_type(data) == form


def test_packages_are_told_by_their_parts() -> None:
    assert media_type(word()) == MediaType.WORD


def code_of(data: bytes, name: str = "a.pdf", engine: Engine = "pdfium") -> str:
    with pytest.raises(UserError) as caught:
        read(data, name, Options(engine))
    return caught.value.key


@pytest.mark.parametrize("engine", ["pdfium", "pdfplumber"])
def test_pdfs_that_cannot_be_read(engine: Engine) -> None:
    assert code_of(pdf(password="secret"), engine=engine) == "pdf_encrypted"
    assert code_of(b"%PDF-1.4\nrubbish" * 20, engine=engine) == "pdf_damaged"
    assert code_of(scan(), engine=engine) == "no_text_in_picture"


def test_a_pdf_that_ends_half_way_never_brings_a_traceback() -> None:
    whole = draw(specimen(load_formats(), report(1)))
    for share in (0.2, 0.5, 0.8, 0.95):
        # PDFium mends some of these files, and those are read.
        with contextlib.suppress(UserError):
            read(whole[: int(len(whole) * share)], "half.pdf")


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.pdf", "empty_file"),
        (b" \n\n", "a.txt", "empty_file"),
        (b"\x00\x01\x02\x03", "a.pdf", "not_a_pdf"),
        (b"\x00\x01\x02\x03", "a.dat", "unknown_form"),
    ],
)
def test_other_files_that_cannot_be_read(data: bytes, name: str, code: str) -> None:
    assert code_of(data, name) == code


def test_other_documents_are_no_reports() -> None:
    for data in (pdf(), "关于做好防汛工作的通知\n各有关单位：\n请认真做好工作。\n".encode()):
        with pytest.raises(UserError) as caught:
            report_of(data)
        assert caught.value.key == "not_a_report"
        assert caught.value.details["marks"]


def test_reports_before_the_formats_are_refused() -> None:
    text = "清溪县水务局2018年政府信息公开工作年度报告\n一、概述\n公开信息120条。\n"
    with pytest.raises(UserError) as caught:
        report_of(text.encode())
    assert caught.value.key == "before_first_year"
    assert caught.value.details["year"] == "2018"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"],
)
def test_texts_are_read_in_any_usual_encoding(encoding: str) -> None:
    text = "清溪县水务局2023年政府信息公开工作年度报告\n一、总体情况\n无\n"
    assert report_of(text.encode(encoding)).issuer == "清溪县水务局"


def test_a_text_of_halves_of_characters_is_no_wide_text() -> None:
    # Bytes of GB18030 that are characters of UTF-16 too, but hardly ideographs.
    text = "清溪县水务局2023年政府信息公开工作年度报告\n一、总体情况\n无\n"
    assert wide_encoding(text.encode("gb18030")) == ""
    assert wide_encoding(text.encode("utf-8")) == ""
    assert wide_encoding(b"plain words, nothing else") == ""
    assert wide_encoding(text.encode("utf-16-be")[:-1]) == "utf-16-be"


def test_a_saved_page_of_too_many_parts_is_told_so() -> None:
    head = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n"
    assert code_of(head + b"\n--x\n" * 2001, "a.mht") == "mhtml_parts"
