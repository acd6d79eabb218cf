# make run: the shop on http://127.0.0.1:8000. make test: everything that must hold. See README.md.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --disable-pip-version-check --quiet
PYTEST := $(BIN)/python -m pytest
SOURCES := src tests $(wildcard bench)

.DEFAULT_GOAL := help
.PHONY: help run install install-dev test tools lint types imports test-sqlite test-postgresql browser bench lock format clean

help:
	@echo "make run    install, load the demo shop, serve (PORT, HOST, POLYTILL_DATA, DATABASE_URL)"
	@echo "make test   lint, types, import contracts, tests on SQLite and PostgreSQL, browser tests"
	@echo "make lint | types | imports | test-sqlite | test-postgresql | browser | bench | format | lock | clean"

# --- install -------------------------------------------------------------------------------------------------------

$(VENV)/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Polytill needs Python 3.11 or newer; set PYTHON=")'
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run: $(VENV)/.created requirements.txt pyproject.toml
	@echo "Installing the pinned dependencies…"
	@$(PIP) --require-hashes -r requirements.txt
	@$(PIP) --no-deps --no-build-isolation --no-index -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.txt
	@echo "Installing the pinned development dependencies…"
	@$(PIP) --require-hashes -r requirements-dev.txt
	@touch $@

install: $(VENV)/.run
install-dev: $(VENV)/.dev

# --- run -----------------------------------------------------------------------------------------------------------

run: install
	@$(BIN)/polytill migrate
	@$(BIN)/polytill demo --if-empty
	@exec $(BIN)/polytill serve

# --- check ---------------------------------------------------------------------------------------------------------

# One after the other, for each needs the whole machine, and the closing line of the last one is the last line.
test: tools install-dev
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory types
	@$(MAKE) --no-print-directory imports
	@$(MAKE) --no-print-directory browser
	@$(MAKE) --no-print-directory test-postgresql
	@$(MAKE) --no-print-directory test-sqlite

tools:
	@scripts/ensure-test-tools

lint: install-dev
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)

types: install-dev
	$(BIN)/mypy

imports: install-dev
	$(BIN)/lint-imports

test-sqlite: install-dev
	env -u DATABASE_URL $(PYTEST) --ignore=tests/browser

test-postgresql: install-dev
	scripts/with-postgres $(PYTEST) --ignore=tests/browser

browser: install-dev
ifneq ($(wildcard tests/browser),)
	env -u DATABASE_URL $(PYTEST) tests/browser
endif

# --- tend ----------------------------------------------------------------------------------------------------------

bench: install-dev
	$(BIN)/python -m bench

format: install-dev
	$(BIN)/ruff check --fix $(SOURCES)
	$(BIN)/ruff format $(SOURCES)

lock:
	scripts/lock

clean:
	rm -rf $(VENV) build src/*.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
