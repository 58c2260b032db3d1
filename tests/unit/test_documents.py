"""What a file really is, and what is refused, told from its content."""

import struct
from io import BytesIO
from zipfile import ZIP_BZIP2

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from app.domain.documents import LONGEST_NAME, MOST_BYTES, DocumentType, FileTooLarge, examine, kept_name
from app.domain.errors import DomainError
from app.domain.office import MOST_PARTS
from tests import files


def saved_by_a_library() -> bytes:
    book, made = Workbook(), BytesIO()
    book.active.append(["Year", "Amount"])
    book.save(made)
    return made.getvalue()


def macro_types(kind: str) -> bytes:
    listed = files.types(("word/document.xml", kind))
    return files.archive({"[Content_Types].xml": listed, "word/document.xml": "<document/>"})


def with_types(listed: str | bytes) -> bytes:
    return files.archive({"[Content_Types].xml": listed, "word/document.xml": "<document/>"})


def encrypted() -> bytes:
    """Each header says that its part is encrypted."""
    made = bytearray(files.docx())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        position = made.find(signature)
        while position >= 0:
            made[position + offset] |= 1
            position = made.find(signature, position + 4)
    return bytes(made)


def understated() -> bytes:
    """A part that states a size of 10 bytes and unpacks to a million."""
    made = bytearray(files.docx({"word/media.xml": b"0" * 1_000_000}))
    place = made.rfind(b"word/media.xml") - 46
    made[place + 24 : place + 28] = struct.pack("<I", 10)
    return bytes(made)


ENTITIES = '<!DOCTYPE Types [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"

