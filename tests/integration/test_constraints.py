"""What the database itself refuses, whoever writes past the services; and two who write at once."""

from datetime import timedelta

import pytest
from sqlalchemy import CheckConstraint, Enum, UniqueConstraint, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from app.db import Base, at, db, now
from app.domain.access import OPERATOR, Role
from app.domain.choices import Language, Resemblance
from app.domain.classification import Level
from app.domain.cycles import Saying
from app.domain.letters import Channel, Letter
from app.domain.links import Relation
from app.domain.mails import MailChoice, MailKind, Stage
from app.domain.questions import Kind, Section
from app.domain.reviewing import Duty
from app.domain.workflow import Action
from app.mail import send
from app.models import CycleMailing, Escalation, Revision, TaxonomyMapping
from app.models.answers import section_answers
from app.services.assignments import assign
from app.services.attestations import attest_accurate, attest_nothing, take_back
from app.services.checks import dismiss
from app.services.corrections import contest, correct, keep
from app.services.cycles import extend
from app.services.documents import attach
from app.services.handover import hand_over_to_newcomer
from app.services.initiatives import hold
from app.services.links import link, undo
from app.services.mail_texts import choose_mails, save_text
from app.services.merging import merge
from app.services.organisation_names import tell_apart
from app.services.organisations import identify
from app.services.overlaps import give_opinion
from app.services.people import Newcomer
from app.services.presence import heard_of
from app.services.recorded_answers import Stated, record
from app.services.review_questions import save_drafts
from app.services.reviewing import assign_reviewer
from tests import files

