# Everything Heed needs is installed by these targets; `make help` lists them.
SHELL := /bin/bash
PYTHON ?= python3
UV_VERSION := 0.13.9
BIN := .venv/bin
export PATH := $(CURDIR)/.venv/bin:$(PATH)
STATIC := src/heed/foundation/design/static/heed

.DEFAULT_GOAL := help
.PHONY: help install demo test test-unit test-browser test-telephony check bench fmt lock clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

install: .venv/.installed $(STATIC)/heed.css ## Install Heed and its tools into .venv and node_modules
	@$(BIN)/python -m compileall -q -j 2 src/heed tests

.venv/.installed: requirements/dev.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@$(BIN)/uv pip sync --quiet --compile-bytecode --require-hashes requirements/dev.txt
	@$(BIN)/uv pip install --quiet --no-deps --editable .
	@touch $@

node_modules/.installed: package.json package-lock.json .venv/.installed
	@$(BIN)/python tools/node.py npm ci --ignore-scripts --loglevel=error
	@touch $@

$(STATIC)/heed.css: node_modules/.installed $(wildcard src/heed/foundation/design/assets/*)
	@$(BIN)/python tools/node.py npm run --silent build

demo: install ## Run Heed with a simulated force; prints the address and who to sign in as
	@$(BIN)/heed demo

test: install ## Run all tests: unit, browser, telephony
	@$(BIN)/python tools/system_packages.py chromium kamailio sipp
	@$(BIN)/pytest -n 2 --dist loadfile

test-unit: install ## Run the tests that need neither browser nor telephone exchange
	@$(BIN)/pytest -n 2 -m "not browser and not telephony"

test-browser: install ## Run the tests in a real browser
	@$(BIN)/python tools/system_packages.py chromium
	@$(BIN)/pytest -m browser

test-telephony: install ## Place real SIP calls through Kamailio
	@$(BIN)/python tools/system_packages.py kamailio sipp
	@$(BIN)/pytest -m telephony

check: install ## Lint, types, layers, templates, migrations
	@$(BIN)/python tools/check.py

bench: install .venv-bench/.installed ## Measure; writes bench/results and docs/benchmarks.md
	@.venv-bench/bin/python -m bench

.venv-bench/.installed: requirements/bench.txt pyproject.toml
	@$(PYTHON) -m venv .venv-bench
	@$(BIN)/uv pip sync --quiet --require-hashes --python .venv-bench/bin/python requirements/bench.txt
	@$(BIN)/uv pip install --quiet --python .venv-bench/bin/python --no-deps --editable .
	@touch $@

fmt: install ## Format
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix-only --quiet .

lock: ## Compile the locks anew from pyproject.toml
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header --no-emit-index-url pyproject.toml -o requirements/heed.txt
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header --no-emit-index-url pyproject.toml --group dev -o requirements/dev.txt
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-header --no-emit-index-url pyproject.toml --group dev --group bench -o requirements/bench.txt

clean: ## Remove what was installed and built (never data)
	@rm -rf .venv .venv-bench node_modules $(STATIC)
