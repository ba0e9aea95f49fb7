"""The people in whose names the clients file."""

import json
import os
import subprocess
import sys

from tests.databases import ROOT

MAKE = """
import json, sys
from app import create_app
from app.accounts import services
from app.accounts.models import BaseRole
from app.accounts.queries import system_user
from app.accounts.schemas import PersonDraft
from tests.signing_in import bearer_of

with create_app().app_context():
    tokens = []
    for number in range(int(sys.argv[1])):
        draft = PersonDraft(email=f"client{number}@example.org", name=f"Client {number}", role=BaseRole.employee)
        person = services.enter_person(draft, actor=system_user(), password=None)
        tokens.append(bearer_of(person)["Authorization"])
    print(json.dumps(tokens))
"""


def prepare(environment: dict[str, str], count: int) -> list[str]:
    """Set the database up, add people, and answer an Authorization header for each."""
    subprocess.run([sys.executable, "run.py", "init"], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    done = subprocess.run(
        [sys.executable, "-c", MAKE, str(count)], cwd=ROOT, check=True, text=True, stdout=subprocess.PIPE,
        env=environment | {"PYTHONPATH": os.fspath(ROOT)},
    )  # fmt: skip
    tokens: list[str] = json.loads(done.stdout.splitlines()[-1])
    return tokens
