"""A revision: all answers about an initiative at one time. Every question is declared here, once."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UtcDateTime
from app.domain import choices
from app.domain.questions import Answer, CodeList, Kind, Question, Section
from app.domain.status import WORKING, Status
from app.domain.text import _
from app.models.lists import (
    CountryRow,
    DomainRow,
    FundingLine,
    ImplementerRow,
    LinkRow,
    PriorityRow,
)
from app.models.people import Person
from app.models.questions import (
    ask_translations,
    codes_question,
    declared_questions,
    labelled_type,
    question,
    rows_question,
    shares_question,
    translatable,
)
from app.models.translations import Translation

if TYPE_CHECKING:
    from app.models.initiatives import Initiative
    from app.models.writing import HeldInput

_PUBLISHED = text("status = 'published'")
_WORKING = text(f"status IN ({', '.join(repr(s.value) for s in sorted(WORKING))})")


def _rows(child: type[Any], order: str) -> Any:
    order = f"({child.__name__}.revision_id, {order})"  # by the order alone SQLite reads the rows of all revisions
    return relationship(child, cascade="all, delete-orphan", order_by=order, lazy="selectin")


class Revision(Base):
    """One version of an initiative's answers; drafts may lack any of them.

    `published_at` to `retired_at` is the time in which it stood in the reports, so that a report as at any
    past date needs no other record. `version` is the optimistic lock.
    `sort_en` and `sort_fr` are the titles as shown in that language, without case and accents.
    """

    __tablename__ = "revisions"
    __table_args__ = (
        UniqueConstraint("initiative_id", "number"),
        Index(
            "uq_revisions_published",
            "initiative_id",
            unique=True,
            sqlite_where=_PUBLISHED,
            postgresql_where=_PUBLISHED,
        ),
        Index("uq_revisions_working", "initiative_id", unique=True, sqlite_where=_WORKING, postgresql_where=_WORKING),
        Index("ix_revisions_waiting", "status", "submitted_at", "id"),
        ForeignKeyConstraint(["taxonomy_version", "main_domain"], ["domains.version", "domains.code"]),
        CheckConstraint("ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on", name="end_after_start"),
        CheckConstraint(
            "in_force_from IS NULL OR adopted_on IS NULL OR in_force_from >= adopted_on", name="force_after_adoption"
        ),
        CheckConstraint(
            "(status = 'published') = (published_at IS NOT NULL AND retired_at IS NULL)", name="published_has_time"
        ),
        CheckConstraint("retired_at IS NULL OR retired_at >= published_at", name="retired_after_published"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"), index=True)
    number: Mapped[int]
    status: Mapped[Status] = mapped_column(labelled_type(Status), default=Status.DRAFT)
    taxonomy_version: Mapped[str] = mapped_column(ForeignKey("taxonomy_versions.name"))
    version: Mapped[int] = mapped_column()
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    search_text: Mapped[str] = mapped_column(Text, default="")
    sort_en: Mapped[str] = mapped_column(String(300), default="")
    sort_fr: Mapped[str] = mapped_column(String(300), default="")

    initiative: Mapped["Initiative"] = relationship(back_populates="revisions", foreign_keys=[initiative_id])
    changed_by: Mapped[Person | None] = relationship()
    held: Mapped[list["HeldInput"]] = relationship(cascade="all, delete-orphan")
    domain_rows: Mapped[list[DomainRow]] = _rows(DomainRow, "DomainRow.domain_code")
    priority_rows: Mapped[list[PriorityRow]] = _rows(PriorityRow, "PriorityRow.priority_code")
    country_rows: Mapped[list[CountryRow]] = _rows(CountryRow, "CountryRow.country_code")
    implementer_rows: Mapped[list[ImplementerRow]] = _rows(ImplementerRow, "ImplementerRow.position")
    funding_rows: Mapped[list[FundingLine]] = _rows(FundingLine, "FundingLine.position")
    link_rows: Mapped[list[LinkRow]] = _rows(LinkRow, "LinkRow.position")
    translation_rows: Mapped[list[Translation]] = _rows(Translation, "Translation.question")

    __mapper_args__ = {"version_id_col": version}

    # Basics
    title: Mapped[str | None] = question(
        _("Title"),
        Section.BASICS,
        help=_("The official title, in the language in which you write."),
        required=True,
        max_length=300,
        width="full",
    )
    language: Mapped[choices.Language | None] = question(
        _("Language of the texts"),
        Section.BASICS,
        answer=Answer.CHOICE,
        choices=choices.Language,
        help=_("The language in which the title and the other texts are written. Changing it moves no text."),
    )
    title_en: Mapped[str | None] = question(
        _("Title in English"), Section.BASICS, help=_("If you write in another language."), max_length=300, width="full"
    )
    title_fr: Mapped[str | None] = question(
        _("Title in French"), Section.BASICS, help=_("If you write in another language."), max_length=300, width="full"
    )
    summary: Mapped[str | None] = translatable(
        _("Summary"),
        _("Translation of the summary"),
        Section.BASICS,
        answer=Answer.LONG_TEXT,
        help=_("What is done, for whom, where and why, in 300 to 3,000 characters."),
        required=True,
        min_length=300,
        max_length=3000,
    )
    entity: Mapped[str | None] = question(
        _("Entity"),
        Section.BASICS,
        answer=Answer.CODE,
        codes=CodeList.ENTITIES,
        references="entities.code",
        max_length=40,
        help=_("The ministry or agency that answers for it."),
    )
    partner_reference: Mapped[str | None] = question(
        _("Your own reference"),
        Section.BASICS,
        help=_("Your file number, or the IATI identifier."),
        max_length=100,
    )
    parent: Mapped[str | None] = question(
        _("Parent programme"),
        Section.BASICS,
        answer=Answer.REFERENCE,
        references="initiatives.reference",
        indexed=True,
        max_length=20,
        help=_(
            "If this is part of a programme that is reported here too: its reference, such as JVAP-EU-0001. "
            "Its money then lies within the programme’s and is not counted twice."
        ),
        width="20",
    )
    # Domains and priorities
    domains = codes_question(
        _("Domains"),
        Section.DOMAINS,
        rows="domain_rows",
        code="domain_code",
        make=lambda revision, code: DomainRow(version=revision.taxonomy_version, domain_code=code),
        codes=CodeList.DOMAINS,
        required=True,
        help=_("Tick every domain that the initiative serves."),
    )
    main_domain: Mapped[str | None] = question(
        _("Main domain"),
        Section.DOMAINS,
        answer=Answer.CODE,
        codes=CodeList.DOMAINS,
        required=True,
        max_length=20,
        help=_("The one it serves most."),
    )
    priorities = codes_question(
        _("Priorities"),
        Section.DOMAINS,
        rows="priority_rows",
        code="priority_code",
        make=lambda revision, code: PriorityRow(version=revision.taxonomy_version, priority_code=code),
        codes=CodeList.PRIORITIES,
        help=_("Within the domains that you ticked. Open a domain to see its priorities."),
    )
    domain_shares = shares_question(
        _("Share of each domain"),
        Section.DOMAINS,
        rows="domain_rows",
        code="domain_code",
        columns=(
            Question("domain", _("Domain"), Answer.CODE, codes=CodeList.DOMAINS, required=True),
            Question("percent", _("Share"), Answer.PERCENT, minimum=0, maximum=100, unit="%", width="5"),
        ),
        help=_("Only if they are not equal. Together they make 100 %; what you leave out shares the rest equally."),
        row_label=_("Share"),
        add_label=_("Add a share"),
    )
    # Where
    scope: Mapped[choices.Scope | None] = question(
        _("Scope"), Section.WHERE, answer=Answer.CHOICE, choices=choices.Scope, required=True
    )
    countries = codes_question(
        _("Countries"),
        Section.WHERE,
        rows="country_rows",
        code="country_code",
        make=lambda revision, code: CountryRow(country_code=code),
        codes=CodeList.COUNTRIES,
        required=True,
        help=_("The countries in which it is carried out, or in which the policy applies."),
    )
    country_shares = shares_question(
        _("Share of each country"),
        Section.WHERE,
        rows="country_rows",
        code="country_code",
        columns=(
            Question("country", _("Country"), Answer.CODE, codes=CodeList.COUNTRIES, required=True),
            Question("percent", _("Share"), Answer.PERCENT, minimum=0, maximum=100, unit="%", width="5"),
        ),
        help=_("Only if they are not equal. Together they make 100 %; what you leave out shares the rest equally."),
        row_label=_("Share"),
        add_label=_("Add a share"),
    )
    # Who
    lead_organisation: Mapped[str | None] = question(
        _("Lead organisation"),
        Section.WHO,
        help=_("The one that answers for the results."),
        required=True,
        max_length=250,
        width="full",
        organisation=True,
    )
    implementers = rows_question(
        _("Implementing organisations"),
        Section.WHO,
        rows="implementer_rows",
        child=ImplementerRow,
        help=_("Those that carry it out, one a line."),
        row_label=_("Organisation"),
        add_label=_("Add an organisation"),
    )
    contact_name: Mapped[str | None] = question(
        _("Contact person"),
        Section.WHO,
        help=_("Seen by your Partner and the secretariat only."),
        max_length=120,
        private=True,
    )
    contact_email: Mapped[str | None] = question(
        _("E-mail of the contact person"),
        Section.WHO,
        answer=Answer.EMAIL,
        help=_("Seen by your Partner and the secretariat only."),
        max_length=254,
        private=True,
    )
    # When
    starts_on: Mapped[date | None] = question(
        _("Start"),
        Section.WHEN,
        answer=Answer.DATE,
        required=Kind.PROJECT,
        help=_("Day, month and year, for example 31 1 2020."),
        width="20",
    )
    ends_on: Mapped[date | None] = question(
        _("End"),
        Section.WHEN,
        answer=Answer.DATE,
        help=_("Leave it empty if none is set."),
        width="20",
    )
    implementation_status: Mapped[choices.ImplementationStatus | None] = question(
        _("Implementation status"),
        Section.WHEN,
        answer=Answer.CHOICE,
        choices=choices.ImplementationStatus,
        required=Kind.PROJECT,
    )
    # Money
    funding = rows_question(
        _("Funding"),
        Section.MONEY,
        rows="funding_rows",
        child=FundingLine,
        only=Kind.PROJECT,
        help=_("One line for each funder, year and kind. Leave it empty if you do not know the amounts."),
        row_label=_("Funding line"),
        add_label=_("Add a funding line"),
    )
    # Legal status
    policy_type: Mapped[choices.PolicyType | None] = question(
        _("Type of policy"),
        Section.LEGAL,
        answer=Answer.CHOICE,
        choices=choices.PolicyType,
        only=Kind.POLICY,
        required=True,
    )
    binding: Mapped[choices.Binding | None] = question(
        _("Binding or advisory"),
        Section.LEGAL,
        answer=Answer.CHOICE,
        choices=choices.Binding,
        only=Kind.POLICY,
        required=True,
    )
    legal_status: Mapped[choices.LegalStatus | None] = question(
        _("Legal status"),
        Section.LEGAL,
        answer=Answer.CHOICE,
        choices=choices.LegalStatus,
        only=Kind.POLICY,
        required=True,
    )
    adopted_on: Mapped[date | None] = question(
        _("Adopted on"),
        Section.LEGAL,
        answer=Answer.DATE,
        only=Kind.POLICY,
        help=_("Day, month and year, for example 31 1 2020."),
        width="20",
    )
    in_force_from: Mapped[date | None] = question(
        _("In force from"),
        Section.LEGAL,
        answer=Answer.DATE,
        only=Kind.POLICY,
        help=_("Day, month and year, for example 31 1 2020."),
        width="20",
    )
    issuing_body: Mapped[str | None] = translatable(
        _("Issuing body"), _("Translation of the issuing body"), Section.LEGAL, only=Kind.POLICY, max_length=250
    )
    amends: Mapped[str | None] = translatable(
        _("Amends or replaces"), _("Translation of what it amends"), Section.LEGAL, only=Kind.POLICY, max_length=250
    )
    # Results
    objectives: Mapped[str | None] = translatable(
        _("Objectives"), _("Translation of the objectives"), Section.RESULTS, answer=Answer.LONG_TEXT, max_length=5000
    )
    target_groups: Mapped[str | None] = translatable(
        _("Target groups"), _("Translation of target groups"), Section.RESULTS, answer=Answer.LONG_TEXT, max_length=2000
    )
    results: Mapped[str | None] = translatable(
        _("Results so far"), _("Translation of the results"), Section.RESULTS, answer=Answer.LONG_TEXT, max_length=5000
    )
    lessons: Mapped[str | None] = translatable(
        _("Lessons learned"), _("Translation of the lessons"), Section.RESULTS, answer=Answer.LONG_TEXT, max_length=5000
    )
    good_practice: Mapped[bool | None] = question(_("Proposed as good practice"), Section.RESULTS, answer=Answer.YES_NO)
    # Documents and links
    links = rows_question(
        _("Links"),
        Section.DOCUMENTS,
        rows="link_rows",
        child=LinkRow,
        help=_("Pages where the initiative, the text of the policy or its results can be read."),
        row_label=_("Link"),
        add_label=_("Add a link"),
    )

    def title_in(self, locale: str) -> str | None:
        """The title in the reader's language where there is one, otherwise as it was written."""
        return (self.title_fr if locale == "fr" else self.title_en) or self.title or self.title_en or self.title_fr


ask_translations(Revision, rows="translation_rows", make=lambda text_of, text: Translation(question=text_of, text=text))
QUESTIONS: tuple[Question, ...] = declared_questions(Revision)
QUESTION: dict[str, Question] = {asked.name: asked for asked in QUESTIONS}

assert len(QUESTION) == len(QUESTIONS), "two questions share a name"
