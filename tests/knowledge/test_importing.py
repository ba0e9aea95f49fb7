"""Articles come in from Markdown, HTML and Mallard, whole or not at all, and go out the same way."""

import tarfile
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from PIL import Image

from app.accounts.queries import system_user
from app.core.errors import Invalid, NotAllowed
from app.core.storage import storage
from app.extensions import db
from app.knowledge import exporting, queries, services
from app.knowledge.models import FileState, Item, ItemStatus, KnowledgeFile, Tag
from app.knowledge.pages import PageError, PageSource, read_page
from app.worker import relay
from tests.factories import knowledge
from tests.knowledge.sample import DATA

HELP = DATA / "kb"
MARKDOWN = """---
title: First page
description: What it says
tags: [One, Two]
audience: staff
ms.date: 03/31/2022
review: 2026-05-01
---

# First page

See [the second](sub/second.html#Part-2), [above](#its-own-part), [gone](gone.md), [the site](/docs/x) and
[elsewhere](https://x.example.org).

## It's own part

![A picture](pictures/a.png) ![Lost](pictures/lost.png)

> [!NOTE]
> Take care.

:::image type="content" source="pictures/a.png" alt-text="Again":::

| a | b |
| - | - |
| 1 | 2 |
"""
HTML = """<!doctype html><html lang="de"><head><title>Zweite</title><meta name="description" content="Kurz">
<meta name="keywords" content="Two, Drei"><meta name="status" content="draft"><style>p{}</style></head>
<body><nav>menu</nav><h1>Zweite</h1><p onclick="x">Text</p>
<h2 id="Part-2">Teil</h2><a href="../first.md">Erste</a></body></html>"""
MALLARD = """<page xmlns="http://projectmallard.org/1.0/"
 xmlns:if="http://projectmallard.org/if/1.0/" type="{kind}" id="{name}">
<info><link type="guide" xref="index"/><link type="seealso" xref="other#deep"/><desc>Short</desc>
<credit><name>N</name></credit></info><title>Topic {name}</title>
<p>Press <keyseq><key>Ctrl</key><key>C</key></keyseq>, then
<guiseq><gui>File</gui><gui>New</gui></guiseq> or <gui xref="other">Menu</gui>
<link xref="other"/> <link href="https://x.example.org">web</link></p>
<section id="deep"><title>Deep</title><steps><item><p>One</p></item></steps><note><title>Note</title><p>n</p></note>
<terms><item><title>Term</title><p>Means</p></item></terms><media type="image" src="figures/f.svg"/><code>x</code>
<media type="video" src="v.webm"><p>Film</p></media><p if:test="target:mobile">phone</p><p><code>y</code></p>
<if:choose><if:when test="a"><p>when</p></if:when><if:else><p>else</p></if:else></if:choose><!-- c -->
<if:choose><if:when test="a"><p>only</p></if:when></if:choose><links type="topic"/>
<unknown>kept</unknown></section></page>"""


@pytest.fixture
def folder(tmp_path):
    """Three formats that lead to each other."""
    home = tmp_path / "help"
    for name in ("sub", "pictures", "guide/C"):
        (home / name).mkdir(parents=True)
    (home / "first.md").write_text(MARKDOWN)
    (home / "sub/second.html").write_text(HTML)
    (home / "notes.txt").write_text("no page")
    for name, kind in (("index", "guide"), ("other", "topic")):
        (home / f"guide/C/{name}.page").write_text(MALLARD.format(name=name, kind=kind))
    Image.new("RGB", (8, 8)).save(home / "pictures/a.png")
    return home


def take(path, **more):
    source = PageSource(path)
    return services.import_articles(source, services.survey_articles(source), actor=system_user(), **more)


def named(title):
    return db.session.scalars(sa.select(Item).where(Item.title == title)).one()


def test_a_folder_comes_in_with_facts_links_and_pictures(session, folder):
    result = take(folder)
    relay.run()

    assert (result.added, result.changed, result.known, result.pictures) == (4, 0, 0, 1)
    first, second = named("First page"), named("Zweite")
    assert (first.summary, first.audience, first.language, first.review_on) == (
        "What it says",
        "staff",
        "en",
        date(2026, 5, 1),
    )
    assert first.updated_at == first.published_at == datetime(2022, 3, 31, tzinfo=UTC)
    assert [tag.name for tag in first.tags] == ["One", "Two"]
    assert (second.status, second.language, second.category.name) == (ItemStatus.draft, "de", "sub")
    html = first.body_html
    assert f'<a href="/kb/{second.id}#s-teil"' in html
    assert '<a href="#s-it-s-own-part"' in html
    assert 'href="https://x.example.org"' in html
    assert html.count('src="/kb/images/') == 2
    assert ("gone" in html, "gone.md" in html, "<table>" in html, "Note</strong>" in html) == (True, False, True, True)
    assert "First page" not in html
    back = f'<a href="/kb/{first.id}" rel="noopener noreferrer nofollow">Erste</a>'
    assert second.body_html == f'<p>Text</p>\n<h2 id="s-teil">Teil</h2>{back}'
    assert {warning.path for warning in result.warnings} == {"first.md", "guide/C/index.page", "guide/C/other.page"}
    picture = db.session.scalars(sa.select(KnowledgeFile)).one()
    assert (picture.state, queries.image_ids_of(first)) == (FileState.ready, [picture.id])