_NEXT_ENTRY = (
    "INSERT INTO audit_entries SELECT id + 1, at, deed, person_id, person_name, role, partner_code, object_kind, "
    "object_key, object_name, details, {previous}, {digest} FROM audit_entries ORDER BY id DESC LIMIT 1"
)
VIOLATIONS = {
    # revisions
    "two published": ("uq_revisions_published", "UPDATE revisions SET status = 'published', published_at = created_at, retired_at = NULL WHERE {both}"),
    "two working": ("uq_revisions_working", "UPDATE revisions SET status = 'draft', published_at = NULL, retired_at = NULL WHERE {both}"),
    "two working in different statuses": ("uq_revisions_working", "UPDATE revisions SET status = 'returned', published_at = NULL, retired_at = NULL WHERE {first}"),
    "two of one number": ("uq_revisions_initiative_id_number", "UPDATE revisions SET number = 1 WHERE {both}"),
    "end before start": ("ck_revisions_end_after_start", "UPDATE revisions SET starts_on = '2021-06-01', ends_on = '2021-05-31' WHERE {first}"),
    "in force before adopted": ("ck_revisions_force_after_adoption", "UPDATE revisions SET adopted_on = '2021-06-01', in_force_from = '2021-05-31' WHERE {first}"),
    "published without a time": ("ck_revisions_published_has_time", "UPDATE revisions SET published_at = NULL WHERE {first}"),
    "published and retired": ("ck_revisions_published_has_time", "UPDATE revisions SET retired_at = published_at WHERE {first}"),
    "a time without being published": ("ck_revisions_published_has_time", "UPDATE revisions SET published_at = created_at WHERE {second}"),
    "retired before published": ("ck_revisions_retired_after_published", "UPDATE revisions SET status = 'withdrawn', retired_at = '2001-01-01 00:00:00' WHERE {first}"),
    # lists
    "a domain share of 101": ("ck_revision_domains_share", "UPDATE revision_domains SET percent = 10100"),
    "a domain share below 0": ("ck_revision_domains_share", "UPDATE revision_domains SET percent = -1"),
    "a country share of 100.01": ("ck_revision_countries_share", "UPDATE revision_countries SET percent = 10001"),
    "a negative amount": ("ck_funding_lines_amount", "UPDATE funding_lines SET amount = -1"),
    "a year too early": ("ck_funding_lines_year", "UPDATE funding_lines SET year = 1989"),
    "a year too late": ("ck_funding_lines_year", "UPDATE funding_lines SET year = 2101"),
    "a translation without a word": ("ck_revision_translations_not_empty", "UPDATE revision_translations SET text = ''"),
    # documents
    "one content twice in a revision": ("uq_documents_revision_id_sha256", "UPDATE documents SET sha256 = '{digest}'"),
    "a document of no size": ("ck_documents_size", "UPDATE documents SET size = 0"),
    "half a digest": ("ck_documents_sha256", "UPDATE documents SET sha256 = 'abc'"),
    # initiatives
    "two of one reference": ("uq_initiatives_reference", "UPDATE initiatives SET reference = 'JVAP-ET-0001'"),
    "two of one number of a Partner": ("uq_initiatives_partner_code_number", "UPDATE initiatives SET number = 1"),
    "two made with one key": ("uq_initiatives_created_by_id_creation_key", "UPDATE initiatives SET creation_key = 'same'"),
    "number zero": ("ck_initiatives_number", "UPDATE initiatives SET number = 0"),
    "counted as itself": ("ck_initiatives_counted_as_another", "UPDATE initiatives SET counted_as_id = id"),
    "copied from itself": ("ck_initiatives_copied_from_another", "UPDATE initiatives SET copied_from_id = id"),
    "compared with itself": ("ck_overlap_opinions_of_another", "UPDATE overlap_opinions SET other_id = initiative_id"),
    "a link the wrong way round": ("ck_overlap_links_ordered", "UPDATE overlap_links SET one_id = other_id, head_id = other_id WHERE relation = 'same'"),
    "two decisions on one pair": ("uq_overlap_links_standing", "UPDATE overlap_links SET undone_at = NULL"),
    "counted with a third": ("ck_overlap_links_head_of_the_pair", "UPDATE overlap_links SET head_id = (SELECT max(id) FROM initiatives) WHERE relation = 'same'"),
    "the same without a head": ("ck_overlap_links_head_unless_distinct", "UPDATE overlap_links SET head_id = NULL WHERE relation = 'same'"),
    "undone before it was made": ("ck_overlap_links_undone_after", "UPDATE overlap_links SET undone_at = '2001-01-01 00:00:00'"),
    "a candidate the wrong way round": ("ck_overlap_candidates_ordered", "UPDATE overlap_candidates SET one_id = other_id"),
    "a score beyond a hundred": ("ck_overlap_candidates_score", "UPDATE overlap_candidates SET score = 101"),
    "two steps with one key": ("uq_events_person_id_key", "UPDATE events SET key = 'same'"),
    # assignments
    "one initiative twice with one Contributor": ("uq_assignments_open", "UPDATE assignments SET contributor_id = {contributor}"),
    "handed back before it was given": ("ck_assignments_handed_back_after_given", "UPDATE assignments SET handed_back_at = '2001-01-01 00:00:00'"),
    "ended before it was given": ("ck_assignments_ended_after_given", "UPDATE assignments SET ended_at = '2001-01-01 00:00:00'"),
    "words of nothing handed back": ("ck_assignments_words_of_handing_back", "UPDATE assignments SET words = 'Done'"),
    "fewer warnings than none": ("ck_warning_counts_number", "UPDATE warning_counts SET number = -1"),
    # questions
    "two drafts of one person on one field": ("uq_review_questions_draft", "UPDATE review_questions SET question = 'same', state = 'draft', asked_at = NULL, settled_at = NULL"),
    "a question sent at no time": ("ck_review_questions_sent_has_time", "UPDATE review_questions SET asked_at = NULL WHERE state = 'open'"),
    "a draft with a time": ("ck_review_questions_sent_has_time", "UPDATE review_questions SET state = 'draft' WHERE state = 'open'"),
    "a question settled at no time": ("ck_review_questions_settled_has_time", "UPDATE review_questions SET state = 'closed' WHERE state = 'open'"),
    "two phrases of one key": ("uq_phrases_key", "UPDATE phrases SET key = 'same'"),
    # corrections
    "a contest at no time": ("ck_corrections_contest_has_time", "UPDATE corrections SET contest = 'No'"),
    "a verdict at no time": ("ck_corrections_verdict_has_time", "UPDATE corrections SET verdict = 'kept', contest = 'No', contested_at = '2026-01-01 00:00:00'"),
    "a verdict on nothing": ("ck_corrections_verdict_on_contest", "UPDATE corrections SET verdict = 'kept', answered_at = '2026-01-01 00:00:00'"),
    # cycles
    "two cycles of one name": ("uq_cycles_name", "UPDATE cycles SET name = 'Same'"),
    "two cycles of one address": ("uq_cycles_slug", "UPDATE cycles SET slug = 'same'"),
    "two cycles made with one key": ("uq_cycles_created_by_id_creation_key", "UPDATE cycles SET creation_key = 'same'"),
    "a cycle that closes as it opens": ("ck_cycles_closes_after_opens", "UPDATE cycles SET closes_on = opens_on"),
    "an answer about two things": ("ck_attestations_about_one", "UPDATE attestations SET domain_code = '1' WHERE said = 'taken_back'"),
    "an answer about nothing": ("ck_attestations_about_one", "UPDATE attestations SET initiative_id = NULL WHERE said = 'taken_back'"),
    "nothing to report of an initiative": ("ck_attestations_nothing_in_a_domain", "UPDATE attestations SET said = 'nothing_to_report' WHERE said = 'taken_back'"),
    "an accurate domain": ("ck_attestations_accurate_initiative", "UPDATE attestations SET said = 'still_accurate' WHERE said = 'nothing_to_report'"),
    "a domain that ended": ("ck_attestations_accurate_initiative", "UPDATE attestations SET said = 'ended' WHERE said = 'nothing_to_report'"),
    "half a letter": ("ck_attestations_whole_letter", "UPDATE attestations SET received_from = 'Somebody' WHERE channel IS NULL"),
    "an end without a letter": ("ck_attestations_end_in_a_letter", "UPDATE attestations SET ended_on = '2021-06-01' WHERE channel IS NULL"),
    "two changes of days with one key": ("uq_cycle_changes_person_id_key", "UPDATE cycle_changes SET key = 'same'"),
    "changed to close as it opens": ("ck_cycle_changes_closes_after_opens", "UPDATE cycle_changes SET closes_on = opens_on"),
    "a snapshot with half a digest": ("ck_cycle_snapshots_digest", "INSERT INTO cycle_snapshots SELECT id, created_at, created_at, '', 'abc' FROM cycles"),
    "two answers with one key": ("uq_attestations_person_id_key", "UPDATE attestations SET key = 'same'"),
    # the audit log, to which only a next entry can be added
    "an entry with half a digest": ("ck_audit_entries_digest", _NEXT_ENTRY.format(previous="digest", digest="'abc'")),
    # mails
    "two mails for one thing": ("uq_outbox_key", "UPDATE outbox SET key = 'same'"),
    "two mails of one number": ("uq_outbox_message_id", "UPDATE outbox SET message_id = 'same'"),
    "sent at no time": ("ck_outbox_sent_has_time", "UPDATE outbox SET state = 'sent'"),
    "a time without being sent": ("ck_outbox_sent_has_time", "UPDATE outbox SET sent_at = created_at"),
    "being sent by nobody": ("ck_outbox_sending_claimed", "UPDATE outbox SET state = 'sending', claimed_at = created_at"),
    "less than no attempt": ("ck_outbox_attempts", "UPDATE outbox SET attempts = -1"),
    # people
    "two of one e-mail": ("uq_people_email", "UPDATE people SET email = 'same@demo.example'"),
    "two of one session key": ("uq_people_fs_uniquifier", "UPDATE people SET fs_uniquifier = 'same'"),
    "a Focal Point of no Partner": ("ck_people_role_fits_partner", "UPDATE people SET partner_code = NULL WHERE role = 'focal_point'"),
    "an Analyst of a Partner": ("ck_people_role_fits_partner", "UPDATE people SET role = 'analyst' WHERE role = 'focal_point'"),
    "the secretariat in an entity": ("ck_people_entity_needs_partner", "UPDATE people SET entity_code = 'ET-MOLS' WHERE role = 'secretariat'"),
    "a Focal Point with a duty of the secretariat": ("ck_people_duty_of_secretariat", "UPDATE people SET duty = 'head' WHERE role = 'focal_point'"),
    "an invitation withdrawn and accepted": ("ck_invitations_withdrawn_or_accepted", "UPDATE invitations SET withdrawn_at = sent_at, accepted_at = sent_at"),
    "withdrawn from no handover": ("ck_invitations_withdrawn_from_succession", "UPDATE invitations SET withdrawn_at = sent_at, replaces_id = NULL"),
    # code lists
    "a rate of zero": ("ck_exchange_rates_positive", "UPDATE exchange_rates SET per_eur = 0"),
    "a rate of another age": ("ck_exchange_rates_year", "UPDATE exchange_rates SET year = 1949 WHERE year = 2015 AND currency_code = 'USD'"),
    "a Partner counting backwards": ("ck_partners_last_number", "UPDATE partners SET last_number = -1"),
    "two countries of one code": ("uq_countries_iso3", "UPDATE countries SET iso3 = 'ETH'"),
    "one term twice": ("uq_classification_terms_language_level_code_key", "UPDATE classification_terms SET language = 'en', level = 'domain', code = '1', key = 'same'"),
    # organisations
    "merged into itself": ("ck_organisation_merges_into_another", "UPDATE organisation_merges SET into_id = merged_id"),
    "merged twice at once": ("uq_organisation_merges_standing", "UPDATE organisation_merges SET merged_id = (SELECT max(merged_id) FROM organisation_merges), into_id = (SELECT min(id) FROM organisations)"),
    "apart from itself": ("ck_organisations_apart_in_order", "UPDATE organisations_apart SET second_id = first_id"),
    "a code that follows itself": ("ck_taxonomy_mappings_to_another", "UPDATE taxonomy_mappings SET to_code = code"),
    "two current taxonomies": (
        "uq_taxonomy_versions_current",
        'INSERT INTO taxonomy_versions (name, provisional, "current", loaded_at) '
        "SELECT 'another', provisional, \"current\", loaded_at FROM taxonomy_versions",
    ),
}  # fmt: skip
CLOSED = {
    f"ck_{table.name}_{column.type.name}": (table.name, column.name)
    for table in Base.metadata.sorted_tables
    for column in table.columns
    if isinstance(column.type, Enum)
}
FREE_OF_OTHER_CHECKS = {
    "ck_people_role": "partner_code IS NULL",
    "ck_revisions_status": "status <> 'published'",
    "ck_people_duty": "role = 'secretariat'",
    "ck_overlap_links_relation": "relation = 'same'",
    "ck_review_questions_question_state": "state = 'open'",
    "ck_attestations_channel": "channel IS NOT NULL",
    "ck_corrections_verdict": "answered_at IS NOT NULL",
}
"""Rows in which the closed list alone stands in the way."""

