# The two commands are `make demo` and `make test`. Each does its own set-up, once; `make help` lists the rest.
# Needed beforehand: Python 3.11 or newer, Node 20.19 or newer, make.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
OLDEST := .venv-oldest
NODE_TOOLS := tests/node/node_modules/.package-lock.json
FRONTEND := examples/ts-frontend
FRONTEND_TOOLS := $(FRONTEND)/node_modules/.package-lock.json
JOBS ?= 2

# The tests that read apps: they run with the oldest FastAPI and Pydantic as well.
APP_TESTS = $(wildcard tests/export tests/test_app*.py tests/test_discovery*.py tests/test_worker*.py)
# What holds the newest engines and validators to the letter, or needs no app.
NEWEST_ONLY := exactness corpus test_checks.py test_client.py test_fuzz.py test_goldens.py test_patterns.py test_prove.py \
	test_validation.py

.PHONY: help demo test lint types pytest examples oldest matrix laws bench goldens setup clean

help:  ## list the commands
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

demo: $(VENV)/.ready $(FRONTEND_TOOLS)  ## generate, start the shop, call it from TypeScript, change it, see what breaks
	@$(BIN)/python examples/demo.py

test: lint types pytest examples oldest  ## everything that must hold before a change is merged

lint: $(VENV)/.ready
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/.ready
	$(BIN)/mypy
	cd examples/fastapi-backend && $(CURDIR)/$(BIN)/mypy --config-file $(CURDIR)/pyproject.toml shop

pytest: setup
	$(BIN)/python -m pytest -q -n $(JOBS)

examples: setup  ## the committed client of the examples is fresh, and compiles
	cd examples/fastapi-backend && $(CURDIR)/$(BIN)/contractbridge check
	cd $(FRONTEND) && npm run --silent typecheck

oldest: $(OLDEST)/.ready $(NODE_TOOLS)  ## the tests that read apps, with FastAPI 0.115 and Pydantic 2.9
	$(OLDEST)/bin/python -m pytest -q -n $(JOBS) $(APP_TESTS)

matrix: pytest $(OLDEST)/.ready  ## all tests, and with the oldest FastAPI and Pydantic those that hold for any
	$(OLDEST)/bin/python -m pytest -q -n $(JOBS) $(NEWEST_ONLY:%=--ignore=tests/%)

laws: setup  ## what drift says of 100,000 random pairs of schemas, against another validator
	CONTRACTBRIDGE_ROUNDS=10000 $(BIN)/python -m pytest -q tests/drift/test_laws.py

bench: setup  ## time and size beside other generators
	$(BIN)/python bench/run.py

goldens: setup  ## rewrite the goldens, and the contract and client of the examples
	UPDATE_GOLDENS=1 $(BIN)/python -m pytest -q tests/test_goldens.py tests/reports/test_goldens.py
	cd examples/fastapi-backend && $(CURDIR)/$(BIN)/contractbridge generate

setup: $(VENV)/.ready $(NODE_TOOLS) $(FRONTEND_TOOLS)  ## what the other commands need

clean:  ## remove what set-up made
	rm -rf $(VENV) $(OLDEST) tests/node/node_modules $(FRONTEND)/node_modules

$(VENV)/.ready: constraints/dev.txt pyproject.toml
$(OLDEST)/.ready: constraints/oldest.txt pyproject.toml

%/.ready:
	@test -x $*/bin/python || { python=$$(.ci/find-python); echo "Making $* with $$($$python --version)"; $$python -m venv $*; }
	@echo "Installing $<"
	@$*/bin/python -m pip install -qq --disable-pip-version-check -r $<
	@$*/bin/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

%/node_modules/.package-lock.json: %/package-lock.json %/package.json
	@.ci/check-node
	@echo "Installing $<"
	@cd $* && npm ci --no-audit --no-fund --loglevel=error
	@touch $@
