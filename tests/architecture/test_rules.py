"""Each rule finds its bad sample, passes its good one, and holds in the whole tree."""

import ast

import pytest

from tests.architecture.rules import RULES, VAGUE_NAMES, Rule
from tests.architecture.source import files, tree

by_name = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)


@by_name
def test_rule_finds_what_it_forbids(rule: Rule):
    assert list(rule.find(ast.parse(rule.bad)))
    assert not list(rule.find(ast.parse(rule.good)))


@by_name
def test_rule_holds(rule: Rule):
    places = [path for path in files("*.py", "app/**/*.py", "migrations/**/*.py") if rule.holds_in(path)]
    broken = [f"{path}:{line}: {what}" for path in places for line, what in rule.find(tree(path))]
    assert not broken, f"{rule.name}:\n" + "\n".join(broken)


def test_no_module_is_a_drawer():
    drawers = [path for path in files("app/**/*.py", "tests/**/*.py") if VAGUE_NAMES & {path.stem, path.parent.name}]
    assert not drawers
