"""Both storages keep the same promises; S3 is tried on a real store."""

import errno
import io
import os
import threading
import time
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import urllib3
from botocore.exceptions import ClientError

from app.core import storage as storage_module
from app.core.errors import Conflict, Invalid, TooLarge
from app.core.storage import FileMissing, LocalStorage, StorageDown, new_key, storage
from app.core.storage.base import disposition
from app.core.storage.s3 import S3Storage
from tests.servers.process import free_ports
from tests.servers.seaweedfs import seaweedfs

HOUR = timedelta(hours=1)
KEY = "tickets/attachments/12/report.txt"
BAD_KEYS = ["", "/", "/etc/passwd", "../secret", "a/../b", "a/./b", "a//b", "a/", ".incoming/x", "a/.b", "a\\b", "a b",
            "a\0b", "a\n", "ä", "~/x%2e", "x" * 201, "a?b", "a#b"]  # fmt: skip


@pytest.fixture
def local(bare_app):
    storage_module.init_app(bare_app)
    storage().prepare()
    return storage()


@pytest.fixture(scope="module")
def s3_store():
    with seaweedfs() as store:
        yield store


@pytest.fixture
def s3(bare_app, s3_store):
    bare_app.config.update(s3_store.settings("helpdesk"))
    storage_module.init_app(bare_app)
    storage().prepare()
    yield storage()
    storage().client.close()


@pytest.fixture(params=["local", "s3"])
def store(request):
    return request.getfixturevalue(request.param)


def call(method: str, url: str, **more) -> urllib3.BaseHTTPResponse:
    with urllib3.PoolManager(retries=False) as pool:
        return pool.request(method, url, **more)


def test_what_is_kept_can_be_opened_measured_replaced_and_deleted(store):
    store.save(KEY, io.BytesIO(b"first version"), "text/plain")
    store.save(KEY, io.BytesIO(b"second"), "text/plain")

    assert store.exists(KEY)
    assert store.size(KEY) == 6
    with store.open(KEY) as stream:
        assert stream.read() == b"second"
        stream.seek(0)
        assert stream.read(3) == b"sec"

    store.delete(KEY)
    store.delete(KEY)
    assert not store.exists(KEY)


def test_a_file_that_is_not_there_is_a_refusal_not_a_crash(store):
    for ask in (store.open, store.size):
        with pytest.raises(FileMissing, match="not there any more"):
            ask("tickets/none.txt")
    assert not store.exists("tickets/none.txt")


def test_a_folder_is_no_file(local):
    local.save(KEY, io.BytesIO(b"x"), "text/plain")
    for folder in ("tickets", f"{KEY}/below"):
        assert not local.exists(folder)
        with pytest.raises(FileMissing):
            local.open(folder)


def test_a_large_file_keeps_every_byte(store):
    content = os.urandom(12 * 1024 * 1024)
    store.save(KEY, io.BytesIO(content), "application/zip")
    assert store.size(KEY) == len(content)
    with store.open(KEY) as stream:
        assert stream.read() == content


@pytest.mark.parametrize("key", BAD_KEYS, ids=ascii)
def test_no_key_leads_out_of_the_storage(store, key, tmp_path):
    (tmp_path / "secret").write_text("secret")
    uses = [store.open, store.size, store.exists, store.delete,
            lambda key: store.save(key, io.BytesIO(b"x"), "text/plain"),
            lambda key: store.upload_url(key, content_type="text/plain", size=1, expires_in=HOUR),
            lambda key: store.download_url(key, filename="x", content_type="text/plain", expires_in=HOUR)]  # fmt: skip
    for use in uses:
        with pytest.raises(ValueError, match="not a storage key"):
            use(key)


def test_a_link_on_disk_that_leads_outside_is_not_followed(local, tmp_path):
    (tmp_path / "secret").write_text("secret")
    (local.root / "trap").symlink_to(tmp_path)
    with pytest.raises(ValueError, match="not a storage key"):
        local.open("trap/secret")


@pytest.mark.parametrize("content_type", ["", "text", "text/plain; charset=x", "text/html\r\nX: y", "Text/Plain"])
def test_a_content_type_that_could_break_a_header_is_refused(store, content_type):
    with pytest.raises(ValueError, match="not a content type"):
        store.save(KEY, io.BytesIO(b"x"), content_type)
    with pytest.raises(ValueError, match="not a content type"):
        store.download_url(KEY, filename="x", content_type=content_type, expires_in=HOUR)


def test_new_keys_are_valid_and_never_the_same(store):
    keys = {new_key("tickets/attachments/7", "png") for _number in range(100)}
    assert len(keys) == 100
    assert not any(map(store.exists, keys))


def test_a_storage_says_whether_it_works(store):
    assert store.reachable()
    store.prepare()
    assert store.reachable()


def test_a_folder_that_is_gone_is_not_reachable(bare_app, tmp_path):
    assert not LocalStorage(tmp_path / "none", "http://localhost").reachable()


