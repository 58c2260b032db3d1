"""The forms that load a version of the domains and priorities: the file, then what follows the retired codes."""

from collections.abc import Sequence
from typing import Any

from wtforms.validators import InputRequired

from app.domain.classification import Level
from app.domain.taxonomy_file import MOST_BYTES, Line
from app.domain.text import _
from app.queries.taxonomy_changes import Retired
from app.services.taxonomy import Mappings
from app.wording import locale, say
from forms.csv_upload import CsvFileForm, PreviewedForm
from forms.kit.fields import options
from forms.people import Line as TextLine
from forms.people import LongChoice
from forms.person import YES, Confirmation


class TaxonomyFileForm(CsvFileForm):
    most_bytes = MOST_BYTES
    name = TextLine(
        _("Name of the version"),
        description=_("Shown beside the list, for example “2027”."),
        filters=[lambda typed: "".join(c for c in " ".join((typed or "").split()) if c.isprintable())],
        validators=[InputRequired(_("Give the version a name of 1 to 60 characters"))],
    )
    provisional = Confirmation(_("Standing"))

    def __init__(self, formdata: Any = None) -> None:
        super().__init__(formdata)
        self.provisional.choices = [(YES, say(_("Provisional: it stands in for the official list and says so")))]

    @property
    def is_provisional(self) -> bool:
        return YES in (self.provisional.data or ())


def mapping_form(
    formdata: Any, retired: Sequence[Retired], lines: Sequence[Line], previewed: str = ""
) -> PreviewedForm:
    """The form for just these codes; `Mappings` are read from it with `mappings_of`."""
    fields = {_name_of(one): _question(one, lines) for one in retired}
    made = type("RetiredCodesForm", (PreviewedForm,), fields)(formdata, data={"previewed": previewed})
    assert isinstance(made, PreviewedForm)
    return made


def _name_of(one: Retired) -> str:
    return f"{one.entry.level}-{one.entry.code}"


def _question(one: Retired, lines: Sequence[Line]) -> LongChoice:
    label = "label_fr" if locale() == "fr" else "label_en"
    offered = [(line["code"], f"{line['code']} {line[label]}") for line in lines if line["level"] == one.entry.level]
    return LongChoice(
        f"{one.entry.code} {one.entry.name(locale())}",
        description=say(
            _("Published initiatives: %(published)s. Being written: %(working)s."),
            {"published": one.uses.published, "working": one.uses.working},
        ),
        choices=options([("", say(_("Nothing follows it: it stays as it was"))), *offered]),
        default="",
    )


def mappings_of(form: PreviewedForm, retired: Sequence[Retired]) -> Mappings:
    return {(Level(one.entry.level), one.entry.code): form[_name_of(one)].data or None for one in retired}
