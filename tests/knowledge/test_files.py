"""Files of items: announced, named, checked in bounded processes, given out to those who may read."""

import io
import time
import zipfile
from datetime import timedelta

import pytest
import sqlalchemy as sa
from PIL import Image

from app.core import images
from app.core.errors import Invalid, NotAllowed, NotFound, TooLarge, Unavailable, WrongType
from app.core.storage import storage
from app.extensions import db
from app.knowledge import documents, filekinds, handlers, queries, services
from app.knowledge.captions import read
from app.knowledge.jobs import remove_unnamed_uploads
from app.knowledge.models import FilePurpose, FileState, KnowledgeFile
from app.knowledge.schemas import ItemChange, SearchFilters, UploadDraft
from app.worker import relay
from tests.factories import knowledge

MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2" + b"\x00" * 64
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body: str, *, declared: str = WORD) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", f'<Types><Override ContentType="{declared}"/></Types>')
        package.writestr("word/document.xml", f"<w:document {NAMES}><w:body>{body}</w:body></w:document>")
    return stream.getvalue()


def odt(body: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", f'<d xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">{body}</d>')
    return stream.getvalue()


def pdf(text: str) -> bytes:
    """A page with a line of text; its table of places is left to the reader to mend."""
    content = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>endobj\n"
        b"4 0 obj<</Length " + str(len(content)).encode() + b">>stream\n" + content + b"\nendstream endobj\n"
        b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )


def document(bob, name: str, content: bytes):
    file = knowledge.upload(name, content, FilePurpose.document, bob)
    item = knowledge.item("Rules", bob, type="document", storage_key=file.storage_key)
    relay.run()
    return item


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", docx("<w:p><w:r><w:t>Keep</w:t><w:tab/><w:t>it</w:t></w:r></w:p><w:p/><w:p><w:t>safe</w:t></w:p>")),
        ("a.odt", odt("<text:h>Keep</text:h><text:p>it <text:span>safe</text:span></text:p>")),
        ("a.pdf", pdf("Keep it safe")),
        ("a.md", b"# Keep\n\nit safe"),
        ("a.txt", "Keep it safe".encode("utf-16")),
        ("a.txt", b"Keep it safe \xfc\xff"),
    ],
)
def test_the_text_of_a_document_is_read_for_search(bob, name, content):
    item = document(bob, name, content)

    assert (item.file.state, item.file.problem) == (FileState.ready, None)
    assert item.file.text.replace("#", " ").split()[:3] == ["Keep", "it", "safe"]


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.pdf", b"%PDF-1.4 nothing of a PDF follows", "damaged"),
        ("a.docx", docx("<w:p>not closed"), "damaged"),
        ("a.docx", docx(""), "no text"),
    ],
)
def test_a_document_that_cannot_be_read_is_kept_marked_and_found_by_its_title(bob, alice, name, content, why):
    item = document(bob, name, content)

    assert item.file.state is FileState.unreadable
    assert why in item.file.problem
    assert services.download_address(item, actor=alice)
    relay.run()
    assert [hit.item for hit in queries.search(alice, SearchFilters(q="rules")).hits] == [item]


def test_a_locked_document_says_so(monkeypatch):
    extract = documents._reason("locked")

    assert "password" in extract


def test_a_zip_dressed_as_docx_is_refused(bob):
    item = document(bob, "a.docx", docx("", declared="application/zip"))

    assert item.file.state is FileState.refused
    with pytest.raises(NotFound):
        services.download_address(item, actor=bob)


def test_an_unpacked_giant_is_refused_quickly(bob):
    """200 MB of XML in 200 KB."""
    giant = docx("<w:p><w:r><w:t>" + "no end " * (30 * 1024 * 1024) + "</w:t></w:r></w:p>")
    began = time.monotonic()

    with pytest.raises(documents.CostlyDocument):
        documents.extract("docx", io.BytesIO(giant))

    assert time.monotonic() - began < 10


