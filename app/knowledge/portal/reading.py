"""Finding an item: the knowledge base's home, its shelves, the answers of a search, answers while one types."""

from datetime import timedelta
from typing import Any

from flask import g, render_template, request
from pydantic import ValidationError

from app.core import tokens
from app.core.paging import Paging
from app.knowledge import queries, services
from app.knowledge.portal.blueprint import bp
from app.knowledge.schemas import ItemFilters, SearchFilters
from app.web.portal import signed_in

PAGE = 20
SUGGESTED = 5
SEARCHED = "knowledge.searched"  # purpose of the signed note on a search
NARROWING = ("type", "category", "tag")
FURTHEST = 50  # pages


@bp.get("")
@signed_in
def index() -> str:
    """The knowledge base: search first, then the shelves, then what helps most."""
    return render_template(
        "portal/knowledge/home.html",
        categories=queries.categories(),
        counts=queries.category_counts(g.user),
        most_read=queries.most_read(g.user),
        newest=queries.newest_items(g.user),
    )


@bp.get("/categories/<slug>")
@signed_in
def shelf(slug: str) -> str:
    """What stands on one shelf."""
    category = queries.category_by_slug(slug)
    number = _page_number()
    page = queries.published_items(g.user, ItemFilters(category=[slug]), Paging("title", PAGE, number))
    return render_template("portal/knowledge/shelf.html", category=category, page=page)


@bp.get("/search")
@signed_in
def search() -> str:
    """The answers to some words, with what narrows them."""
    given = {name: value for name in NARROWING if (value := request.args.get(name))}
    words, number = " ".join(request.args.get("q", "").split())[:1000], _page_number()
    found = queries.search(g.user, _filters(words, given), number, PAGE) if words else None
    is_first = found is not None and number == 1 and not given
    return render_template(
        "portal/knowledge/search.html",
        words=words,
        given=given,
        found=found,
        number=number,
        last=-(-found.total // PAGE) if found else 0,
        note=tokens.sign(SEARCHED, [words, found.total], timedelta(hours=1)) if found and is_first else None,
        categories={category.slug: category for category in queries.categories()},
        tags={tag.slug: tag for tag in queries.tags(g.user)} if found and found.counts.get("tag") else {},
    )


@bp.post("/search/noted")
@signed_in
def note_search() -> tuple[str, int]:
    """The page tells by itself that somebody looked at the answers; the signed note says which."""
    words, total = tokens.read(SEARCHED, request.form.get("note", ""))
    services.note_search(words, total, actor=g.user)
    return "", 204


@bp.get("/suggest")
@signed_in
def suggest() -> str:
    """Answers to what is being typed (`text` counts less than the subject `q`), as a part of a page."""
    words, text = (request.args.get(name, "").strip()[:1000] for name in ("q", "text"))
    hits = queries.suggest(g.user, words or text, SUGGESTED, context=text if words else "") if words or text else []
    return render_template("portal/knowledge/_suggestions.html", hits=hits)


def _filters(words: str, given: dict[str, Any]) -> SearchFilters:
    """What was asked for; a filter that makes no sense is left out rather than refused."""
    try:
        return SearchFilters.model_validate({"q": words, **{name: [value] for name, value in given.items()}})
    except ValidationError:
        given.pop("type", None)
        return SearchFilters.model_validate({"q": words, **{name: [value] for name, value in given.items()}})


def _page_number() -> int:
    text = request.args.get("page", "1")
    return min(int(text), FURTHEST) if text.isascii() and text.isdigit() and len(text) < 6 and int(text) else 1
