"""What a question is. The questions themselves are declared once, on the models (`app.models.revisions`)."""

from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.labelled import Labelled
from app.domain.text import _


class Kind(Labelled):
    PROJECT = "project", _("Project")
    POLICY = "policy", _("Policy")


class Section(Labelled):
    """In the order in which they are filled; the value stands in the address."""

    BASICS = "basics", _("Basics")
    DOMAINS = "domains", _("Domains and priorities")
    WHERE = "where", _("Where")
    WHO = "who", _("Who")
    WHEN = "when", _("When")
    MONEY = "money", _("Money")
    LEGAL = "legal", _("Legal status")
    RESULTS = "results", _("Results")
    DOCUMENTS = "documents", _("Documents and links")


class Answer(StrEnum):
    """What an answer is made of; decides its field, its column and how it is written out."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    EMAIL = "email"
    URL = "url"
    DATE = "date"
    YEAR = "year"
    AMOUNT = "amount"
    PERCENT = "percent"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CODE = "code"
    CODES = "codes"
    REFERENCE = "reference"
    ROWS = "rows"


class CodeList(StrEnum):
    """Where the codes of a CODE or CODES answer come from."""

    ENTITIES = "entities"
    DOMAINS = "domains"
    PRIORITIES = "priorities"
    COUNTRIES = "countries"
    CURRENCIES = "currencies"


@dataclass(frozen=True)
class Question:
    """One question, declared once.

    `required` means required to submit, for every kind or for one. `private` answers are seen by the Partner
    and the secretariat only. `columns` are the questions of a ROWS answer. `width` is the width of the field
    in characters of its usual answer ("full" for long ones).
    """

    name: str
    label: str
    answer: Answer
    section: Section | None = None
    help: str = ""
    required: bool | Kind = False
    only: Kind | None = None
    minimum: int | None = None
    maximum: int | None = None
    min_length: int | None = None
    max_length: int | None = None
    choices: type[Labelled] | None = None
    codes: CodeList | None = None
    private: bool = False
    unit: str = ""
    width: str = "30"
    columns: tuple["Question", ...] = field(default=())
    translation: str = ""
    """The label of the question that asks for this text in the other official language; "" where none does."""
    translates: str = ""
    """The name of the question whose answer this one translates."""
    organisation: bool = False
    """The answer names an organisation: those that are known are suggested."""
    row_label: str = ""
    add_label: str = ""
    blank_rows: int = 1
    """How many empty rows an empty ROWS answer begins with."""

    def asked_of(self, kind: Kind) -> bool:
        return self.only is None or self.only is kind

    def required_of(self, kind: Kind) -> bool:
        return self.asked_of(kind) and self.required in (True, kind)

    def column(self, name: str) -> "Question":
        return next(column for column in self.columns if column.name == name)