def test_mallard_keeps_steps_keys_menus_and_guides(session, folder):
    take(folder)
    guide, topic = named("Topic index"), named("Topic other")

    assert (topic.summary, topic.language, topic.category.name) == ("Short", "en", "guide")
    for part in (
        "<kbd>Ctrl</kbd>+<kbd>C</kbd>", "<strong>File</strong> ▸ <strong>New</strong>", '<h2 id="s-deep">Deep</h2>',
        "<dt>Term</dt>", "<p>else</p>", "<p>only</p>", "<pre><code>x</code></pre>", "<p><code>y</code></p>",
        "Film", "kept",
        f'<strong><a href="/kb/{topic.id}"', f'<a href="/kb/{topic.id}#s-deep"', ">Topic other</a>",
    ):  # fmt: skip
        assert part in guide.body_html, part
    assert "phone" not in guide.body_html
    assert guide.body_html.rstrip().endswith("Topic other</a></li></ul>")
    assert "<li><a" in topic.body_html


def test_the_same_again_changes_nothing_and_a_change_is_a_version(session, folder):
    take(folder)
    again = take(folder)
    assert (again.added, again.changed, again.known) == (0, 0, 4)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(KnowledgeFile)) == 1

    (folder / "first.md").write_text(MARKDOWN.replace("Take care", "Look out"))
    changed = take(folder)
    assert (changed.added, changed.changed, changed.known) == (0, 1, 3)
    assert [version.number for version in queries.versions(named("First page"))] == [2, 1]


def test_an_archive_is_read_without_being_unpacked(session, folder, tmp_path):
    with tarfile.open(tmp_path / "help.tar.gz", "w:gz") as archive:
        archive.add(folder, "./")
    source = PageSource(tmp_path / "help.tar.gz")

    survey = services.survey_articles(source)

    assert (source.name, len(survey.pages), len(survey.pictures), survey.others) == ("help", 4, 1, 1)
    assert take(tmp_path / "help.tar.gz").added == 4
    with pytest.raises(Invalid):
        PageSource(folder / "first.md").paths()


def test_one_bad_page_stops_all(session, folder, monkeypatch):
    (folder / "guide/C/bad.page").write_text("<page><p></page>")
    (folder / "guide/C/evil.page").write_text("<!DOCTYPE x [<!ENTITY a 'b'>]><page/>")
    (folder / "guide/C/none.page").write_text("<help/>")
    monkeypatch.setattr("app.knowledge.pages.sources.LARGEST", 100_000)
    (folder / "large.md").write_text("x" * 100_001)

    with pytest.raises(services.BadPages) as refusal:
        take(folder)

    assert [page.path for page in refusal.value.pages] == [f"guide/C/{n}.page" for n in ("bad", "evil", "none")] + [
        "large.md"
    ]
    assert db.session.scalars(sa.select(Item)).all() == []


def test_what_was_stored_is_taken_back_when_something_fails(session, folder, monkeypatch):
    monkeypatch.setattr("app.knowledge.services.imported.Writer.write", lambda self: 1 / 0)
    before = set(storage().keys())

    with pytest.raises(ZeroDivisionError):
        take(folder)

    assert set(storage().keys()) == before


def test_a_picture_of_an_unknown_kind_is_left_out_with_a_word(session, tmp_path):
    (tmp_path / "a.md").write_text("![x](a.svg) ![y](b.png)")
    (tmp_path / "a.svg").write_text("<svg/>")
    (tmp_path / "b.png").write_text("no picture")

    result = take(tmp_path)

    assert [warning.path for warning in result.warnings] == ["a.svg", "b.png", "a.md"]
    assert "<img" not in named("a").body_html


def test_links_of_a_web_site_can_be_kept(session, folder):
    take(folder, site="https://docs.example.org/")

    assert 'href="https://docs.example.org/docs/x"' in named("First page").body_html