def test_a_member_that_is_longer_than_it_says_ends_at_the_limit(tmp_path, monkeypatch):
    from app.knowledge import document_child

    (tmp_path / "kind").write_text("docx")
    (tmp_path / "source").write_bytes(docx("<w:p><w:t>" + "word " * 200 + "</w:t></w:p>"))
    monkeypatch.setattr(document_child, "MOST_TEXT", 100)
    monkeypatch.setattr(document_child, "CHUNK", 200)

    assert document_child.main(tmp_path) == {}
    assert len((tmp_path / "text").read_text()) == 100


def test_an_endless_pdf_is_refused_within_its_time():
    """A page tree of a hundred million pages that all are the same."""
    kids = b"3 0 R " * 200_000
    page = b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n"
    endless = (b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[" + kids
               + b"]/Count 100000000>>endobj\n" + page + b"4 0 obj<</Length 9>>stream\n" + b"q Q " * 2_000_000
               + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF")  # fmt: skip
    began = time.monotonic()

    with pytest.raises(documents.CostlyDocument):
        documents.extract("pdf", io.BytesIO(endless))

    assert time.monotonic() - began < 12


def test_the_child_reads_each_kind_in_this_process_too(tmp_path):
    from app.knowledge import document_child

    for kind, content, said in (
        ("docx", docx("<w:p><w:t>x</w:t></w:p>"), {}),
        ("odt", odt("<text:p>x</text:p>"), {}),
        ("pdf", pdf("x"), {}),
        ("txt", b"\xff\xfex\x00", {}),
        ("txt", b"\xff\xfe\x00\xd8", {}),
        ("md", b" ", {"unreadable": "empty"}),
        ("docx", b"PK", {"unreadable": "broken"}),
        ("pdf", b"%PDF-", {"unreadable": "broken"}),
    ):
        (tmp_path / "kind").write_text(kind)
        (tmp_path / "source").write_bytes(content)
        assert document_child.main(tmp_path) == said, kind
    (tmp_path / "kind").write_text("docx")
    (tmp_path / "source").write_bytes(_encrypted(docx("<w:p/>")))
    assert document_child.main(tmp_path) == {"unreadable": "locked"}


def _encrypted(package: bytes) -> bytes:
    """The package with the mark of encryption on each member."""
    marked = bytearray(package)
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = marked.find(sign)
        while start >= 0:
            marked[start + place] |= 1
            start = marked.find(sign, start + 4)
    return bytes(marked)


def test_a_giant_is_known_by_what_it_says_of_itself(tmp_path, monkeypatch):
    from app.knowledge import document_child

    monkeypatch.setattr(document_child, "MOST_XML", 10)
    (tmp_path / "kind").write_text("docx")
    (tmp_path / "source").write_bytes(docx("<w:p/>"))

    assert document_child.main(tmp_path) == {"refused": "costly"}


def test_a_picture_is_written_anew_and_shown_to_readers_of_the_item_only(bob, alice, carol):
    file = knowledge.picture(bob)
    key = file.storage_key
    assert queries.image_file(bob, file.id) is file
    with pytest.raises(NotFound):
        queries.image_file(carol, file.id)
    item = knowledge.item(actor=bob, status="draft", body_html=f'<img src="{services.image_address(file)}">')
    relay.run()

    assert (file.state, file.storage_key != key) == (FileState.ready, True)
    assert not storage().exists(key)
    assert queries.image_file(carol, file.id) is file
    with pytest.raises(NotFound):
        queries.image_file(alice, file.id)
    services.publish_item(item, actor=bob)
    assert services.image_address_for(queries.image_file(alice, file.id), actor=alice)
    for number in (0, 2**63, 9_000_000):
        with pytest.raises(NotFound):
            queries.image_file(bob, number)


def test_a_picture_that_is_none_is_refused(bob):
    file = knowledge.upload("a.png", b"\x89PNG\r\n\x1a\nno more", FilePurpose.image, bob)
    knowledge.item(actor=bob, body_html=f'<img src="/kb/images/{file.id}">')
    relay.run()

    assert file.state is FileState.refused
    with pytest.raises(NotFound):
        queries.image_file(bob, file.id)


def test_a_picture_of_a_colleague_can_be_used_once_it_is_checked(bob, carol):
    file = knowledge.picture(bob)
    text = f'<img src="/kb/images/{file.id}">'
    with pytest.raises(Invalid):
        knowledge.item(actor=carol, body_html=text)
    item = knowledge.item(actor=bob, body_html=text)
    relay.run()

    services.save_item(item, ItemChange(body_html=f"{text}<p>more</p>"), actor=bob)
    assert queries.image_ids_of(knowledge.item(actor=carol, body_html=text)) == [file.id]


def test_a_video_is_played_by_a_signed_address(bob, alice):
    file = knowledge.upload("dock.mp4", MP4, FilePurpose.video, bob)
    item = knowledge.video(actor=bob, link_url=None, storage_key=file.storage_key)
    with pytest.raises(NotFound):
        services.playing_address(item, actor=alice)
    relay.run()

    assert item.file.state is FileState.ready
    assert "/files/" in services.playing_address(item, actor=alice)
    with pytest.raises(NotFound):
        services.playing_address(knowledge.item(actor=bob), actor=alice)
    services.archive_item(item, actor=bob)
    with pytest.raises(NotAllowed):
        services.download_address(item, actor=alice)


def test_a_video_changes_from_a_file_to_a_link_and_back(bob):
    first, second = (knowledge.upload(f"{n}.mp4", MP4, FilePurpose.video, bob) for n in "ab")
    item = knowledge.video(actor=bob, link_url=None, storage_key=first.storage_key)

    services.save_item(item, ItemChange(link_url="https://videos.example.org/x"), actor=bob)
    assert (item.file, item.link_url) == (None, "https://videos.example.org/x")
    services.save_item(item, ItemChange(storage_key=second.storage_key), actor=bob)
    assert (item.file, item.link_url) == (second, None)
    services.save_item(item, ItemChange(storage_key=second.storage_key), actor=bob)
    assert item.version == 3
    services.restore_version(item, 1, actor=bob)
    assert item.file_id == first.id


def test_an_upload_belongs_to_who_announced_it_and_to_its_purpose(bob, carol):
    video = knowledge.upload("a.mp4", MP4, FilePurpose.video, bob)
    for actor, key in ((carol, video.storage_key), (bob, "kb/videos/unknown")):
        with pytest.raises(Invalid):
            knowledge.video(actor=actor, link_url=None, storage_key=key)
    with pytest.raises(Invalid):
        knowledge.item(actor=bob, type="document", storage_key=video.storage_key)
    knowledge.video(actor=bob, link_url=None, storage_key=video.storage_key)
    with pytest.raises(Invalid):
        knowledge.video("Again", actor=bob, link_url=None, storage_key=video.storage_key)


@pytest.mark.parametrize(
    ("purpose", "name", "megabytes", "refusal"),
    [
        ("video", "a.avi", 1, WrongType),
        ("video", "a.mp4", 2049, TooLarge),
        ("document", "a.pdf", 51, TooLarge),
        ("document", "a.exe", 1, WrongType),
        ("image", "a.svg", 1, WrongType),
        ("captions", "a.vtt", 6, TooLarge),
    ],
)
def test_what_is_too_large_or_of_another_kind_is_refused_before_it_is_sent(bob, purpose, name, megabytes, refusal):
    with pytest.raises(refusal):
        services.announce_upload(UploadDraft(filename=name, size=megabytes * 2**20, purpose=purpose), actor=bob)


def test_only_writers_upload(alice, mia):
    draft = UploadDraft(filename="a.pdf", size=1, purpose="document")
    for person in (alice, mia):
        with pytest.raises(NotAllowed):
            services.announce_upload(draft, actor=person)
        with pytest.raises(NotAllowed):
            services.receive_file("a.pdf", io.BytesIO(b"x"), 1, FilePurpose.document, actor=person)


def test_captions_come_as_a_file_and_bad_cues_are_listed(bob):
    text = "1\n00:00:01,000 --> 00:00:04,000\nHello\n\n2\n00:00:09,000 --> 00:00:02,000\nBackwards\n"
    file = knowledge.upload("a.srt", text.encode(), FilePurpose.captions, bob)
    item = knowledge.video(actor=bob, captions_key=file.storage_key)
    relay.run()

    [track] = queries.captions_of(item)
    assert (track.language, track.cue_count, [problem["line"] for problem in track.problems]) == ("en", 1, [5])
    assert read(track.vtt).cues[0].text == "Hello"
    assert file.state is FileState.ready


def test_captions_without_a_usable_cue_are_refused(bob):
    file = knowledge.upload("a.vtt", b"WEBVTT\n\nno times", FilePurpose.captions, bob)
    item = knowledge.video(actor=bob)
    services.save_item(item, ItemChange(captions_key=file.storage_key), actor=bob)
    relay.run()

    assert (file.state, list(queries.captions_of(item))) == (FileState.refused, [])


def test_captions_replace_those_of_the_same_language(bob):
    item = knowledge.video(actor=bob)
    services.add_captions(item, knowledge.CAPTIONS, "en", actor=bob)
    services.add_captions(item, "WEBVTT\n\n00:01.000 --> 00:02.000\nHallo", "de", actor=bob)
    track = services.add_captions(item, "WEBVTT\n\n00:01.000 --> 00:02.000\nHi", "en", actor=bob)

    assert [row.language for row in queries.captions_of(item)] == ["de", "en"]
    assert queries.caption_track(item, "en") is track
    services.drop_captions(track, actor=bob)
    with pytest.raises(NotFound):
        queries.caption_track(item, "en")
    with pytest.raises(Invalid):
        services.add_captions(knowledge.item(actor=bob), knowledge.CAPTIONS, "en", actor=bob)


def test_a_check_is_tried_again_when_the_storage_is_down(bob, monkeypatch):
    file = knowledge.upload("a.txt", b"x", FilePurpose.document, bob)
    item = knowledge.item(actor=bob, type="document", storage_key=file.storage_key)
    monkeypatch.setattr(storage(), "open", lambda key: (_ for _ in ()).throw(Unavailable("down")))

    with pytest.raises(Unavailable):
        handlers.check_files({"item_id": item.id, "file_ids": [file.id]})
    assert file.state is FileState.checking
    handlers.check_files({"item_id": item.id, "file_ids": []})


def test_an_upload_that_nobody_named_goes_after_a_day(bob, clock):
    kept, left = (knowledge.upload(f"{n}.txt", b"x", FilePurpose.document, bob) for n in "ab")
    key = left.storage_key
    knowledge.item(actor=bob, type="document", storage_key=kept.storage_key)
    remove_unnamed_uploads(clock.advance(hours=23))
    assert db.session.get(KnowledgeFile, left.id)

    remove_unnamed_uploads(clock.advance(hours=2))
    relay.run()

    assert db.session.scalars(sa.select(KnowledgeFile)).all() == [kept]
    assert not storage().exists(key)
    services.forget_upload(kept.id, actor=bob)
    services.forget_upload(9_000_000, actor=bob)
    assert db.session.get(KnowledgeFile, kept.id)


def test_a_form_knows_what_it_may_send(app, session):
    assert filekinds.accept(FilePurpose.captions) == ".vtt,.srt"
    assert [filekinds.largest(purpose) for purpose in FilePurpose] == [25, 2048, 50, 5]


def test_pictures_still_come_through_the_shared_child(tmp_path):
    stream = io.BytesIO()
    Image.new("RGB", (4, 4)).save(stream, "PNG")

    assert images.clean(stream, images.Limits(wall_seconds=60)).content_type == "image/png"
    assert timedelta(hours=1) == services.files.DOWNLOAD_WITHIN
