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
    overlaps,
    pages,
    people,
    reports,
    review,
    steps,
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
    overlaps.blueprint,
    steps.blueprint,
    review.blueprint,
    reports.blueprint,
    exports.blueprint,
    pages.blueprint,
)