def test_what_a_killed_process_left_is_cleared_away_after_a_day(local):
    old, young = local.root / ".incoming" / "old", local.root / ".incoming" / "young"
    for path in (old, young):
        path.write_bytes(b"half")
    os.utime(old, (time.time() - 90_000,) * 2)
    local.prepare()
    assert (old.exists(), young.exists()) == (False, True)


class BrokenStream(io.RawIOBase):
    """Fails after some bytes, as a full disk or a broken connection does."""

    def __init__(self, error: Exception) -> None:
        self.error, self.left = error, 3

    def read(self, _size: int = -1) -> bytes:
        self.left -= 1
        if not self.left:
            raise self.error
        return b"some bytes"


@pytest.mark.parametrize(
    ("raised", "seen"),
    [
        (OSError(errno.ENOSPC, "full"), StorageDown),
        (OSError(errno.EPERM, "no"), PermissionError),
        (KeyError(), KeyError),
    ],
)
def test_a_save_that_fails_leaves_the_earlier_file_and_nothing_else(local, raised, seen):
    local.save(KEY, io.BytesIO(b"first"), "text/plain")
    with pytest.raises(seen):
        local.save(KEY, BrokenStream(raised), "text/plain")
    with local.open(KEY) as stream:
        assert stream.read() == b"first"
    assert list((local.root / ".incoming").iterdir()) == []


def test_an_upload_is_taken_whole_and_once(local):
    local.receive(KEY, io.BytesIO(b"12345"), 5)
    with pytest.raises(Conflict, match="already"):
        local.receive(KEY, io.BytesIO(b"other"), 5)
    with local.open(KEY) as stream:
        assert stream.read() == b"12345"


@pytest.mark.parametrize(("content", "refusal"), [(b"1234", Invalid), (b"123456", TooLarge), (b"", Invalid)])
def test_an_upload_of_another_size_leaves_nothing(local, content, refusal):
    with pytest.raises(refusal):
        local.receive(KEY, io.BytesIO(content), 5)
    assert not local.exists(KEY)
    assert list((local.root / ".incoming").iterdir()) == []


def test_a_name_in_any_script_fits_into_a_header():
    header = disposition('Grüße "😀".pdf', inline=False)
    assert header.startswith("attachment; ")
    assert header.isascii()
    assert "filename*=UTF-8''Gr%C3%BC%C3%9Fe%20%22%F0%9F%98%80%22.pdf" in header


class TestLinksOfS3:
    """A client talks to the store itself; the store must hold it to what was signed."""

    def signed(self, s3, content_type="text/plain", size=5, expires_in=HOUR):
        key = new_key("tests", "txt")
        return key, s3.upload_url(key, content_type=content_type, size=size, expires_in=expires_in)

    def test_an_upload_of_the_signed_size_and_type_is_taken(self, s3):
        key, upload = self.signed(s3)
        answer = call(upload.method, upload.url, body=b"12345", headers=upload.headers)
        assert answer.status == 200
        assert s3.size(key) == 5

    @pytest.mark.parametrize(
        ("body", "changed"), [(b"123456", {}), (b"1234", {}), (b"12345", {"Content-Type": "text/html"})]
    )
    def test_another_size_or_type_is_refused(self, s3, body, changed):
        key, upload = self.signed(s3)
        assert call("PUT", upload.url, body=body, headers=upload.headers | changed).status == 403
        assert not s3.exists(key)

    def test_a_kept_file_is_not_replaced_by_a_second_upload(self, s3):
        key, upload = self.signed(s3)
        first = call("PUT", upload.url, body=b"12345", headers=upload.headers)
        second = call("PUT", upload.url, body=b"other", headers=upload.headers)
        assert (first.status, second.status) == (200, 412)
        without = {name: value for name, value in upload.headers.items() if name != "If-None-Match"}
        assert call("PUT", upload.url, body=b"other", headers=without).status == 403
        with s3.open(key) as stream:
            assert stream.read() == b"12345"

    def test_a_link_expires(self, s3):
        key, upload = self.signed(s3, expires_in=timedelta(seconds=1))
        time.sleep(2.1)
        assert call("PUT", upload.url, body=b"12345", headers=upload.headers).status == 403
        assert not s3.exists(key)

    def test_a_download_carries_our_name_and_type_and_is_never_a_page(self, s3):
        s3.save(KEY, io.BytesIO(b"<script>"), "text/html")
        url = s3.download_url(KEY, filename="Grüße.txt", content_type="text/plain", inline=True, expires_in=HOUR)
        answer = call("GET", url)
        assert answer.data == b"<script>"
        assert answer.headers["Content-Type"] == "text/plain"
        assert answer.headers["Content-Disposition"] == disposition("Grüße.txt", inline=False)

    def test_a_picture_may_be_shown_in_place_and_read_in_parts(self, s3):
        s3.save(KEY, io.BytesIO(b"0123456789"), "image/png")
        url = s3.download_url(KEY, filename="a.png", content_type="image/png", inline=True, expires_in=HOUR)
        answer = call("GET", url, headers={"Range": "bytes=2-4"})
        assert (answer.status, answer.data) == (206, b"234")
        assert answer.headers["Content-Disposition"].startswith("inline")

    def test_a_changed_link_is_refused(self, s3):
        s3.save(KEY, io.BytesIO(b"x"), "text/plain")
        url = s3.download_url(KEY, filename="a.txt", content_type="text/plain", expires_in=HOUR)
        assert call("GET", url.replace("text%2Fplain", "text%2Fhtml")).status == 403
        assert call("GET", url.replace("report.txt", "other.txt")).status == 403

    def test_a_page_of_ours_may_upload_and_no_other(self, s3):
        _key, upload = self.signed(s3)
        ask = {"Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": "content-type,if-none-match"}
        ours = call("OPTIONS", upload.url, headers=ask | {"Origin": "http://localhost"})
        foreign = call("OPTIONS", upload.url, headers=ask | {"Origin": "http://evil.example"})
        assert ours.headers.get("Access-Control-Allow-Origin") in {"http://localhost", "*"}
        assert foreign.headers.get("Access-Control-Allow-Origin") is None

    def test_links_to_aws_name_the_region_and_the_bucket(self, bare_app, s3_store):
        bare_app.config.update(s3_store.settings("helpdesk"))
        bare_app.config.update(S3_ENDPOINT=None, S3_FORCE_PATH_STYLE=False, S3_REGION="eu-central-1")
        store = S3Storage(bare_app.config)
        upload = store.upload_url(KEY, content_type="text/plain", size=1, expires_in=HOUR)
        assert upload.url.startswith(f"https://helpdesk.s3.eu-central-1.amazonaws.com/{KEY}?")