CANNOT_BE_VIOLATED = {"uq_funding_lines_revision_id_id", "ck_audit_entries_previous"}
"""The target of a foreign key: half of it is the primary key. And what a trigger refuses before."""

UNKNOWN = {
    "a currency that is not there": "UPDATE funding_lines SET currency = 'XXX'",
    "a domain that is not there": "UPDATE revision_domains SET domain_code = '99' WHERE domain_code = '1'",
    "a question of a person that is not there": "UPDATE review_questions SET asked_by_id = 999999",
    "a question of an initiative that is not there": "UPDATE review_questions SET initiative_id = 999999",
    "a question sent with nothing": "UPDATE review_questions SET event_id = 999999",
    "a dismissal of an initiative that is not there": "UPDATE check_dismissals SET initiative_id = 999999",
    "a correction of an initiative that is not there": "UPDATE corrections SET initiative_id = 999999",
    "a correction that is no event": "UPDATE corrections SET event_id = 999999 WHERE verdict IS NULL",
    "a domain of another taxonomy": "UPDATE revision_domains SET version = 'another'",
    "a main domain that is not there": "UPDATE revisions SET main_domain = '99'",
    "a country that is not there": "UPDATE revision_countries SET country_code = 'ZZ' WHERE country_code = 'ET'",
    "a Partner that is not there": "UPDATE initiatives SET partner_code = 'ZZ' WHERE partner_code = 'IT'",
    "an entity that is not there": "UPDATE revisions SET entity = 'ET-NOWHERE'",
    "a programme that is not there": "UPDATE revisions SET parent = 'JVAP-ET-9999'",
    "a split of another revision's line": "UPDATE allocations SET revision_id = {second_id}",
    "a document of a revision that is not there": "UPDATE documents SET revision_id = 99999",
    "a document attached by nobody there is": "UPDATE documents SET added_by_id = 99999",
    "a revision deleted under its documents": "DELETE FROM revisions",
    "an assignment of an initiative that is not there": "UPDATE assignments SET initiative_id = 0",
    "an assignment to nobody there is": "UPDATE assignments SET contributor_id = 0 WHERE contributor_id = {contributor}",
    "an assignment given by nobody there is": "UPDATE assignments SET given_by_id = 0",
    "a section of an assignment that is not there": "UPDATE assigned_sections SET assignment_id = -assignment_id",
    "an assignment deleted under its sections": "DELETE FROM assignments",
    "words of a revision that is not there": "UPDATE title_words SET revision_id = 999999 WHERE revision_id = (SELECT max(revision_id) FROM title_words)",
    "an opinion of an initiative that is not there": "UPDATE overlap_opinions SET other_id = 999999",
    "a link of an initiative that is not there": "UPDATE overlap_links SET other_id = 999999, head_id = NULL, relation = 'distinct'",
    "a candidate that is not there": "UPDATE overlap_candidates SET other_id = 999999",
    "numbers of a revision that is not there": "UPDATE quoted_numbers SET revision_id = 999999",
    "an initiative deleted under its revisions": "DELETE FROM initiatives",
    "an answer about an initiative that is not there": "UPDATE attestations SET initiative_id = 0 WHERE said = 'taken_back'",
    "an answer of a Partner that is not there": "UPDATE attestations SET partner_code = 'ZZ'",
    "an answer in a cycle that is not there": "UPDATE attestations SET cycle_id = 0",
    "changed days of a cycle that is not there": "UPDATE cycle_changes SET cycle_id = 0",
    "a day of a cycle that is not there": "UPDATE cycle_days SET cycle_id = 0",
    "a reviewer of a revision that is not there": "UPDATE reviewers SET revision_id = 999999",
    "a reviewer who is not there": "UPDATE reviewers SET person_id = 999999",
    "warnings of a revision that is not there": "UPDATE warning_counts SET revision_id = 999999 WHERE revision_id = (SELECT min(revision_id) FROM warning_counts)",
    "a submission gone on that is not there": "UPDATE escalations SET revision_id = 999999",
    "a mail to nobody there is": "UPDATE outbox SET person_id = 0",
    "a text changed by nobody there is": "UPDATE mail_texts SET changed_by_id = 0",
    "a mark of nobody there is": "UPDATE mail_marks SET person_id = 0",
    "a mailing of a cycle that is not there": "UPDATE cycle_mailings SET cycle_id = 0",
    "merged into one that is not there": "UPDATE organisation_merges SET into_id = 999999",
    "a spelling of an organisation that is not there": "UPDATE organisation_names SET organisation_id = 999999",
    "a lead that is not there": "UPDATE revision_leads SET organisation_id = 999999",
    "apart from one that is not there": "UPDATE organisations_apart SET second_id = 999999",
    "a cycle deleted under its answers": "DELETE FROM cycles",
    "what follows in a taxonomy that is not there": "UPDATE taxonomy_mappings SET version = 'another'",
}


