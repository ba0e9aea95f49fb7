"""Backup and restore: everything comes back, nothing is put where something is."""

import io
import tarfile
from pathlib import Path

import pytest

from app.core.errors import Conflict, Invalid
from app.core.storage import LocalStorage, storage
from app.core.transaction import transaction
from app.extensions import db
from app.operations import services
from app.operations.services import snapshots
from app.tickets.models import Category
from tests.emptied import contents, empty, fill

pytestmark = pytest.mark.real_commits
KEY = "tickets/attachments/1/00ff.txt"


@pytest.fixture
def var(app, session, monkeypatch, tmp_path: Path) -> Path:
    """A place of the test's own, with a file and rows in every table."""
    monkeypatch.setitem(app.extensions, "storage", LocalStorage(tmp_path / "files", "http://localhost"))
    storage().prepare()
    storage().save(KEY, io.BytesIO(b"smoke came out"), "text/plain")
    (tmp_path / "secret_key").write_text("k" * 64, encoding="ascii")
    session.rollback()
    fill(db.engine)
    return tmp_path


def kept() -> bytes:
    """What the file holds."""
    with storage().open(KEY) as stream:
        return stream.read()


def lose_everything(var: Path) -> None:
    """As after a fire."""
    db.session.rollback()  # an open read would hold its tables
    empty(db.engine)
    storage().delete(KEY)
    (var / "secret_key").unlink()


def test_everything_comes_back(var):
    before = contents(db.engine)
    archive = var / "backup.tar.gz"
    assert services.back_up(archive, var=var) == 1
    lose_everything(var)

    assert services.restore(archive, var=var) == 1

    assert contents(db.engine) == before
    assert kept() == b"smoke came out"
    assert (var / "secret_key").read_text(encoding="ascii") == "k" * 64
    assert (var / "secret_key").stat().st_mode & 0o777 == 0o600


def test_numbers_go_on_where_they_were(var):
    archive = var / "backup.tar"
    services.back_up(archive, var=var)
    last = max(row[0] for row in _categories())
    lose_everything(var)
    services.restore(archive, var=var)

    with transaction():
        db.session.add(Category(name="After the fire"))

    assert max(row[0] for row in _categories()) == last + 1


def _categories():
    return db.session.execute(db.select(Category.id)).all()


def test_the_archive_is_its_owners_alone_and_leaves_nothing_else(var):
    archive = var / "backup.tar"
    services.back_up(archive, var=var)

    assert archive.stat().st_mode & 0o777 == 0o600
    assert {path.name for path in var.iterdir()} == {"files", "secret_key", "backup.tar"}


def test_nothing_is_put_over_what_is_there(var):
    archive = var / "backup.tar"
    services.back_up(archive, var=var)
    before = contents(db.engine)

    with pytest.raises(Conflict, match="database is not empty"):
        services.restore(archive, var=var)

    assert contents(db.engine) == before


def test_foreign_files_are_left_alone(var):
    archive = var / "backup.tar"
    services.back_up(archive, var=var)
    lose_everything(var)
    storage().save("tickets/attachments/9/aa.txt", io.BytesIO(b"mine"), "text/plain")

    with pytest.raises(Conflict, match=r"tickets/attachments/9/aa\.txt"):
        services.restore(archive, var=var)


def test_a_restore_that_was_cut_off_can_be_repeated(var):
    archive = var / "backup.tar"
    services.back_up(archive, var=var)
    before = contents(db.engine)
    lose_everything(var)
    storage().save(KEY, io.BytesIO(b"smoke"), "text/plain")  # half of the files came, and no database

    services.restore(archive, var=var)

    assert contents(db.engine) == before
    assert kept() == b"smoke came out"


def test_a_file_that_vanishes_meanwhile_is_left_out(var, monkeypatch):
    monkeypatch.setattr(LocalStorage, "keys", lambda _self: iter(["tickets/attachments/1/gone.txt", KEY]))

    assert services.back_up(var / "backup.tar", var=var) == 1


@pytest.mark.parametrize("content", [b"", b"no archive", b"\x1f\x8b rubbish"])
def test_what_is_no_archive_is_refused(var, content):
    (var / "bad.tar").write_bytes(content)
    lose_everything(var)

    with pytest.raises(Invalid, match=r"no archive of ours|not complete"):
        services.restore(var / "bad.tar", var=var)


def test_a_missing_archive_is_said_to_be_missing(var):
    with pytest.raises(Invalid, match="is not there"):
        services.restore(var / "none.tar", var=var)


def test_an_archive_that_was_cut_off_is_refused(var):
    archive = var / "backup.tar"
    services.back_up(archive, var=var)
    with tarfile.open(archive) as whole, tarfile.open(var / "half.tar", "w") as half:
        member = whole.getmember("secrets/secret_key")
        half.addfile(member, whole.extractfile(member))
    lose_everything(var)

    with pytest.raises(Invalid, match="not complete"):
        services.restore(var / "half.tar", var=var)


def test_a_damaged_database_is_refused(var):
    archive = var / "backup.tar"
    services.back_up(archive, var=var)
    damaged = var / "damaged.tar"
    with tarfile.open(archive) as whole, tarfile.open(damaged, "w") as copy:
        for member in whole.getmembers():
            stream = whole.extractfile(member) if member.isfile() else None
            content = stream.read() if stream else b""
            if member.name == "database/helpdesk.db":
                content = content[:8192] + bytes(len(content) - 8192)
            copy.addfile(member, io.BytesIO(content))
        if db.engine.dialect.name == "postgresql":
            copy.addfile(tarfile.TarInfo("database/table_of_another_version"))
    lose_everything(var)

    with pytest.raises(Invalid, match=r"is damaged|does not know"):
        services.restore(damaged, var=var)

    assert snapshots.is_empty(db.engine)


@pytest.mark.parametrize(
    ("manifest", "sentence"),
    [
        ('{"format": 99, "database": "x"}', "another version"),
        ('{"format": 1, "database": "oracle"}', "oracle"),
        ("{", "not complete"),
    ],
)
def test_an_archive_of_another_kind_is_refused(var, manifest, sentence):
    with tarfile.open(var / "other.tar", "w") as archive:
        member = tarfile.TarInfo("manifest.json")
        member.size = len(manifest)
        archive.addfile(member, io.BytesIO(manifest.encode()))

    with pytest.raises(Invalid, match=sentence):
        services.restore(var / "other.tar", var=var)
