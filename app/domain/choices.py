"""The closed lists of answers. Open lists (countries, priorities …) are data that the secretariat loads."""

from app.domain.labelled import Labelled
from app.domain.text import _


class Language(Labelled):
    EN = "en", _("English")
    FR = "fr", _("French")


class Scope(Labelled):
    NATIONAL = "national", _("National")
    SEVERAL_COUNTRIES = "several_countries", _("Several countries")
    REGIONAL = "regional", _("Regional")
    CONTINENTAL = "continental", _("Continental")


class ImplementationStatus(Labelled):
    PLANNED = "planned", _("Planned")
    ONGOING = "ongoing", _("Ongoing")
    COMPLETED = "completed", _("Completed")
    SUSPENDED = "suspended", _("Suspended")
    CANCELLED = "cancelled", _("Cancelled")


class FundingType(Labelled):
    COMMITTED = "committed", _("Committed")
    DISBURSED = "disbursed", _("Disbursed")


class PolicyType(Labelled):
    LAW = "law", _("Law")
    REGULATION = "regulation", _("Regulation")
    STRATEGY = "strategy", _("Strategy")
    ACTION_PLAN = "action_plan", _("Action plan")
    AGREEMENT = "agreement", _("Agreement")
    OTHER = "other", _("Other")


class Binding(Labelled):
    BINDING = "binding", _("Binding")
    ADVISORY = "advisory", _("Advisory")


class LegalStatus(Labelled):
    IN_PREPARATION = "in_preparation", _("In preparation")
    ADOPTED = "adopted", _("Adopted")
    IN_FORCE = "in_force", _("In force")
    REPEALED = "repealed", _("Repealed")


class PartnerKind(Labelled):
    COUNTRY = "country", _("Country")
    ORGANISATION = "organisation", _("Organisation")


class Resemblance(Labelled):
    """What a writer says of a published initiative that looks like their own."""

    PART_OF = "part_of", _("Part of it")
    SAME = "same", _("The same")
    DIFFERENT = "different", _("Different")


class Process(Labelled):
    KHARTOUM = "khartoum", _("Khartoum Process")
    RABAT = "rabat", _("Rabat Process")