class OtherMake(BaseHTTPRequestHandler):
    """A store that knows the bucket, no CORS rules, and answers all else with a failure."""

    def do_HEAD(self):
        self.send_response(200 if self.path == "/helpdesk" else 500)
        self.end_headers()

    def do_PUT(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(501)
        self.end_headers()

    def log_message(self, *_words):
        """Say nothing."""


@pytest.fixture
def other_make(bare_app, s3_store):
    with HTTPServer(("127.0.0.1", 0), OtherMake) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        bare_app.config.update(s3_store.settings("helpdesk"), S3_ENDPOINT=f"http://127.0.0.1:{server.server_port}")
        store = S3Storage(bare_app.config)
        yield store
        store.client.close()
        server.shutdown()
        thread.join()


def test_a_store_without_rules_for_pages_is_used_and_the_operator_told(other_make, caplog):
    other_make.prepare()
    assert "cannot set the CORS rule of helpdesk" in caplog.text


def test_a_store_that_fails_says_try_again(other_make):
    with pytest.raises(StorageDown):
        other_make.size(KEY)


def test_two_processes_may_make_the_bucket_at_once(s3):
    s3._make_bucket()
    assert s3.reachable()


def test_a_bucket_that_may_not_be_made_is_an_error_of_ours(bare_app, s3_store):
    bare_app.config.update(s3_store.settings("unknown") | {"S3_SECRET_ACCESS_KEY": "wrong"})
    store = S3Storage(bare_app.config)
    with pytest.raises(ClientError, match="SignatureDoesNotMatch"):
        store.prepare()
    store.client.close()


def test_every_kept_file_is_listed_and_no_half_received_one(store):
    wanted = {new_key("tests/listed", "txt") for _number in range(3)}
    for key in wanted:
        store.save(key, io.BytesIO(b"x"), "text/plain")
    if isinstance(store, LocalStorage):
        (store.root / ".incoming" / "half").write_bytes(b"half")
    assert set(store.keys()) >= wanted
    assert not any(".incoming" in key for key in set(store.keys()))


def test_wrong_keys_are_an_error_of_ours_and_not_reachable(bare_app, s3_store):
    bare_app.config.update(s3_store.settings("helpdesk") | {"S3_SECRET_ACCESS_KEY": "wrong"})
    store = S3Storage(bare_app.config)
    assert not store.reachable()
    with pytest.raises(ClientError, match="SignatureDoesNotMatch"):
        store.save(KEY, io.BytesIO(b"x"), "text/plain")
    store.client.close()


def test_a_store_that_is_away_says_try_again(bare_app, s3_store):
    away = {"S3_ENDPOINT": f"http://127.0.0.1:{free_ports(1)[0]}"}
    bare_app.config.update(s3_store.settings("helpdesk") | away)
    store = S3Storage(bare_app.config)
    assert not store.reachable()
    with pytest.raises(StorageDown, match="try again"):
        store.size(KEY)
    with pytest.raises(StorageDown):
        store.open(KEY)
    store.client.close()
