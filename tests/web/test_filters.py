"""Filters of the templates, and static addresses."""

import gzip
from datetime import timedelta
from decimal import Decimal

import pytest
from flask import Flask
from flask_babel import force_locale
from markupsafe import Markup

from app.core import clock
from app.web import filters
from app.web.assets import asset


@pytest.fixture(autouse=True)
def within_a_request(app: Flask):
    """Filters run while a page is made."""
    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        yield


@pytest.mark.parametrize(("passed", "words"), [
    (timedelta(seconds=10), "just now"), (timedelta(seconds=-10), "just now"), (timedelta(hours=3), "3 hours ago"),
    (timedelta(minutes=5), "5 minutes ago"), (timedelta(days=-2), "in 2 days"),
])  # fmt: skip
def test_a_moment_is_told_from_now(passed: timedelta, words: str):
    assert filters.relative_time(clock.now() - passed) == words


@pytest.mark.parametrize(("language", "words"), [("en", "1,299.50"), ("de", "1.299,50")])
def test_an_amount_is_written_as_the_reader_writes_it(language: str, words: str):
    with force_locale(language):
        assert filters.amount(Decimal("1299.5")) == words


def test_a_moment_is_told_exactly_in_the_readers_zone(clock):
    assert filters.exact_time(clock.now) == "Mar 2, 2026, 10:00\u202fAM CET"


def test_plain_text_stays_text():
    assert filters.plain("a < b & <script>alert(1)</script>") == "a &lt; b &amp; &lt;script&gt;alert(1)&lt;/script&gt;"


def test_plain_text_keeps_its_lines():
    assert filters.plain("one\r\ntwo\nthree") == "one<br>\ntwo<br>\nthree"


def test_web_addresses_in_plain_text_become_links():
    shown = filters.plain("See https://example.com/a?b=1&c=2, please.")
    assert shown == ('See <a href="https://example.com/a?b=1&amp;c=2" rel="noopener noreferrer nofollow">'
                     "https://example.com/a?b=1&amp;c=2</a>, please.")  # fmt: skip


def test_nothing_but_web_addresses_become_links():
    assert "<a" not in filters.plain("javascript:alert(1) ftp://x data:text/html,x")


@pytest.mark.parametrize(("text", "shown"), [
    ("see #12.", 'see <a href="/tickets/12">#12</a>.'),
    ("(#7)", '(<a href="/tickets/7">#7</a>)'),
    ("#0 and #012", "#0 and #012"),
    ("C#12 /#12 it's", "C#12 /#12 it&#39;s"),  # a language, part of an address, an escaped sign
    ("#" + "9" * 30, "#" + "9" * 30),
])  # fmt: skip
def test_ticket_numbers_become_links(text: str, shown: str):
    assert filters.linkify(text) == shown


def test_numbers_inside_links_and_tags_stay():
    html = Markup('<a href="/x#12">#12</a> <b title="#12 > #13">#14</b>')
    assert filters.linkify(html) == ('<a href="/x#12">#12</a> <b title="#12 > #13">'
                                     '<a href="/tickets/14">#14</a></b>')  # fmt: skip


@pytest.mark.parametrize("evil", [
    "<script>alert(1)</script>", '<img src=x onerror="alert(1)">', '<a href="javascript:alert(1)">x</a>',
    "<svg/onload=alert(1)>", '<p style="background:url(//evil)">x</p>', '<iframe src="//evil"></iframe>',
])  # fmt: skip
def test_rich_text_is_cleaned_on_the_way_out_too(evil: str):
    shown = filters.rich(evil)
    assert not any(word in shown for word in ("script", "onerror", "onload", "style", "iframe", "evil"))


def test_rich_text_keeps_its_form_and_links_tickets():
    assert filters.rich("<p><b>see</b> #3</p>") == '<p><b>see</b> <a href="/tickets/3">#3</a></p>'


@pytest.mark.parametrize(("name", "letters"), [
    ("Alice Berg", "AB"), ("Cher", "C"), ("Ana Maria de la Cruz", "AC"), ("bob.ito@example.org", "BI"), ("", "?"),
    (None, "?"),
])  # fmt: skip
def test_initials(name: str | None, letters: str):
    assert filters.initials(name) == letters


def test_a_person_keeps_its_colour():
    assert filters.hue(25) == filters.hue(25) == 1
    assert filters.hue(None) == 0


def test_a_static_address_may_be_kept_for_good_and_a_bare_one_not(app: Flask):
    client = app.test_client()

    kept = client.get(asset("css/base.css"))
    assert kept.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    for address in ("/static/css/base.css", "/static/css/base.css?v=other"):
        assert client.get(address).headers["Cache-Control"] == "no-cache"


def test_static_text_is_packed_for_those_who_take_it(app: Flask):
    client = app.test_client()

    bare = client.get("/static/css/base.css", headers={"Accept-Encoding": "identity"})
    packed = client.get("/static/css/base.css", headers={"Accept-Encoding": "gzip, br"})

    assert "Content-Encoding" not in bare.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == bare.data
    assert packed.headers["Content-Type"].startswith("text/css")
    known = {"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]}
    again = client.get("/static/css/base.css", headers=known)
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["../config.py", "..%2fconfig.py", "css/../../config.py", "css/nothing.css", "css"])
def test_nothing_else_is_served(app: Flask, path: str):
    assert app.test_client().get(f"/static/{path}").status_code == 404


def test_a_missing_file_has_an_address_without_checksum(app: Flask):
    assert asset("css/nothing.css") == "/static/css/nothing.css?v="
