"""The blueprints, one a module."""

from flask import Blueprint

from app.web import (
    accounts,
    answering,
    assets,
    autosave,
    cycles,
    documents,
    entering,
    exports,
    handover,
    health,
    home,
    initiatives,
    invitations,
    mails,
    pages,
    people,
    reports,
    review,
    steps,
    terms,
)

BLUEPRINTS: tuple[Blueprint, ...] = (
    health.blueprint,
    home.blueprint,
    accounts.blueprint,
    assets.blueprint,
    invitations.blueprint,
    people.blueprint,
    handover.blueprint,
    mails.blueprint,
    initiatives.blueprint,
    entering.blueprint,
    autosave.blueprint,
    documents.blueprint,
    steps.blueprint,
    review.blueprint,
    answering.blueprint,
    cycles.blueprint,
    terms.blueprint,
    reports.blueprint,
    exports.blueprint,
    pages.blueprint,
)
