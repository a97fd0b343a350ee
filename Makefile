# Sales Agent: every task of a developer or a new user. `make help` lists them.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/bash

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8001

help: ## List the targets
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  \033[1m%-16s\033[0m %s\n", $$1, $$2}'

demo: $(VENV)/.local ## Start everything, score examples/leads.csv, show the best leads (EXIT=1: end by itself; PORT=8001)
	@$(BIN)/sales-agent demo --port $(PORT) $(if $(EXIT),--exit)

up: $(VENV)/.local ## Start PostgreSQL, Valkey, API, workers, beat and (without CEREBRAS_API_KEY) the simulator
	@$(BIN)/sales-agent up --port $(PORT)

test: $(VENV)/.dev ## Lint, types, import contracts and every test with coverage; sets up what it needs
	@$(MAKE) --no-print-directory lint types contracts
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest
	@# a process that a test killed leaves an empty file behind
	@find . -maxdepth 1 -name '.coverage.*' -empty -delete
	@if compgen -G '.coverage.*' >/dev/null; then $(BIN)/coverage combine --quiet --append; fi
	@$(BIN)/coverage report

test-unit: $(VENV)/.dev ## Only the tests that need no server
	@$(BIN)/pytest tests/unit tests/architecture

test-faults: $(VENV)/.dev ## Kill workers, Valkey, PostgreSQL and beat under load and count leads and bills (about 5 minutes)
	@$(BIN)/pytest tests/faults

bench: $(VENV)/.dev ## Leads saved a second beside a bare aiohttp script, medians of interleaved runs (about 5 minutes)
	@$(BIN)/python -m benchmarks

lint: $(VENV)/.dev ## ruff: rules and format
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: $(VENV)/.dev ## mypy, strict
	@$(BIN)/mypy

contracts: $(VENV)/.dev ## import-linter: which room may import which
	@$(BIN)/lint-imports

format: $(VENV)/.dev ## Let ruff write the format and mend what it can
	@$(BIN)/ruff check --fix-only . ; $(BIN)/ruff format .

docs: $(VENV)/.dev ## Write what the code says of itself: docs/openapi.json, docs/errors.md
	@$(BIN)/python -m api.openapi > docs/openapi.json.new && mv docs/openapi.json.new docs/openapi.json
	@$(BIN)/python -m api.http.errors > docs/errors.md.new && mv docs/errors.md.new docs/errors.md

lock: $(VENV)/.dev ## Resolve setup.cfg anew into requirements/, with hashes and without index addresses (UPGRADE=1: newest versions)
	@cd requirements && export UV_CUSTOM_COMPILE_COMMAND='make lock' && \
	compile="../$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-emit-index-url $(if $(UPGRADE),--upgrade)" && \
	$$compile ../setup.cfg -o runtime.txt && $$compile ../setup.cfg --extra local -c runtime.txt -o local.txt && \
	$$compile flower.in -c runtime.txt -o flower.txt && $$compile build.in -c local.txt -o build.txt && $$compile audit.in -o audit.txt && \
	$$compile ../setup.cfg --extra local --extra dev -c local.txt -c flower.txt -o dev.txt

audit: $(VENV)/audit/.ready ## Ask the advisory services about every locked package of both sides (needs a way to them; fails without)
	@for lock in dev flower build audit; do echo "requirements/$$lock.txt" && \
	$(VENV)/audit/bin/pip-audit --strict --require-hashes --disable-pip --progress-spinner off -r requirements/$$lock.txt || exit 1; done
	@cd frontend && npm audit --audit-level=high

secrets: $(VENV)/.dev ## Look for secrets in what git tracks; UPDATE=1 writes what was looked at and is none into .secrets.baseline
ifdef UPDATE
	@$(BIN)/detect-secrets scan --baseline .secrets.baseline
else
	@git ls-files -z | xargs -0 $(BIN)/detect-secrets-hook --baseline .secrets.baseline
endif

clean: ## Remove the virtual environment and caches; data in .sales-agent stays
	rm -rf $(VENV) *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .coverage .coverage.*

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	{ echo "Sales Agent needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) --version 2>&1). Try: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.local: requirements/local.txt setup.cfg pyproject.toml | $(VENV)/bin/python
	@test -e $(VENV)/.dev || { echo "Installing into $(VENV) ..." && \
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/local.txt; }
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.txt setup.cfg pyproject.toml | $(VENV)/bin/python
	@echo "Installing into $(VENV) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/.local

$(VENV)/audit/.ready: requirements/audit.txt | $(VENV)/bin/python
	@$(PYTHON) -m venv $(VENV)/audit
	@$(VENV)/audit/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/audit.txt
	@touch $@

.PHONY: help demo up test test-unit test-faults bench lint types contracts format docs lock audit secrets clean
