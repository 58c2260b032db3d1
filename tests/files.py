"""Small files of every kind, true and hostile, made byte by byte."""

import struct
import zlib
from base64 import b64decode
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
JPEG = b64decode(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////"
    "////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA//9k="
)


def pdf(text: str = "The text of the law") -> bytes:
    """A PDF of one empty page that carries `text` as a comment."""
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    ]
    made, places = b"%PDF-1.7\n%" + text.encode() + b"\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(made)
    made += b"xref\n0 4\n0000000000 65535 f \n" + table
    return made + b"trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start


def large_pdf(size: int) -> bytes:
    """A PDF of exactly so many bytes."""
    short = pdf()
    place = short.rindex(b"startxref")
    return short[:place] + b"%" + b"x" * (size - len(short) - 2) + b"\n" + short[place:]


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    picture = zlib.compress(b"\0\0")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", picture) + chunk(b"IEND", b"")


def archive(parts: dict[str, bytes | str], packed: int = ZIP_DEFLATED) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", packed) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return made.getvalue()


def types(*overrides: tuple[str, str], before: str = "") -> str:
    told = "".join(f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in overrides)
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    return f'<?xml version="1.0"?>{before}<Types xmlns="{space}">{told}</Types>'


def docx(more: dict[str, bytes | str] | None = None) -> bytes:
    listed = types(("word/document.xml", WORD))
    return archive({"[Content_Types].xml": listed, "word/document.xml": "<document/>", **(more or {})})


def xlsx(more: dict[str, bytes | str] | None = None) -> bytes:
    listed = types(("xl/workbook.xml", EXCEL))
    return archive({"[Content_Types].xml": listed, "xl/workbook.xml": "<workbook/>", **(more or {})})


def bomb() -> bytes:
    """An .xlsx of 200 kB that unpacks to 200 MB."""
    return xlsx({"xl/worksheets/sheet1.xml": b"0" * 200 * 1024 * 1024})
