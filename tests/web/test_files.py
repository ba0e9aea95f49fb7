"""Files of the local storage, by their signed links."""

import io
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from app.core import tokens
from app.core.storage import new_key, storage

HOUR = timedelta(hours=1)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(100))


@pytest.fixture
def key(client) -> str:
    return new_key("tests", "png")


def path_of(url: str) -> str:
    assert url.startswith("http://localhost/files/")
    return urlsplit(url).path


def link(key: str, *, filename="photo.png", content_type="image/png", inline=False, expires_in=HOUR) -> str:
    storage().save(key, io.BytesIO(PNG), content_type)
    return path_of(
        storage().download_url(key, filename=filename, content_type=content_type, inline=inline, expires_in=expires_in)
    )


def upload(key: str, *, size: int | None = None) -> tuple[str, dict[str, str]]:
    signed = storage().upload_url(key, content_type="image/png", size=size or len(PNG), expires_in=HOUR)
    assert signed.method == "PUT"
    return path_of(signed.url), signed.headers


def get(client, path: str, **more):
    """Read the whole answer and let go of its file, as a server does."""
    with client.open(path, **more) as answer:
        answer.get_data()
        return answer


def kept(key: str) -> bytes:
    with storage().open(key) as stream:
        return stream.read()


def test_a_signed_link_gives_the_file_out_as_a_download_nothing_can_run_in(client, key):
    answer = get(client, link(key, filename="Grüße 😀.png"))

    assert (answer.status_code, answer.data) == (200, PNG)
    assert answer.content_type == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert "UTF-8''Gr%C3%BC%C3%9Fe%20%F0%9F%98%80.png" in answer.headers["Content-Disposition"]
    assert answer.cache_control.private
    assert not answer.cache_control.public


@pytest.mark.parametrize(
    ("content_type", "shown"),
    [
        ("image/png", "inline"),
        ("text/html", "attachment"),
        ("image/svg+xml", "attachment"),
        ("application/pdf", "attachment"),
    ],
)
def test_only_pictures_are_shown_in_place(client, key, content_type, shown):
    answer = get(client, link(key, content_type=content_type, inline=True))
    assert answer.headers["Content-Disposition"].startswith(shown)


def test_a_film_can_be_read_in_parts_and_a_known_file_is_not_sent_again(client, key):
    address = link(key)
    part = get(client, address, headers={"Range": "bytes=1-3"})
    assert (part.status_code, part.data, part.headers["Content-Range"]) == (206, b"PNG", f"bytes 1-3/{len(PNG)}")
    assert get(client, address, headers={"Range": f"bytes={len(PNG)}-"}).status_code == 416
    again = get(client, address, headers={"If-None-Match": part.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    head = get(client, address, method="HEAD")
    assert (head.status_code, head.content_length, head.data) == (200, len(PNG), b"")


def test_a_link_expires(client, clock, key):
    address, (to, headers) = link(key, expires_in=timedelta(minutes=5)), upload(new_key("tests", "png"))
    clock.advance(minutes=4, seconds=59)
    assert get(client, address).status_code == 200
    clock.advance(minutes=56)
    assert get(client, address).status_code == 403
    assert client.put(to, data=PNG, headers=headers).status_code == 403


def test_a_changed_link_is_refused(client, key):
    address = link(key)
    forged = tokens.sign(
        "other", {"method": "GET", "key": key, "type": "image/png", "name": "x", "inline": False}, HOUR
    )
    for wrong in (
        f"{address}x",
        address[:-1],
        "/files/x",
        "/files/.",
        f"/files/{key.split('/')[1]}",
        f"/files/{forged}",
    ):
        assert get(client, wrong).status_code == 403, wrong


@pytest.mark.parametrize("path", ["/files/", "/files/../config.py", "/files/%2e%2e/config.py", "/files/tests/a.png"])
def test_there_is_no_way_around_the_links(client, key, path):
    assert get(client, path).status_code in {403, 404}


def test_a_link_to_read_is_none_to_write_and_the_other_way_round(client, key):
    to, headers = upload(new_key("tests", "png"))
    assert get(client, to).status_code == 403
    assert client.put(link(key), data=PNG, headers=headers).status_code == 403
    for method in (client.post, client.delete, client.patch):
        assert method(to).status_code == 405


def test_a_file_that_is_gone_is_missing(client, key):
    address = link(key)
    storage().delete(key)
    assert get(client, address).status_code == 404


def test_an_upload_of_the_signed_size_and_type_is_kept(client, key):
    to, headers = upload(key)
    answer = client.put(to, data=PNG, headers=headers)
    assert (answer.status_code, answer.data) == (200, b"")
    assert kept(key) == PNG


def test_an_upload_needs_no_form_token(app, client, key):
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        to, headers = upload(key)
        assert client.put(to, data=PNG, headers=headers).status_code == 200
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


def test_a_file_larger_than_any_form_is_kept(client, app, key):
    content = bytes(3 * 1024 * 1024)
    assert len(content) > app.config["MAX_CONTENT_LENGTH"]
    to, headers = upload(key, size=len(content))
    assert client.put(to, data=content, headers=headers).status_code == 200
    assert kept(key) == content


def test_a_server_that_ends_the_stream_itself_is_served_too(client, key):
    to, headers = upload(key)
    as_gunicorn = {"wsgi.input_terminated": True}
    assert client.put(to, data=PNG, headers=headers, environ_overrides=as_gunicorn).status_code == 200
    assert kept(key) == PNG


@pytest.mark.parametrize(
    ("body", "changed", "status"),
    [
        (PNG + b"x", {}, 413),
        (PNG[:-1], {}, 422),
        (b"", {}, 411),
        (PNG, {"Content-Type": "text/html"}, 415),
        (PNG, {"Content-Type": ""}, 415),
        (PNG, {"Content-Type": "image/png; charset=x"}, 415),
    ],
    ids=["larger", "smaller", "empty", "another type", "no type", "a type with more"],
)
def test_an_upload_of_another_size_or_type_is_refused_and_nothing_kept(client, key, body, changed, status):
    to, headers = upload(key)
    assert client.put(to, data=body, headers=headers | changed).status_code == status
    assert not storage().exists(key)


def test_an_upload_that_does_not_say_its_size_is_refused(client, key):
    to, headers = upload(key)
    answer = client.put(to, data=PNG, headers=headers | {"Transfer-Encoding": "chunked"})
    assert answer.status_code == 411
    assert not storage().exists(key)


def test_an_upload_that_breaks_off_leaves_nothing(client, key):
    to, headers = upload(key)
    answer = client.put(to, input_stream=io.BytesIO(PNG[:20]), headers=headers | {"Content-Length": str(len(PNG))})
    assert answer.status_code in {400, 422}
    assert not storage().exists(key)
    assert list((storage().root / ".incoming").iterdir()) == []


def test_a_kept_file_is_not_replaced_by_a_second_upload(client, key):
    to, headers = upload(key)
    assert client.put(to, data=PNG, headers=headers).status_code == 200
    assert client.put(to, data=bytes(len(PNG)), headers=headers).status_code == 409
    assert kept(key) == PNG


def test_with_another_storage_this_door_is_closed(app, client, key):
    address = link(key)
    local = app.extensions["storage"]
    app.extensions["storage"] = object()  # what matters is that it is not the local one
    try:
        assert get(client, address).status_code == 404
    finally:
        app.extensions["storage"] = local
