"""What the page says on which an invited person chooses a password."""

import pytest

from tests.web.test_accounts import link_in, mails
from tests.web.test_handover import NEW, hand_over
from tests.web.test_people import NEW as CONTRIBUTOR
from tests.world import PASSWORD


@pytest.fixture
def leaving(world):
    return world.person("focal_point", "ET", name="Abeba Tesfaye", password=PASSWORD)


def test_a_successor_is_told_that_the_password_closes_the_others_account(
    client, sign_in_as, world, leaving, mail_folder
):
    hand_over(sign_in_as(leaving), leaving, {**NEW, "language": "en"})
    (mail,) = (mail for mail in mails(mail_folder) if mail["To"] == NEW["email"])
    page = client.get(link_in(mail)).text
    assert "With your password you take the desk of Abeba Tesfaye over" in page
    assert "the account “Abeba Tesfaye” is closed at once" in page


def test_other_newcomers_read_nothing_of_that(client, sign_in_as, world, mail_folder):
    world.entity()
    sign_in_as(world.focal_point()).fill("/people/invite", CONTRIBUTOR)
    page = client.get(link_in(mails(mail_folder)[0])).text
    assert "Choose your password" in page and "is closed at once" not in page
