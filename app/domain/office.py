"""Word and Excel files: zip archives of parts, measured before they are believed.

Sizes that an archive states about itself are not trusted: every part is unpacked piece by piece, and the
unpacking ends where the limits do.
"""

import re
import struct
import zlib
from collections.abc import Collection, Iterator
from io import BytesIO
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from app.domain.errors import DomainError
from app.domain.text import _

MOST_PARTS = 2_000
MOST_UNPACKED = 100 * 1024 * 1024
MOST_OF_TYPES = 1024 * 1024
"""Bytes of the part that lists the kinds of all others."""
HIGHEST_RATIO = 100
HARMLESS = 10 * 1024 * 1024
"""What unpacks to no more than this may be packed as tightly as it likes."""

TYPES_PART = "[Content_Types].xml"
_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_MAIN = {
    f"{_OPEN_XML}.wordprocessingml.document.main+xml": "docx",
    f"{_OPEN_XML}.spreadsheetml.sheet.main+xml": "xlsx",
}
_PIECE = 64 * 1024
_ENCRYPTED = 0x1
_CENTRAL_HEADER = b"PK\x01\x02"
_UNREADABLE = (
    BadZipFile, zlib.error, struct.error, expat.ExpatError,
    EOFError, LookupError, NotImplementedError, OSError, OverflowError, RuntimeError, ValueError,
)  # fmt: skip
"""What the archive's reader is known to raise at a file made to be unreadable."""


def is_office(content: bytes) -> bool:
    """Whether it is an archive at all."""
    return content.startswith(b"PK\x03\x04")


def office_type(content: bytes) -> str:
    """ "docx" or "xlsx"; raises DomainError on `file` for anything else, and for what is dangerous to open."""
    if content.count(_CENTRAL_HEADER) > MOST_PARTS:
        raise _refused(_("The file has too many parts to be a plain document"))
    try:
        with ZipFile(BytesIO(content)) as archive:
            return _type_of(archive, len(content))
    except _UNREADABLE:
        raise _refused(_("The file is damaged or not complete: open it, save it anew, send it")) from None


def _type_of(archive: ZipFile, packed: int) -> str:
    parts = archive.infolist()
    _check_parts(parts)
    unpacked = 0
    for part in parts:
        for piece in _pieces(archive, part):
            unpacked += len(piece)
            if unpacked > min(MOST_UNPACKED, max(HARMLESS, HIGHEST_RATIO * packed)):
                raise _refused(_("The file unpacks to far more than a document holds"))
    names = {part.filename for part in parts}
    if TYPES_PART not in names:
        raise _refused(_("This is an archive, and neither a Word (.docx) nor an Excel (.xlsx) file"))
    return _told(_content_types(archive), names)


def _check_parts(parts: list[ZipInfo]) -> None:
    names = [part.orig_filename for part in parts]
    if any(_leads_out(name) for name in names) or len({name.lower() for name in names}) < len(names):
        raise _refused(_("The file names its parts in a way that no Office program does"))
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise _refused(_("The file has a password: save it without one"))
    if any(part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for part in parts):
        raise _refused(_("The file is packed in a way that no Office program does"))
    if any(re.search(r"vba(project|data)", name, re.IGNORECASE) for name in names):
        raise _with_macros()


def _leads_out(name: str) -> bool:
    return name.startswith("/") or ".." in name.split("/") or any(sign in name for sign in "\\:\0")


def _pieces(archive: ZipFile, part: ZipInfo) -> Iterator[bytes]:
    with archive.open(part) as opened:
        while piece := opened.read(_PIECE):
            yield piece


def _content_types(archive: ZipFile) -> dict[str, str]:
    """{part, or ending of parts: content type}, read without following any declaration of the file's own."""
    if archive.getinfo(TYPES_PART).file_size > MOST_OF_TYPES:
        raise ValueError(TYPES_PART)
    found: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.endswith(("Override", "Default")):
            part = attributes.get("PartName", "").removeprefix("/") or f"*.{attributes.get('Extension', '')}"
            found[part] = attributes.get("ContentType", "")

    def refuse(*_declaration: object) -> None:
        raise ValueError("a document type declaration")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(archive.read(TYPES_PART), True)
    return found


def _told(types: dict[str, str], names: Collection[str]) -> str:
    if any(re.search(r"macro|vba|activex", kind, re.IGNORECASE) for kind in types.values()):
        raise _with_macros()
    main = [_MAIN[kind] for part, kind in types.items() if kind in _MAIN and part in names]
    if len(main) != 1:
        raise _refused(_("This is an archive, and neither a Word (.docx) nor an Excel (.xlsx) file"))
    return main[0]


def _with_macros() -> DomainError:
    return _refused(_("The file holds macros, which could run on a reader's computer: save it without them"))


def _refused(message: str) -> DomainError:
    return DomainError(message, field="file")
