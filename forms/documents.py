"""The form that attaches a document."""

from typing import Any

from wtforms import FileField as BaseFileField
from wtforms import Form
from wtforms.validators import InputRequired, ValidationError

from app.domain.documents import LONGEST_LABEL, MOST_BYTES, SUFFIXES
from app.domain.text import _
from forms.people import OptionalLine

SECTION = "section"
"""The form of the section to which these fields belong, wherever on its page they stand."""


class FileField(BaseFileField):
    """One file; `data` is what was sent, with `filename` and `stream`."""

    control = "file"
    width = "full"


class DocumentForm(Form):
    file = FileField(
        _("File"),
        description=_("PDF, Word (.docx), Excel (.xlsx), PNG or JPEG; 10 MB at most."),
        render_kw={"accept": ",".join(f".{suffix}" for suffix in SUFFIXES), "form": SECTION},
        validators=[InputRequired(_("Choose a file"))],
    )
    label = OptionalLine(
        _("What the document shows"), width="full", render_kw={"maxlength": LONGEST_LABEL, "form": SECTION}
    )

    def validate_file(self, field: Any) -> None:
        if not field.data.filename:
            raise ValidationError(_("Choose a file"))

    @property
    def content(self) -> bytes:
        """At most one byte more than a document may have: enough to know that it is too large."""
        read: bytes = self.file.data.stream.read(MOST_BYTES + 1)
        return read

    @property
    def filename(self) -> str:
        return str(self.file.data.filename)

    @property
    def shown(self) -> str:
        """What the file shows, in one line."""
        return " ".join((self.label.data or "").replace("\0", "").split())
