"""Templates that are compiled once per language."""

import pytest
from flask import render_template, render_template_string
from flask_babel import force_locale
from jinja2 import DictLoader

TEMPLATES = {
    "page.html": '{% from "word.html" import word %}{{ word() }}, {{ _("Hello %(name)s", name=name) }}',
    "word.html": '{% macro word() %}{{ _("Cancel") }}{% endmacro %}',
    "mail.txt": '{{ _("%(name)s works again?", name=name) }} {{ _("R&D") }}',
    "picture.html": "{{ asset('css/tokens.css') }} {{ asset(name) }}",
}


@pytest.fixture
def small(app, monkeypatch):
    """The application with a few templates of this test."""
    environment = app.jinja_env.overlay(loader=DictLoader(TEMPLATES))
    monkeypatch.setitem(app.__dict__, "jinja_env", environment)
    return environment


def rendered(app, template, locale, **values):
    with app.test_request_context(), force_locale(locale):
        return render_template(template, **values)


def test_each_reader_gets_the_page_in_the_own_language(app, session, small):
    assert rendered(app, "page.html", "en", name="Ann") == "Cancel, Hello Ann"
    assert rendered(app, "page.html", "de", name="Ann").startswith("Abbrechen, ")
    assert rendered(app, "page.html", "en", name="Ann") == "Cancel, Hello Ann"


def test_what_is_put_into_a_text_is_escaped_on_a_page_and_not_in_a_plain_mail(app, session, small):
    assert rendered(app, "page.html", "en", name="<b>") == "Cancel, Hello &lt;b&gt;"
    assert rendered(app, "mail.txt", "en", name="R&D <b>") == "R&D <b> works again? R&D"


def test_the_address_of_a_static_file_is_in_the_compiled_page(app, session, small):
    shown = rendered(app, "picture.html", "en", name="css/base.css")

    assert shown.startswith("/static/css/tokens.css?v=")
    assert " /static/css/base.css?v=" in shown
    assert "asset" not in small.by_language["en"].compile("{{ asset('css/base.css') }}", raw=True)


def test_a_text_that_is_only_known_later_is_looked_up_then(app, session):
    with app.test_request_context(), force_locale("de"):
        assert render_template_string("{{ _(text) }}", text="Cancel") == "Abbrechen"
