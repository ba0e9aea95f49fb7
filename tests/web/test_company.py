"""The company's logo and colour, seen by everybody."""

import io

import pytest

from app.core import settings
from app.core.company import CompanySettings
from app.core.storage import storage


@pytest.fixture
def keep(carol):
    """Stores company settings."""
    return lambda **values: settings.save(CompanySettings(**values), actor=carol)


def test_a_logo_is_led_to(client, keep):
    storage().save("company/logo.png", io.BytesIO(b"picture"), "image/png")
    keep(logo_key="company/logo.png")

    with client.get("/company/logo", follow_redirects=True) as answer:
        assert (answer.status_code, answer.mimetype, answer.data) == (200, "image/png", b"picture")


def test_the_colour_comes_as_a_style_sheet(client, keep):
    keep(accent="#aa5500")

    answer = client.get("/company/style")
    assert (answer.mimetype, answer.text) == ("text/css", ":root{--brand:#aa5500}\n")


def test_without_them_nothing_is_found(client, keep):
    keep()

    assert client.get("/company/logo").status_code == client.get("/company/style").status_code == 404
