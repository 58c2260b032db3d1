"""The blueprints, one a module."""

from flask import Blueprint

from app.web import (
    accounts,
    entering,
    exports,
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
    invitations.blueprint,
    people.blueprint,
    mails.blueprint,
    initiatives.blueprint,
    entering.blueprint,
    steps.blueprint,
    review.blueprint,
    terms.blueprint,
    reports.blueprint,
    exports.blueprint,
    pages.blueprint,
)
