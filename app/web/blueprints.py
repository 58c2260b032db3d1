"""The blueprints, one a module."""

from flask import Blueprint

from app.web import (
    accounts,
    answering,
    cycles,
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
    answering.blueprint,
    cycles.blueprint,
    reports.blueprint,
    exports.blueprint,
    pages.blueprint,
)
