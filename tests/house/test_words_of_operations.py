"""Whatever administrators read about has words of its own: no technical name is shown."""

import ast
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from app.accounts.desk.roles import NAMES
from app.accounts.models import LinkPurpose
from app.core.imports import KINDS
from app.core.jobs import JOBS
from app.notifications.models import What
from app.operations.admin import words

ROOT = Path(__file__).resolve().parents[2]


def audited() -> Iterator[str]:
    """What `audit(...)` is called with in the sources, where that is written out."""
    for path in (ROOT / "app").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(node, "func", None)
            is_audit = isinstance(node, ast.Call) and isinstance(name, ast.Name) and name.id == "audit"
            if is_audit and isinstance(node.args[0], ast.Constant):
                yield node.args[0].value


def test_every_audited_action_has_words():
    found = set(audited()) | {f"link.{purpose.value}_asked" for purpose in LinkPurpose}
    assert len(found) > 10
    assert not found - words.ACTIONS.keys()


def test_every_import_has_words(app: Flask):
    acts = {f"{kind}.{act}" for kind in KINDS for act in ("imported", "import_undone", "import_discarded")}
    assert not acts - words.ACTIONS.keys()


def test_every_job_and_every_mail_has_words(app: Flask):
    assert sorted(JOBS.keys() - words.JOBS.keys()) == []
    assert not {what.value for what in What} - words.MAILS.keys()


def test_every_permission_has_words(app: Flask):
    views = {view.class_permission_name for view in app.appbuilder.baseviews if view.base_permissions}
    assert sorted(views - {"MenuApi"} - NAMES.keys()) == []
