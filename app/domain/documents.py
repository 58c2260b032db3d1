"""What a file really is, told from its content alone; whatever may harm a reader or a server is refused.

A file is hostile until it is read: nothing here trusts its name, its stated sizes or its number of parts.
"""

import re
import unicodedata
import zlib
from collections.abc import Callable

from app.domain.errors import DomainError
from app.domain.labelled import Labelled
from app.domain.office import is_office, office_type
from app.domain.text import _

MOST_BYTES = 10 * 1024 * 1024
MOST_FILES = 20
"""Of one version of an initiative."""
LONGEST_NAME = 150
LONGEST_LABEL = 200


class FileTooLarge(DomainError):
    """More than `MOST_BYTES`."""


class DocumentType(Labelled):
    """What is taken; `media_type` is the type under which it is served, `suffixes` what its name may end in."""

    PDF = "pdf", _("PDF")
    DOCX = "docx", _("Word document")
    XLSX = "xlsx", _("Excel workbook")
    PNG = "png", _("PNG picture")
    JPEG = "jpeg", _("JPEG picture")

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES[self]

    @property
    def suffixes(self) -> tuple[str, ...]:
        return ("jpg", "jpeg") if self is DocumentType.JPEG else (str(self),)


_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_MEDIA_TYPES = {
    DocumentType.PDF: "application/pdf",
    DocumentType.DOCX: f"{_OPEN_XML}.wordprocessingml.document",
    DocumentType.XLSX: f"{_OPEN_XML}.spreadsheetml.sheet",
    DocumentType.PNG: "image/png",
    DocumentType.JPEG: "image/jpeg",
}
SUFFIXES = tuple(suffix for kind in DocumentType for suffix in kind.suffixes)


def examine(content: bytes) -> DocumentType:
    """What the content is; raises DomainError on `file`, FileTooLarge among them, in words for whoever sent it."""
    if not content:
        raise DomainError(_("The file is empty"), field="file")
    if len(content) > MOST_BYTES:
        raise FileTooLarge(_("Choose a file of 10 MB or less"), field="file")
    if content.startswith(_OLD_OFFICE):
        message = _("This is an older Office file or one with a password: save it as .docx or .xlsx without a password")
        raise DomainError(message, field="file")
    if is_office(content):
        return DocumentType(office_type(content))
    for kind, (start, is_whole) in _PLAIN.items():
        if start.match(content):
            if not is_whole(content):
                raise DomainError(
                    _("The file is damaged or not complete: open it, save it anew, send it"), field="file"
                )
            return kind
    raise DomainError(_("Choose a PDF, Word (.docx), Excel (.xlsx), PNG or JPEG file: this is none"), field="file")


_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _is_whole_pdf(content: bytes) -> bool:
    """It ends with a trailer whose cross-references lie within the file."""
    ends = re.findall(rb"startxref\s+(\d{1,10})\s+%%EOF", content[-2048:])
    return bool(ends) and int(ends[-1]) < len(content)


def _is_whole_png(content: bytes) -> bool:
    """Its chunks follow each other, each with its checksum, from a header with a size to the end."""
    position, kinds = 8, []
    while position + 12 <= len(content):
        length, kind = int.from_bytes(content[position : position + 4]), content[position + 4 : position + 8]
        end = position + 8 + length
        if zlib.crc32(content[position + 4 : end]) != int.from_bytes(content[end : end + 4]):
            return False
        kinds.append(kind)
        if kind == b"IEND":
            return kinds[0] == b"IHDR" and b"IDAT" in kinds
        position = end + 4
    return False


def _is_whole_jpeg(content: bytes) -> bool:
    """Its segments follow each other to the picture's data, which comes to its end."""
    position = 2
    while position + 4 <= len(content) and content[position] == 0xFF:
        if content[position + 1] == 0xFF:
            position += 1
            continue
        if content[position + 1] == 0xDA:
            return content.find(b"\xff\xd9", position) > 0
        position += 2 + max(int.from_bytes(content[position + 2 : position + 4]), 2)
    return False


_PLAIN: dict[DocumentType, tuple[re.Pattern[bytes], Callable[[bytes], bool]]] = {
    DocumentType.PDF: (re.compile(rb"%PDF-[12]\.\d"), _is_whole_pdf),
    DocumentType.PNG: (re.compile(rb"\x89PNG\r\n\x1a\n"), _is_whole_png),
    DocumentType.JPEG: (re.compile(rb"\xff\xd8\xff"), _is_whole_jpeg),
}


def kept_name(sent: str, kind: DocumentType) -> str:
    """The name under which a file is shown and handed out; never a path, neither here nor where it is stored.

    Folders, control characters and signs that turn the direction of writing are dropped; a missing ending is
    added. An ending of another kind is refused: whoever sees the name must get what it says.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", sent))[-1]
    shown = "".join(" " if sign.isspace() else sign for sign in last if sign.isspace() or sign.isprintable())
    stem = " ".join(shown.split()).strip(". ")
    ending = re.search(r"\.([A-Za-z][A-Za-z0-9]{0,8})$", stem)
    if ending and ending[1].lower() not in kind.suffixes:
        message = _("The name ends in “.%(ending)s”, but the content is of the kind “%(kind)s”: choose the right file")
        raise DomainError(message, field="file", ending=ending[1], kind=kind)
    suffix = ending[0] if ending else f".{kind.suffixes[0]}"
    stem = (stem[: -len(suffix)] if ending else stem).rstrip(". ")
    return (stem[: LONGEST_NAME - len(suffix)] or "document") + suffix
