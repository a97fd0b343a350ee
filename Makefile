# Sales Agent: every task of a developer or a new user. `make help` lists them.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/bash

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8001
WEB := frontend
# the dashboard is built where Node.js is new enough; without it API and command line work all the same
NODE_OK := $(shell node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' 2>/dev/null && echo yes)
NO_NODE := Node.js 20.19 or newer is not here
# the browser that the browser tests drive: Debian's Chromium, else a Chrome that is there
CHROMIUM := $(or $(CHROMIUM_PATH),$(shell command -v chromium google-chrome | head -n 1))
BROWSE = cd $(WEB) && CHROMIUM_PATH='$(CHROMIUM)' npx --no-install playwright test

help: ## List the targets
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  \033[1m%-16s\033[0m %s\n", $$1, $$2}'

demo: $(VENV)/.local web-build ## Start everything, score examples/leads.csv, show the best leads (EXIT=1: end by itself; PORT=8001)
	@$(BIN)/sales-agent demo --port $(PORT) $(if $(EXIT),--exit)

up: $(VENV)/.local web-build ## Start PostgreSQL, Valkey, API, workers, beat and (without CEREBRAS_API_KEY) the simulator
	@$(BIN)/sales-agent up --port $(PORT)

test: $(VENV)/.dev ## Lint, types, import contracts and every test with coverage; sets up what it needs
	@$(MAKE) --no-print-directory lint types contracts web-test
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest
	@# a process that a test killed leaves an empty file behind
	@find . -maxdepth 1 -name '.coverage.*' -empty -delete
	@if compgen -G '.coverage.*' >/dev/null; then $(BIN)/coverage combine --quiet --append; fi
	@$(BIN)/coverage report

web: ## The dashboard's development server on port 5173; its /api goes to a running API (API_ADDRESS, default http://127.0.0.1:8001)
ifeq ($(NODE_OK),yes)
	@$(MAKE) -s --no-print-directory $(WEB)/node_modules/.installed
	@cd $(WEB) && npm run --silent dev
else
	@echo "$(NO_NODE): the dashboard's development server needs it."; exit 1
endif

web-build: ## Build the dashboard into frontend/dist, if its sources changed (needs Node.js 20.19 or newer)
ifeq ($(NODE_OK),yes)
	@$(MAKE) -s --no-print-directory $(WEB)/dist/.built
else
	@echo "$(NO_NODE): going on without the dashboard. To get it, install Node.js and run 'make web-build'."
endif

web-test: ## Types, lint, API types against docs/openapi.json, unit tests with coverage, build and byte budget of the dashboard
ifeq ($(NODE_OK),yes)
	@$(MAKE) -s --no-print-directory $(WEB)/dist/.built
	@cd $(WEB) && npm run --silent check && npm run --silent api-drift && npm run --silent built && npm run --silent budget
else
	@echo "$(NO_NODE): the dashboard's tests were not run."
endif

e2e: $(VENV)/.local ## Drive the dashboard in a real browser against the real stack, axe and measures among it (ARGS='leads -g search': some of it)
	@$(MAKE) -s --no-print-directory browser
	@$(BROWSE) $(ARGS)

screenshots: $(VENV)/.local ## Pictures of every page and state into frontend/screenshots/, and the four of the README into docs/images/
	@$(MAKE) -s --no-print-directory browser
	@PICTURES=1 && export PICTURES && $(BROWSE)
	@mkdir -p docs/images
	@for page in overview new-job job lead; do cp $(WEB)/screenshots/docs-$$page.png docs/images/$$page.png; done

browser: ## Tell whether browser tests can run here, and build the dashboard for them
ifeq ($(NODE_OK),yes)
	@test -x '$(CHROMIUM)' || { echo "No browser is here. 'apt-get install chromium' gives one; CHROMIUM_PATH names another Chromium or Chrome."; exit 1; }
	@$(MAKE) -s --no-print-directory web-build
else
	@echo "$(NO_NODE): the dashboard and its browser tests need it."; exit 1
endif

lighthouse: $(VENV)/.local web-build ## Lighthouse on sign-in and Overview as the API serves them: median of 5 runs, score 96 at least (about 4 minutes; RUNS=1)
ifeq ($(NODE_OK),yes)
	@$(MAKE) -s --no-print-directory $(WEB)/lighthouse/node_modules/.installed
	@cd $(WEB) && node lighthouse/run.mjs
else
	@echo "$(NO_NODE): Lighthouse needs it."; exit 1
endif

test-unit: $(VENV)/.dev ## Only the tests that need no server
	@$(BIN)/pytest tests/unit tests/architecture

test-api: $(VENV)/.dev ## schemathesis with every check against the running stack: 1,000 requests and more, and every documented answer seen (about 2 minutes)
	@$(BIN)/pytest -s tests/api

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
	@cd frontend && npm audit --audit-level=high && cd lighthouse && npm audit --audit-level=high

secrets: $(VENV)/.dev ## Look for secrets in what git tracks; UPDATE=1 writes what was looked at and is none into .secrets.baseline
ifdef UPDATE
	@$(BIN)/detect-secrets scan --baseline .secrets.baseline
else
	@git ls-files -z | xargs -0 $(BIN)/detect-secrets-hook --baseline .secrets.baseline
endif

clean: ## Remove the virtual environment, node_modules, the built dashboard and caches; data in .sales-agent stays
	rm -rf $(VENV) *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .coverage .coverage.* $(WEB)/node_modules $(WEB)/lighthouse/node_modules $(WEB)/dist $(WEB)/coverage $(WEB)/stats.html

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

$(WEB)/node_modules/.installed: $(WEB)/package.json $(WEB)/package-lock.json $(WEB)/.npmrc
	@echo "Installing into $(WEB)/node_modules ..."
	@cd $(WEB) && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-progress --loglevel=error
	@touch $@

# apart from the dashboard's packages: 200 more, which nobody else needs
$(WEB)/lighthouse/node_modules/.installed: $(WEB)/lighthouse/package.json $(WEB)/lighthouse/package-lock.json
	@echo "Installing into $(WEB)/lighthouse/node_modules ..."
	@cd $(WEB)/lighthouse && npm ci --no-progress --loglevel=error
	@touch $@

WEB_SOURCES := $(shell find $(WEB)/src $(WEB)/public $(WEB)/index.html $(WEB)/vite.config.ts $(wildcard $(WEB)/scripts/*.ts) -type f -not -path '*/test/*' -not -name '*.test.*' 2>/dev/null)

$(WEB)/dist/.built: $(WEB)/node_modules/.installed $(WEB_SOURCES)
	@echo "Building the dashboard ..."
	@cd $(WEB) && npm run --silent build -- --logLevel warn
	@touch $@

.PHONY: help demo up web web-build web-test e2e screenshots browser lighthouse test test-unit test-api test-faults bench lint types contracts format docs lock audit secrets clean