@pytest.fixture
def furnished(session, world):
    """A project with a published and a working revision, a policy, somebody of every kind, two cycles and answers in one, mails.

    What it gives are the names of both revisions.
    """
    contributor = world.contributor()
    with at(now() - timedelta(60)):
        initiative = world.published(contributor)
    world.revised(initiative, title="Another title", summary_translation="Un résumé")
    heard_of(initiative.working, Section.WHEN, world.focal_point().actor)
    policy = world.complete(contributor, Kind.POLICY)
    give_opinion(policy, initiative.published, Resemblance.DIFFERENT, "", world.focal_point().actor)
    secretariat = world.secretariat().actor
    save_drafts(policy.latest, {"title": "Right?", "summary": "For whom?"}, secretariat)
    asked_again = world.submitted(contributor)
    save_drafts(asked_again.latest, {"title": "Right?"}, secretariat)
    world.step(asked_again, Action.RETURN, world.secretariat())
    corrected = world.submitted(contributor)
    for title in ("Corrected once", "Corrected twice"):
        basics = {**section_answers(corrected.latest, Section.BASICS), "title": title}
        made = correct(corrected.latest, Section.BASICS, basics, "A slip.", secretariat)
    submitted_at = corrected.latest.submitted_at
    session.add(Escalation(revision_id=corrected.latest.id, submitted_at=submitted_at, duty=Duty.HEAD, at=now()))
    contest(made, "It was right.", world.focal_point().actor)
    keep(made, "See the law.", secretariat)
    dismiss(policy, ("link-odd", "links", "0" * 12), "It is ours.", secretariat)
    hold(initiative.working, Section.WHEN, {"starts_on": ["soon"]}, world.focal_point().actor)
    for number in "12":
        attach(initiative, files.pdf(number), f"{number}.pdf", world.focal_point().actor)
    for person in (contributor, world.contributor()):
        assign(initiative, person, [Section.WHERE], world.focal_point().actor)
    focal_point, cycle = world.focal_point().actor, world.cycle()
    another, secretariat, today = world.cycle("Another", (31, 60)), world.secretariat().actor, now().date()
    for days in (70, 80):
        extend(another, today + timedelta(days), secretariat)
    attest_accurate(cycle, initiative, focal_point)
    take_back(cycle, focal_point, initiative=initiative)
    attest_nothing(cycle, "5", focal_point)
    letter = Letter(Channel.NOTE, today, "The director", "Note 1")
    record(cycle, "ET", letter, [Stated(Saying.NOTHING_TO_REPORT, domain="4")], secretariat)
    session.add(TaxonomyMapping(version="provisional", level=Level.DOMAIN, code="9", to_code="1"))
    assign_reviewer(world.submitted().latest, world.secretariat(), world.secretariat().actor)
    other, by = world.published(world.focal_point("IT")), world.secretariat().actor
    undo(link(initiative, other, Relation.DISTINCT, by), by)
    link(initiative, other, Relation.SAME, by)
    world.draft()
    hand_over_to_newcomer(world.focal_point(), Newcomer("new@demo.example", "New", Role.FOCAL_POINT), by)
    furnish_mails(world.focal_point(), cycle)
    _merge_two_pairs(world.secretariat().actor)
    session.commit()
    first, second = (revision.id for revision in initiative.revisions)
    return {
        "both": f"id IN ({first}, {second})",
        "first": f"id = {first}",
        "second": f"id = {second}",
        "second_id": second,
        "digest": "0" * 64,
        "contributor": contributor.id,
    }


