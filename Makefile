# The doors of this repository. `make help` lists them; each needs only Python 3.11 or newer and make.
.DEFAULT_GOAL := help
.PHONY: faults load help install install-dev run demo test test-sqlite test-postgresql cover check lint types layers templates catalogues bench bench-search bench-calendar bench-assets bench-import shots fmt python bench-reports

NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
ifeq ($(PYTHON)$(wildcard .venv/bin/python),)
PYTHON := $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
  "$$p" -c '$(NEW_ENOUGH)' 2>/dev/null && { command -v $$p; break; }; done)
endif
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= logical
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --maxprocesses 8

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk 'BEGIN {FS = ":.*## "} {printf "  make %-16s %s\n", $$1, $$2}'

python:
	@test -x $(BIN)/python || "$(PYTHON)" -c '$(NEW_ENOUGH)' 2>/dev/null || { \
	  echo "This needs Python 3.11 or newer; found: $$({ "$(PYTHON)" --version || python3 --version; } 2>/dev/null || echo none)."; \
	  echo "Install it, or name it: make PYTHON=/path/to/python3.12 install"; exit 1; }

$(BIN)/python: | python
	@"$(PYTHON)" -m venv $(VENV) || { echo "The venv module is missing: on Debian and Ubuntu, apt install python3-venv"; exit 1; }

$(VENV)/.installed: requirements.txt | $(BIN)/python
	@echo "Installing what the product needs into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements.txt requirements-dev.txt | $(BIN)/python
	@echo "Installing what the tests and checks need into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $(VENV)/.installed $@

install: $(VENV)/.installed ## make the virtual environment with the pinned dependencies

install-dev: $(VENV)/.installed-dev ## the same plus what tests and checks need

run: install ## start everything on http://localhost:8080, with the demo company on the first start
	@DEMO=$${DEMO:-1} $(BIN)/python run.py

demo: install ## load the demo company into an empty database
	@$(BIN)/python run.py demo

test: test-sqlite test-postgresql ## every test on SQLite, then what a database can change on a PostgreSQL of its own

test-sqlite: install-dev ## every test on SQLite
	@$(PYTEST) --database=sqlite

test-postgresql: install-dev ## what a database can change, on a PostgreSQL that the run starts and stops
	@$(PYTEST) --database=postgresql

cover: install-dev ## both halves with branch coverage, the gaps, and the floors of pyproject.toml
	@rm -f .coverage .coverage.*
	@$(PYTEST) --database=sqlite --cov --cov-report=
	@$(PYTEST) --database=postgresql --cov --cov-append --cov-report=
	@$(BIN)/coverage report
	@$(BIN)/coverage report --fail-under=100 --include='app/core/*,app/*/services*,app/*/policies*,app/*/queries*'

check: lint types layers templates test ## everything that must be green before a change lands

lint: install-dev ## ruff
	@$(BIN)/ruff check .

types: install-dev ## mypy, strict on the domain
	@$(BIN)/mypy

layers: install-dev ## the import direction
	@$(BIN)/lint-imports --no-cache

templates: install-dev ## djlint
	@$(BIN)/djlint templates --lint --quiet

faults: install-dev ## kill the server 200 times per database while 20 clients file tickets, and count what was lost
	@$(BIN)/python -m tests.faults.kill

catalogues: install-dev ## collect the texts into translations/, and compile them
	@mkdir -p var
	@$(BIN)/pybabel --quiet extract -F babel.cfg -k _l -k lazy_gettext -k lazy_ngettext:1,2 --no-location --sort-output \
	  --project "IT Helpdesk Pro" -o var/messages.pot .
	@test -f translations/de/LC_MESSAGES/messages.po || $(BIN)/pybabel --quiet init -i var/messages.pot -d translations -l de
	@$(BIN)/pybabel --quiet update -i var/messages.pot -d translations --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	@$(BIN)/pybabel --quiet compile -d translations

bench: install-dev ## measure a big database on both engines beside a bare Flask route
	@$(BIN)/python -m tests.load.bench

bench-assets: install-dev ## rooms and devices under load: 200 clients for one slot, free rooms among 200,000 bookings
	@$(BIN)/python -m tests.load.bench_assets

bench-search: install-dev ## how good and fast search is; SEARCH_DATA names the folder of the collections
	@$(BIN)/python -m tests.load.bench_search

bench-calendar: install-dev ## 2,000 random schedules of edits and faults per database, 5,000 items after 410, how soon changes arrive; how fast a full week is drawn
	@$(BIN)/python -m tests.load.bench_calendar
	@$(BIN)/python -m tests.load.bench_week

bench-import: install-dev ## how fast 50,000 devices come in from a file, and with how much memory
	@$(BIN)/python -m tests.load.bench_import

bench-reports: install-dev ## count 20,000 tickets by hand, then measure dashboard, reports and exports on both engines
	@$(BIN)/python -m tests.load.bench_reports

load: install-dev ## k6: 100 people on the first page, 30 who file and read tickets, 50 who type a subject, for a minute each
	@$(BIN)/python -m tests.load.k6

shots: install-dev ## screenshots of every page: both themes, phone and desk, in var/shots
	@$(BIN)/python -m tests.browser.shots

fmt: install-dev ## format Python and put imports in order
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format --quiet .
