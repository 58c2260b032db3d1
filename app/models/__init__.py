"""The tables. Importing this package registers them all."""

from app.models.assignments import AssignedSection, Assignment
from app.models.audit import AuditEntry
from app.models.corrections import Correction
from app.models.cycle_records import CycleChange, CycleSnapshot
from app.models.cycles import Attestation, Cycle, CycleDay
from app.models.documents import Document
from app.models.escalations import Escalation
from app.models.events import Event, Occasion
from app.models.initiatives import Initiative
from app.models.links import OverlapCandidate, OverlapLink, OverlapSearch, QuotedNumber
from app.models.lists import Allocation, CountryRow, DomainRow, FundingLine, ImplementerRow, LinkRow, PriorityRow
from app.models.mails import CycleMailing, MailMark, MailText, Outgoing
from app.models.organisations import (
    Organisation,
    OrganisationMerge,
    OrganisationName,
    OrganisationsApart,
    RevisionLead,
)
from app.models.overlaps import OverlapOpinion, TitleWord
from app.models.people import EndedSignIn, Invitation, Person, PersonState, SignInAttempt
from app.models.reference import Country, Currency, Entity, ExchangeRate, Partner, Region
from app.models.review import Dismissal, Phrase, ReviewQuestion
from app.models.reviewers import Reviewer
from app.models.revisions import QUESTION, QUESTIONS, Revision
from app.models.taxonomy import ClassificationTerm, Domain, Priority, PriorityArea, TaxonomyMapping, TaxonomyVersion
from app.models.translations import Translation
from app.models.warned import WarningCount
from app.models.writing import HeldInput, OpenForm

__all__ = [
    "QUESTION",
    "QUESTIONS",
    "Allocation",
    "AssignedSection",
    "Assignment",
    "Attestation",
    "AuditEntry",
    "ClassificationTerm",
    "Correction",
    "Country",
    "CountryRow",
    "Currency",
    "Cycle",
    "CycleChange",
    "CycleDay",
    "CycleMailing",
    "CycleSnapshot",
    "Dismissal",
    "Document",
    "Domain",
    "DomainRow",
    "EndedSignIn",
    "Entity",
    "Escalation",
    "Event",
    "ExchangeRate",
    "FundingLine",
    "HeldInput",
    "ImplementerRow",
    "Initiative",
    "Invitation",
    "LinkRow",
    "MailMark",
    "MailText",
    "Occasion",
    "OpenForm",
    "Organisation",
    "OrganisationMerge",
    "OrganisationName",
    "OrganisationsApart",
    "Outgoing",
    "OverlapCandidate",
    "OverlapLink",
    "OverlapOpinion",
    "OverlapSearch",
    "Partner",
    "Person",
    "PersonState",
    "Phrase",
    "Priority",
    "PriorityArea",
    "PriorityRow",
    "QuotedNumber",
    "Region",
    "ReviewQuestion",
    "Reviewer",
    "Revision",
    "RevisionLead",
    "SignInAttempt",
    "TaxonomyMapping",
    "TaxonomyVersion",
    "TitleWord",
    "Translation",
    "WarningCount",
]
