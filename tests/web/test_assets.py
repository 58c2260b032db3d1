"""What a slow line carries: compressed pages, and static files that are fetched once."""

import gzip
import re

import pytest

from tests.client import CheckingClient


@pytest.fixture
def client(client: CheckingClient) -> CheckingClient:
    """Its pages are compressed, and checked by every other test."""
    client.check_pages = False
    return client


def packed(client, address):
    """An answer as a browser reads it, and closed as a server closes it."""
    with client.get(address, headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.headers["Content-Encoding"] == "gzip", address
        return answer.data, answer


def test_a_page_is_compressed_for_a_browser_that_reads_it(client):
    plain = client.get("/styleguide").data
    small, _answer = packed(client, "/styleguide")
    assert len(small) * 3 < len(plain)
    assert b"</html>" in gzip.decompress(small)


def test_what_pages_share_is_kept_until_its_address_changes(client):
    address = re.search(r'href="(/assets/site\.css\?v=[0-9a-f]{12})"', client.get("/sign-in").text)[1]
    _small, answer = packed(client, address)
    assert answer.cache_control.max_age >= 30 * 24 * 3600


def test_the_first_view_stays_below_100_kilobytes(client):
    page, _answer = packed(client, "/styleguide")
    links = re.findall(r'(?:href|src)="(/(?:static|assets)/[^"]+)"', gzip.decompress(page).decode())
    assert len(links) == 3
    assert len(page) + sum(len(packed(client, link)[0]) for link in links if ".svg" not in link) < 100_000
