"""The tables. Importing this package registers them all."""

from app.models.cycles import Attestation, Cycle, CycleDay
from app.models.documents import Document
from app.models.events import Event, Occasion
from app.models.initiatives import Initiative
from app.models.lists import Allocation, CountryRow, DomainRow, FundingLine, ImplementerRow, LinkRow, PriorityRow
from app.models.mails import CycleMailing, MailMark, MailText, Outgoing
from app.models.organisations import Organisation, OrganisationName
from app.models.overlaps import OverlapOpinion, TitleWord
from app.models.people import Invitation, Person, PersonState, SignInAttempt
from app.models.reference import Country, Currency, Entity, ExchangeRate, Partner, Region
from app.models.revisions import QUESTION, QUESTIONS, Revision
from app.models.taxonomy import ClassificationTerm, Domain, Priority, PriorityArea, TaxonomyVersion
from app.models.writing import HeldInput, OpenForm

__all__ = [
    "QUESTION",
    "QUESTIONS",
    "Allocation",
    "Attestation",
    "ClassificationTerm",
    "Country",
    "CountryRow",
    "Currency",
    "Cycle",
    "CycleDay",
    "CycleMailing",
    "Document",
    "Domain",
    "DomainRow",
    "Entity",
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
    "OrganisationName",
    "Outgoing",
    "OverlapOpinion",
    "Partner",
    "Person",
    "PersonState",
    "Priority",
    "PriorityArea",
    "PriorityRow",
    "Region",
    "Revision",
    "SignInAttempt",
    "TaxonomyVersion",
    "TitleWord",
]
