"""The files of a grown-up set-up agree with the product."""

import json
import re
import subprocess
import sys
from pathlib import Path

import yaml

from tests.architecture.source import ROOT
from tests.databases import SAMPLE

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
PRODUCT = ("web", "realtime", "worker", "init")


def known_settings() -> set[str]:
    return set(re.findall(r"^# ([A-Z][A-Z0-9_]+)=", SAMPLE.read_text(encoding="utf-8"), re.MULTILINE))


def test_every_part_is_there():
    assert {"proxy", *PRODUCT, "db", "redis", "storage", "mail"} <= COMPOSE["services"].keys()


def test_the_product_is_given_settings_that_it_knows():
    for name in PRODUCT:
        assert COMPOSE["services"][name]["environment"].keys() <= known_settings()


def test_secrets_must_be_set():
    environment = COMPOSE["services"]["web"]["environment"]
    for name in ("SECRET_KEY", "JWT_SECRET_KEY", "S3_SECRET_ACCESS_KEY"):
        assert environment[name].startswith(f"${{{name}:?")
    assert "${POSTGRES_PASSWORD:?" in environment["DATABASE_URL"]


def test_every_lasting_part_says_whether_it_is_well():
    lasting = {name: part for name, part in COMPOSE["services"].items() if part.get("restart") == "unless-stopped"}
    without = {name for name, part in lasting.items() if "healthcheck" not in part}
    assert without <= {"web", "mail"}  # web by the image's own check; the mail catcher is for looking only
    assert "HEALTHCHECK" in (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_sockets_go_to_the_realtime_process():
    proxy = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    assert re.search(r"location /socket\.io/ \{[^}]*http://realtime:8080", proxy)
    assert re.search(r"location / \{[^}]*http://web:8080", proxy)


def test_the_dockerfile_is_clean():
    linter = Path(sys.executable).with_name("hadolint")
    done = subprocess.run(
        [linter, "--format", "json", ROOT / "Dockerfile"], capture_output=True, text=True, check=False
    )
    assert json.loads(done.stdout) == []


def test_the_image_does_not_run_as_root():
    users = re.findall(r"^USER (\S+)", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    assert users[-1:] not in ([], ["root"], ["0"])


def test_nothing_of_the_tests_is_in_the_image():
    kept = re.findall(r"^!(\S+)", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE)
    assert "tests/" not in kept
    assert {"app/", "migrations/", "static/", "templates/", "translations/", "config.py", "run.py"} <= set(kept)