def furnish_mails(person, cycle):
    """Two mails, a text, a mark and a mailing."""
    for _ in range(2):
        send("password_changed", person, moment=now(), link="http://localhost")
    save_text(MailKind.DIGEST, Language.EN, "News", "{events}", OPERATOR)
    choose_mails(person, MailChoice.DAILY)
    db.session.add(CycleMailing(cycle_id=cycle.id, stage=Stage.OPENING, closes_on=cycle.closes_on, at=now()))


def _merge_two_pairs(office):
    one, other, third, fourth = (identify(name) for name in ("IOM", "ILO", "GIZ", "AFD"))
    merge(one, other, office)
    merge(third, fourth, office)
    tell_apart(other, fourth, office)


def refused(session, statement):
    """The name of the constraint that refuses a statement; of a unique one SQLite tells the columns only."""
    with pytest.raises(IntegrityError) as error, session.begin_nested():
        session.execute(text(statement))
    if diagnosis := getattr(error.value.orig, "diag", None):
        return str(diagnosis.constraint_name)
    return str(error.value.orig)


def assert_refused(session, name, statement):
    told = refused(session, statement)
    if session.connection().dialect.name == "postgresql":
        assert told == name
    elif name.startswith("uq_"):
        assert told.startswith("UNIQUE constraint failed")
    else:
        assert told == f"CHECK constraint failed: {name}"