TRUE = {
    "a PDF": (files.pdf(), DocumentType.PDF),
    "a PDF of the largest size": (files.large_pdf(MOST_BYTES), DocumentType.PDF),
    "a Word document": (files.docx(), DocumentType.DOCX),
    "a Word document with a workbook within": (files.docx({"word/embeddings/a.xlsx": files.xlsx()}), DocumentType.DOCX),
    "an Excel workbook": (files.xlsx(), DocumentType.XLSX),
    "an Excel workbook of a library": (saved_by_a_library(), DocumentType.XLSX),
    "a sheet that packs well": (files.xlsx({"xl/worksheets/sheet1.xml": b"0" * 9_000_000}), DocumentType.XLSX),
    "a PNG": (files.png(), DocumentType.PNG),
    "a JPEG": (files.JPEG, DocumentType.JPEG),
}
REFUSED = {
    "nothing": (b"", "empty"),
    "a program": (b"MZ\x90\0" + b"\0" * 500, "this is none"),
    "a page": (b"<!doctype html><script>alert(1)</script>", "this is none"),
    "a page that ends as a PDF": (b"<script>alert(1)</script>" + files.pdf(), "this is none"),
    "a drawing with a script": (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "this is none"),
    "an old Word document": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "older Office file"),
    "the start of a PDF": (files.pdf()[:200], "damaged"),
    "a PDF that points beyond its end": (files.pdf().replace(b"startxref\n", b"startxref\n9"), "damaged"),
    "a PDF of no version": (b"%PDF-x" + files.pdf()[6:], "this is none"),
    "half a PNG": (files.png()[:40], "damaged"),
    "a PNG with a changed byte": (files.png().replace(b"IDAT", b"IDAT\1", 1), "damaged"),
    "a PNG without a picture": (files.png()[:33] + files.png()[-12:], "damaged"),
    "the start of a JPEG": (files.JPEG[:20], "damaged"),
    "a JPEG without its end": (files.JPEG[:-2], "damaged"),
    "any archive": (files.archive({"readme.txt": "no"}), "neither a Word"),
    "half a Word document": (files.docx()[:-30], "damaged"),
    "an archive's first bytes": (b"PK\x03\x04" + b"\0" * 60, "damaged"),
    "a zip bomb in a workbook": (files.bomb(), "unpacks to far more"),
    "an understated size": (understated(), "damaged"),
    "too many parts": (files.docx({f"word/{number}": "" for number in range(MOST_PARTS)}), "too many parts"),
    "macros": (files.docx({"word/vbaProject.bin": b"\0"}), "macros"),
    "macros by another case": (files.xlsx({"xl/VBAPROJECT.BIN": b"\0"}), "macros"),
    "macros under another name": (macro_types(MACROS), "macros"),
    "a macro sheet": (
        with_types(files.types(("word/document.xml", files.WORD), ("m", "application/vnd.ms-excel.macrosheet+xml"))),
        "macros",
    ),
    "a control that runs": (
        with_types(files.types(("word/document.xml", files.WORD), ("m", "application/vnd.ms-office.activeX+xml"))),
        "macros",
    ),
    "a template": (macro_types(files.WORD.replace("document.main", "template.main")), "neither a Word"),
    "a main part that is not there": (with_types(files.types(("word/other.xml", files.WORD))), "neither a Word"),
    "two main parts": (
        with_types(files.types(("word/document.xml", files.WORD), ("[Content_Types].xml", files.EXCEL))),
        "neither a Word",
    ),
    "entities": (with_types(files.types(("word/document.xml", files.WORD), before=ENTITIES)), "damaged"),
    "entities in another encoding": (
        with_types(
            files.types(("word/document.xml", files.WORD), before=ENTITIES).replace("?>", ' encoding="utf-16"?>', 1)
            .encode("utf-16")
        ),
        "damaged",
    ),
    "no XML": (with_types("Types"), "damaged"),
    "a list of kinds of 2 MB": (with_types(files.types() + " " * 2_000_000), "damaged"),
    "an absolute name": (files.docx({"/etc/passwd": ""}), "names its parts"),
    "a name that leads up": (files.docx({"word/../../x": ""}), "names its parts"),
    "a name with a backslash": (files.docx({"word\\..\\x": ""}), "names its parts"),
    "a drive": (files.docx({"C:x": ""}), "names its parts"),
    "one name twice": (files.docx({"WORD/document.xml": ""}), "names its parts"),
    "a password": (encrypted(), "password"),
    "an unusual packing": (
        files.archive({"[Content_Types].xml": files.types(("a", files.WORD)), "a": "a"}, ZIP_BZIP2),
        "packed in a way",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", TRUE)
def test_what_is_taken_is_told_by_its_content(case):
    content, kind = TRUE[case]
    assert examine(content) is kind


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_is_refused_on_its_field_with_its_reason(case):
    content, reason = REFUSED[case]
    with pytest.raises(DomainError) as refused:
        examine(content)
    assert reason in refused.value.message
    assert refused.value.field == "file"


def test_a_file_of_one_byte_too_many_is_too_large():
    with pytest.raises(FileTooLarge):
        examine(files.large_pdf(MOST_BYTES + 1))


@given(st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.data_too_large])
def test_a_damaged_file_is_either_taken_or_refused_in_words(data):
    content = bytearray(data.draw(st.sampled_from([files.pdf(), files.docx(), files.xlsx(), files.png(), files.JPEG])))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        examine(bytes(content[: data.draw(st.integers(1, len(content)))]))
    except DomainError as refused:
        assert refused.field == "file"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Decree 12.pdf", "Decree 12.pdf"),
        ("Décret n° 12.PDF", "Décret n° 12.PDF"),
        ("Decree no. 12", "Decree no. 12.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\abeba\\law.pdf", "law.pdf"),
        ("/law.pdf", "law.pdf"),
        ("a\r\nSet-Cookie: x\0.pdf", "a Set-Cookie: x.pdf"),
        ("law\u202efdp.pdf", "lawfdp.pdf"),
        (" .hidden. .pdf ", "hidden.pdf"),
        ("", "document.pdf"),
        ("...", "document.pdf"),
        (".pdf", "pdf.pdf"),
        ("قانون.pdf", "قانون.pdf"),
        ("x" * 400 + ".pdf", "x" * (LONGEST_NAME - 4) + ".pdf"),
    ],
)
def test_a_name_is_kept_without_what_could_mislead(sent, kept):
    assert kept_name(sent, DocumentType.PDF) == kept


@pytest.mark.parametrize("sent", ["law.docx", "law.exe", "law.pdf.html", "picture.jpg"])
def test_a_name_that_lies_about_the_content_is_refused(sent):
    with pytest.raises(DomainError, match="name ends in") as refused:
        kept_name(sent, DocumentType.PDF)
    assert refused.value.field == "file"


def test_both_endings_of_a_jpeg_are_true():
    assert [kept_name(f"a.{ending}", DocumentType.JPEG) for ending in ("jpg", "jpeg")] == ["a.jpg", "a.jpeg"]
