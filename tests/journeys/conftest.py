"""A Focal Point of Ethiopia, their browser, and a draft that can be submitted."""

import pytest


@pytest.fixture
def desk(world):
    return world.person("focal_point", "ET")


@pytest.fixture
def client(sign_in_as, desk):
    return sign_in_as(desk)


@pytest.fixture
def draft(world, desk):
    """With all its answers, so that anything lost would show."""
    return world.complete(desk)