def test_every_constraint_is_tried():
    named = {str(c.name) for t in Base.metadata.sorted_tables for c in t.constraints if isinstance(c, CheckConstraint | UniqueConstraint)}  # fmt: skip
    named |= {str(index.name) for t in Base.metadata.sorted_tables for index in t.indexes if index.unique}
    tried = {name for name, _ in VIOLATIONS.values()} | set(CLOSED) | CANNOT_BE_VIOLATED
    assert tried == named


@pytest.mark.parametrize("case", VIOLATIONS)
def test_a_contradiction_is_refused(session, furnished, case):
    name, statement = VIOLATIONS[case]
    assert_refused(session, name, statement.format(**furnished))


def test_what_is_not_in_a_closed_list_is_refused(session, furnished):
    assert len(CLOSED) > 15
    for name, (table, column) in CLOSED.items():
        rows = FREE_OF_OTHER_CHECKS.get(name, "1 = 1")
        assert_refused(session, name, f"UPDATE {table} SET {column} = 'nonsense' WHERE {rows}")


@pytest.mark.parametrize("case", UNKNOWN)
def test_what_is_unknown_is_refused(session, furnished, case):
    assert "fk_" in (told := refused(session, UNKNOWN[case].format(**furnished))) or "FOREIGN KEY" in told


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE revisions SET starts_on = '2021-06-01', ends_on = '2021-06-01'",
        "UPDATE revisions SET adopted_on = '2021-06-01', in_force_from = NULL",
        "UPDATE revisions SET status = 'withdrawn', retired_at = published_at WHERE {first}",
        "UPDATE revision_domains SET percent = 10000",
        "UPDATE revision_domains SET percent = 0",
        "UPDATE funding_lines SET amount = 0, year = 1990",
        "UPDATE funding_lines SET year = 2100, rate = NULL, eur = NULL",
        "UPDATE people SET role = 'administrator' WHERE role = 'secretariat'",
    ],
)
def test_what_lies_on_the_edge_is_not(session, furnished, statement):
    assert session.execute(text(statement.format(**furnished))).rowcount > 0


def test_whoever_writes_second_is_refused(session, world):
    revision = world.draft().latest
    session.execute(text("UPDATE revisions SET version = version + 1, title = 'Written meanwhile'"))
    revision.title = "Written on what was read before"
    with pytest.raises(StaleDataError):
        session.flush()
    session.rollback()


def test_each_write_counts_the_version_on(session, world):
    revision = world.draft().latest
    before = revision.version
    revision.title = "Another title"
    session.flush()
    assert revision.version == before + 1
    assert Revision.__mapper__.version_id_col is Revision.__table__.c.version
