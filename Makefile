# Serambi: every task of a developer or an operator. `make up` needs git, make and Python 3.11 or newer, nothing else.

PYTHON ?= python3
PORT ?= 8000
AS_OF ?= 2020-09-10T07:30+07:00
PYTEST_ARGS ?=
LOCK_ARGS ?=

BIN := .venv/bin
RUN_STAMP := .venv/.installed
DEV_STAMP := .venv/.installed-dev
LOCK := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-config --no-header --no-annotate --no-emit-index-url --no-emit-find-links --quiet $(LOCK_ARGS)

.DEFAULT_GOAL := help
.PHONY: help up down test check bench prove lock messages format

help: ## say what each target does
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 20

up: $(RUN_STAMP) ## start the whole service on 127.0.0.1:$PORT as of $AS_OF
	@# Without a shell in between, so that a TERM to make ends the service too.
	@exec $(BIN)/serambi up --port $(PORT) $(if $(AS_OF),--as-of "$(AS_OF)")

down: $(RUN_STAMP) ## stop the database that `make up` left running
	@$(BIN)/serambi down

test: $(DEV_STAMP) ## run the tests (PYTEST_ARGS="-k slots")
	@$(BIN)/python tools/ensure_chromium.py
	@# Two at a time: tests wait as often as they work, and each process has its own PostgreSQL and browser.
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile $(PYTEST_ARGS)

check: $(DEV_STAMP) ## lint, format, types, floors, translations, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/messages.py --check
	@# No database is asked, only the files; the warning would say just that.
	$(BIN)/python -W ignore::RuntimeWarning -m django makemigrations --check --dry-run \
		--settings serambi.config.settings_test

bench: $(DEV_STAMP) ## measure and print figures
	$(BIN)/python -m bench

prove: $(DEV_STAMP) ## the long races and crashes: nobody lost, never overbooked
	SERAMBI_PROVE=1 $(BIN)/python -m pytest tests/races tests/crash tests/stories/test_visit_day.py -q -s \
		-o faulthandler_timeout=0 $(PYTEST_ARGS)

lock: $(DEV_STAMP) ## write both lock files from pyproject.toml (LOCK_ARGS=--upgrade for newer versions)
	$(LOCK) --output-file requirements.lock
	$(LOCK) --extra dev --constraints requirements.lock --output-file requirements-dev.lock

messages: $(DEV_STAMP) ## collect the texts to translate and compile the translations
	$(BIN)/python tools/messages.py

format: $(DEV_STAMP) ## format and fix what can be fixed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Serambi needs Python 3.11 or newer; '$(PYTHON)' is not. Say which: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; \
		exit 1; }
	@echo "Creating .venv"
	@$(PYTHON) -m venv .venv

$(RUN_STAMP): requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing the locked packages"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(DEV_STAMP): requirements-dev.lock $(RUN_STAMP)
	@echo "Installing the locked packages for developers"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