def test_labels_that_are_known_are_used(session, folder):
    tag, shelf = knowledge.tag("two"), knowledge.shelf("Sub")
    take(folder)

    assert named("Zweite").category is shelf
    assert tag in named("First page").tags
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Tag)) == 3


def test_only_administrators_import(session, folder, bob):
    source = PageSource(folder)
    with pytest.raises(NotAllowed):
        services.import_articles(source, services.survey_articles(source), actor=bob)


def test_what_was_written_out_comes_in_again(session, folder, tmp_path, bob):
    take(folder)
    relay.run()
    knowledge.item("Plain", bob, body_html='<p>a</p><a href="/kb/9000000">x</a>')

    assert exporting.write_articles(tmp_path / "out", actor=system_user()) == exporting.Written(5, 1)
    again = PageSource(tmp_path / "out")
    survey = services.survey_articles(again)
    page = next(page for page in survey.pages.values() if page.title == "First page")
    assert (page.audience, page.status, page.tags, page.review_on) == (
        "staff",
        "published",
        ["One", "Two"],
        "2026-05-01",
    )
    assert services.import_articles(again, survey, actor=system_user()).added == 5
    texts = db.session.scalars(sa.select(Item.body_html).where(Item.title == "First page")).all()
    assert len(texts) == 2
    assert texts[0].count("/kb/images/") == texts[1].count("/kb/images/") == 2


@pytest.mark.parametrize(
    ("name", "content", "title"),
    [
        ("deep/a.md", b"---\ntitle: [broken\ndescription: 'x'\n---\nText", "[broken"),
        ("a.md", b"\xe4 latin", "a"),
        ("b.html", b"<p>no title</p>", "b"),
        ("c.md", "Ünder\n=====\n\n## A `b`\n\n## A b".encode(), "Ünder"),
    ],
)
def test_pages_of_all_sorts_have_a_title(name, content, title):
    assert read_page(name, content).title == title


def test_a_review_date_that_is_none_and_many_losses_are_borne(app, session, tmp_path):
    (tmp_path / "a.html").write_text('<title>A</title><meta name="review" content="soon">')
    for number in range(51):
        (tmp_path / f"{number}.md").write_text("[x](gone.md)")

    said = app.test_cli_runner().invoke(args=["import", "articles", str(tmp_path)]).output

    assert named("A").review_on is None
    assert "... and 1 more" in said


def test_a_picture_whose_bytes_are_gone_is_left_out_of_the_export(session, folder, tmp_path):
    take(folder)
    for key in list(storage().keys()):
        storage().delete(key)

    assert exporting.write_articles(tmp_path / "out", actor=system_user()).pictures == 0


def test_an_empty_page_is_none():
    with pytest.raises(PageError):
        read_page(" .md", b"")


def test_the_command_says_what_came_in(app, session, folder):
    run = app.test_cli_runner().invoke
    dry = run(args=["import", "articles", str(folder), "--dry-run"])
    assert "4 articles with 1 pictures would come in" in dry.output
    real = run(args=["import", "articles", str(folder)])
    assert "4 articles came in" in real.output
    out = run(args=["export", "articles", str(folder.parent / "out")])
    assert "articles with" in out.output
    (folder / "bad.page").write_text("<")
    for more in ([], ["--dry-run"]):
        bad = run(args=["import", "articles", str(folder), *more])
        assert bad.exit_code == 1
        assert "bad.page" in bad.output
    assert run(args=["import", "articles", str(folder / "first.md")]).exit_code == 1


@pytest.mark.skipif(not HELP.is_dir(), reason="needs the sample data (HELPDESK_DATA): kb")
@pytest.mark.parametrize("name", ["C", "de", "es", "fr", "he", "ja", "pl", "zh_CN"])
def test_no_page_of_gnomes_help_is_lost(session, name):
    result = take(HELP / f"gnome_help_{name}.tar.gz")

    assert result.added == 293
    assert set(db.session.scalars(sa.select(Item.language))) == {{"C": "en", "zh_CN": "zh-CN"}.get(name, name)}
    broken = [warning.path for warning in result.warnings if "links lead" in warning.text]
    assert set(broken) <= {f"gnome-help/{name}/{page}.page" for page in ("net-mobile", "look-display-fuzzy")}


def test_bytes_of_a_source_are_what_the_folder_holds(tmp_path):
    (tmp_path / "a.md").write_bytes(b"x")
    (tmp_path / "link.md").symlink_to(tmp_path / "a.md")

    assert list(PageSource(tmp_path).files({"a.md", "link.md"})) == [("a.md", b"x")]
