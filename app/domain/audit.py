"""What the record of everything tells, and how each entry is chained to the one before."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from app.domain.labelled import Labelled
from app.domain.text import _

Details = Mapping[str, Any]
GENESIS = "0" * 64
"""Stands for the digest before the first entry."""


class Deed(Labelled):
    """What was done. The database holds no closed list of these: see docs/audit.md."""

    SIGNED_IN = "signed_in", _("Signed in")
    SIGN_IN_REFUSED = "sign_in_refused", _("Sign-in refused")
    SIGNED_OUT = "signed_out", _("Signed out")
    PASSWORD_LINK_SENT = "password_link_sent", _("Link to a new password sent")
    PASSWORD_CHANGED = "password_changed", _("Password changed")
    PERSON_ADDED = "person_added", _("Account made")
    PERSON_INVITED = "person_invited", _("Invited")
    INVITATION_ACCEPTED = "invitation_accepted", _("Invitation accepted")
    PERSON_SUSPENDED = "person_suspended", _("Suspended")
    PERSON_REINSTATED = "person_reinstated", _("Let in again")
    PERSON_RENAMED = "person_renamed", _("Name or language of an account changed")
    PERSON_MOVED = "person_moved", _("Role or place of an account changed")
    HANDED_OVER = "handed_over", _("Focal Point handed over")
    HANDOVER_WITHDRAWN = "handover_withdrawn", _("Handover withdrawn")
    DUTY_GIVEN = "duty_given", _("Duty in the secretariat given or taken away")
    REVIEWER_ASSIGNED = "reviewer_assigned", _("Reviewer assigned")
    ENTITY_ADDED = "entity_added", _("Ministry or agency added")
    INITIATIVE_CREATED = "initiative_created", _("Initiative started")
    INITIATIVE_REVISED = "initiative_revised", _("New version opened")
    INITIATIVE_EDITED = "initiative_edited", _("Answers changed")
    INITIATIVE_STEPPED = "initiative_stepped", _("Status changed")
    INITIATIVE_COMPARED = "initiative_compared", _("Compared with another initiative")
    INITIATIVE_COPIED = "initiative_copied", _("Copied as a new draft")
    INITIATIVE_ASSIGNED = "initiative_assigned", _("Handed to a Contributor")
    INITIATIVE_HANDED_BACK = "initiative_handed_back", _("Handed back by the Contributor")
    INITIATIVE_UNASSIGNED = "initiative_unassigned", _("Taken back from the Contributor")
    INITIATIVE_LINKED = "initiative_linked", _("Linked with another initiative")
    INITIATIVE_UNLINKED = "initiative_unlinked", _("A link with another initiative was undone")
    INITIATIVE_CORRECTED = "initiative_corrected", _("Corrected by the secretariat")
    INITIATIVE_CONTESTED = "initiative_contested", _("A correction was contested")
    INITIATIVE_UPHELD = "initiative_upheld", _("A contested correction stays")
    QUESTIONS_KEPT = "questions_kept", _("Questions of a review kept or settled")
    CHECK_DISMISSED = "check_dismissed", _("Warning dismissed")
    MAIL_TEXT_CHANGED = "mail_text_changed", _("Text of a mail changed")
    MAILS_CHOSEN = "mails_chosen", _("Choice of mails changed")
    INITIATIVE_CHANGED = "initiative_changed", _("Something else done with an initiative")
    CYCLE_OPENED = "cycle_opened", _("Cycle announced")
    CYCLE_CHANGED = "cycle_changed", _("Days of a cycle changed")
    CYCLE_CLOSED = "cycle_closed", _("Cycle closed")
    CYCLE_FROZEN = "cycle_frozen", _("Snapshot of a cycle frozen")
    ATTESTED = "attested", _("Answered in a cycle")
    ANSWER_RECORDED = "answer_recorded", _("Answer recorded for a Partner")
    CODE_LISTS_CHANGED = "code_lists_changed", _("Code lists brought up to date")
    TAXONOMY_LOADED = "taxonomy_loaded", _("Domains and priorities loaded")
    TERM_ADDED = "term_added", _("Term for suggestions added")
    TERM_REMOVED = "term_removed", _("Term for suggestions removed")
    RATES_LOADED = "rates_loaded", _("Exchange rates loaded")
    ORGANISATION_EDITED = "organisation_edited", _("Names of an organisation changed")
    ORGANISATION_SPELLED = "organisation_spelled", _("Spelling of an organisation added")
    ORGANISATION_SPLIT = "organisation_split", _("Spelling made an organisation of its own")
    ORGANISATIONS_MERGED = "organisations_merged", _("Organisations merged")
    ORGANISATIONS_UNMERGED = "organisations_unmerged", _("Merge of organisations undone")
    ORGANISATIONS_TOLD_APART = "organisations_told_apart", _("Organisations said to be different, or that taken back")
    REPORT_DOWNLOADED = "report_downloaded", _("Report downloaded")
    EXPORT_DOWNLOADED = "export_downloaded", _("Initiatives downloaded")
    DOCUMENT_DOWNLOADED = "document_downloaded", _("Document downloaded")
    AUDIT_DOWNLOADED = "audit_downloaded", _("Audit log downloaded")
    FILE_DOWNLOADED = "file_downloaded", _("Another file downloaded")
    CHANGED = "changed", _("Another change")


class Matter(Labelled):
    """What kind of thing it was done to."""

    PERSON = "person", _("Person")
    INITIATIVE = "initiative", _("Initiative")
    REPORT = "report", _("Report")
    CYCLE = "cycle", _("Cycle")
    ENTITY = "entity", _("Ministry or agency")
    TERM = "term", _("Term")
    ORGANISATION = "organisation", _("Organisation")
    TAXONOMY = "taxonomy", _("Domains and priorities")
    NOTHING = "", ""


@dataclass(frozen=True)
class Thing:
    """What it was done to: `key` finds it again (a reference, a number, a code), `name` is what it was called."""

    matter: Matter = Matter.NOTHING
    key: str = ""
    name: str = ""


NOTHING = Thing()


def canonical(details: Details) -> str:
    """The one way to write these details: keys sorted, nothing between; text that any database can hold."""
    written = json.dumps(details, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return storable(written)


def storable(text: str) -> str:
    """PostgreSQL stores no NUL, and neither engine half a character."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def digest(number: int, at: datetime, texts: tuple[str | int | None, ...], previous: str) -> str:
    """The SHA-256 of an entry: of all its fields in the order of the table, and of the entry before through its own."""
    fields = [number, at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), *texts, previous]
    whole = json.dumps(fields, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(whole.encode("ascii")).hexdigest()
