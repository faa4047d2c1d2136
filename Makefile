# 供需 Gongxu: `make run` starts it on this machine, `make test` proves it. `make help` lists the rest.
.DEFAULT_GOAL := help
.PHONY: help setup run demo test test-servers check contracts bench bench-parity bench-search-speed lock clean
PYTHON ?= python3
VENV   := .venv
PY     := $(VENV)/bin/python
RUN_OK := $(VENV)/.run-ok
DEV_OK := $(VENV)/.dev-ok
ELASTICSEARCH ?= elasticsearch://127.0.0.1:29200

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' Makefile | sed 's/:.*## /	/' | expand -t 16

setup: $(RUN_OK)  ## make .venv from the hashed lock

run: $(RUN_OK)  ## start the house in the foreground (GONGXU_PORT, GONGXU_VAR)
	@exec $(PY) -m deploy up

demo: $(RUN_OK)  ## add fictional suppliers in an edition of their own (2024, delta, 演示)
	@$(PY) -m deploy demo

test: $(DEV_OK)  ## the tests of the embedded house: no network, no system package
	@$(PY) -m pytest -q -n auto --dist loadfile tests

test-servers: $(DEV_OK)  ## the tests on real PostgreSQL, Kafka and Elasticsearch; stops what it starts
	@started=yes; $(PY) -m deploy servers status >/dev/null && started=no; \
	[ $$started = no ] || trap '$(PY) -m deploy servers down' EXIT; \
	urls=$$($(PY) -m deploy servers up) || exit 1; \
	export GONGXU_TEST_POSTGRESQL=$$(echo "$$urls" | sed -n 's/^postgresql //p'); \
	export GONGXU_TEST_KAFKA=$$(echo "$$urls" | sed -n 's/^kafka //p'); \
	export GONGXU_TEST_ELASTICSEARCH=$$(echo "$$urls" | sed -n 's/^elasticsearch //p'); \
	$(PY) -m pytest -q -m servers tests

check: $(DEV_OK)  ## style, types, import contracts, generated references
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@$(VENV)/bin/lint-imports
	@$(PY) -m deploy contracts --check

contracts: $(DEV_OK)  ## write the generated references: SDL, OpenAPI, facts, settings
	@$(PY) -m deploy contracts

bench: $(DEV_OK)  ## figures on the development data in ../shared
	@$(PY) -m tests.bench

bench-parity: $(DEV_OK)  ## whether both engines answer alike, on a real Elasticsearch (python -m deploy servers up)
	@GONGXU_TEST_ELASTICSEARCH=$(ELASTICSEARCH) $(PY) -m tests.bench.parity

bench-search-speed: $(DEV_OK)  ## CPU time of queries on both engines at 100,000 documents; half an hour
	@GONGXU_TEST_ELASTICSEARCH=$(ELASTICSEARCH) $(PY) -m tests.bench.search_speed

lock:  ## resolve the *.in files anew (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header requirements/run.in -o requirements/run.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header requirements/dev.in -o requirements/dev.lock

clean:  ## remove the environment and caches (data under var/ stays)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUN_OK): requirements/run.lock deploy/setup.sh
	@PYTHON=$(PYTHON) VENV=$(VENV) sh deploy/setup.sh requirements/run.lock
	@touch $@

$(DEV_OK): requirements/dev.lock $(RUN_OK)
	@PYTHON=$(PYTHON) VENV=$(VENV) sh deploy/setup.sh requirements/dev.lock
	@touch $@
