"""Templates compile, pages have a title, nothing is declared safe, and no style or script is written into a page."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

import pytest
from flask import Flask
from jinja2 import Environment, nodes

from tests.architecture.source import files, text

PARSER = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"], autoescape=True)
TEMPLATES = files("templates/**/*.html", "templates/**/*.txt")
NO_PAGES = {"layouts", "components", "emails", "appbuilder"}  # Flask-AppBuilder hands its pages their title
INLINE = re.compile(
    r"""<[^>]*\s(style|on[a-z]+)\s*=\s*["']|<style\b|<script\b(?![^>]*\b(src=|type="application/json"))""",
    re.IGNORECASE,
)


def page_without_title(path: PurePosixPath, sources: dict[PurePosixPath, str]) -> bool:
    """Whether neither the page nor a parent below the layouts fills `title` (or a layout's `page_title`)."""
    tree = PARSER.parse(sources[path])
    if {"title", "page_title"} & {block.name for block in tree.find_all(nodes.Block)}:
        return False
    parent = next((each.template for each in tree.find_all(nodes.Extends)), None)
    if (
        not isinstance(parent, nodes.Const)
        or parent.value.startswith(("layouts/", "appbuilder/"))
        or parent.value == "base.html"
    ):
        return True
    return page_without_title(PurePosixPath("templates", parent.value), sources)


def is_page(path: PurePosixPath) -> bool:
    """Whether the template is answered as a page of its own."""
    inside = path.relative_to("templates")
    return (
        path.suffix == ".html" and path.name[0] != "_" and inside.parts[0] not in NO_PAGES and path.name != "base.html"
    )


def declared_safe(source: str) -> Iterator[str]:
    """Where a template says that text is HTML."""
    tree = PARSER.parse(source)
    yield from (f"line {each.lineno}: |safe" for each in tree.find_all(nodes.Filter) if each.name == "safe")
    yield from (f"line {each.lineno}: autoescape" for each in tree.find_all(nodes.ScopedEvalContextModifier))


def sources() -> dict[PurePosixPath, str]:
    return {path: text(path) for path in TEMPLATES}


def test_a_page_without_title_is_found():
    page, middle = PurePosixPath("templates/a.html"), PurePosixPath("templates/_b.html")
    kept = {page: '{% extends "_b.html" %}', middle: '{% extends "layouts/portal.html" %}'}
    assert page_without_title(page, kept)
    kept[middle] += "{% block title %}Here{% endblock %}"
    assert not page_without_title(page, kept)


def test_what_declares_html_safe_is_found():
    assert len(list(declared_safe("{{ a|safe }}{% autoescape false %}{{ b }}{% endautoescape %}"))) == 2
    assert not list(declared_safe("{{ a|rich }}"))


@pytest.mark.parametrize("source", ['<p style="x">', "<a href='/' onclick='x()'>", "<script>x()</script>", "<style>"])
def test_inline_style_and_script_are_found(source: str):
    assert INLINE.search(source)


def test_what_is_not_inline_is_fine():
    assert not INLINE.search(
        '<script src="/a.js" defer></script><script type="application/json">{}</script><p class="x">'
    )


def test_every_page_has_a_title():
    kept = sources()
    assert not [str(path) for path in TEMPLATES if is_page(path) and page_without_title(path, kept)]


def test_no_template_declares_html_safe():
    found = {str(path): list(declared_safe(source)) for path, source in sources().items()}
    assert not {path: places for path, places in found.items() if places}


def test_no_style_or_script_stands_in_a_page():
    pages = {
        path: source for path, source in sources().items() if path.parts[1] != "emails"
    }  # mail programs know no other way
    assert not [f"{path}: {match[0]}" for path, source in pages.items() for match in INLINE.finditer(source)]


def test_every_template_compiles(app: Flask):
    for path in TEMPLATES:
        app.jinja_env.compile(text(path), filename=str(path))
