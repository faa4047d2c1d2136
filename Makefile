# 供需 Gongxu: `make run` starts it on this machine, `make test` proves it. `make help` lists the rest.
.DEFAULT_GOAL := help
.PHONY: help setup run demo test test-servers test-faults test-faults-kills test-faults-servers test-faults-network fuzz servers-up servers-down servers-status check contracts bench bench-b2b bench-pairing bench-parks bench-parity bench-search bench-search-speed bench-events bench-house lock clean
PYTHON ?= python3
VENV   := .venv
PY     := $(VENV)/bin/python
RUN_OK := $(VENV)/.run-ok
DEV_OK := $(VENV)/.dev-ok
ELASTICSEARCH ?= elasticsearch://127.0.0.1:29200

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' Makefile | sed 's/:.*## /	/' | expand -t 22

setup: $(RUN_OK)  ## make .venv from the hashed lock

run: $(RUN_OK)  ## start the house in the foreground (GONGXU_PORT, GONGXU_VAR)
	@exec $(PY) -m deploy up

demo: $(RUN_OK)  ## add fictional suppliers in an edition of their own (2024, delta, 演示)
	@$(PY) -m deploy demo

test: $(DEV_OK)  ## the tests of the embedded house: no network, no system package
	@$(PY) -m pytest -q -n auto --dist loadfile tests

test-servers: $(DEV_OK)  ## the tests on real PostgreSQL, Kafka and Elasticsearch; stops what it starts
	@$(PY) -m deploy servers run $(PY) -m pytest -q -m servers -n 2 --dist loadfile tests

test-faults: test-faults-kills test-faults-servers test-faults-network  ## break everything under load; an hour and a half, or part by part:

test-faults-kills: $(DEV_OK)  ## processes killed, stopped, with other clocks; the embedded house on a full disk and in other hours
	@$(PY) -m deploy servers run $(PY) -m pytest -q -m faults tests/faults/test_kills.py tests/faults/test_disk.py tests/faults/test_clock.py

test-faults-servers: $(DEV_OK)  ## servers killed, restarted and away; one of three brokers gone
	@$(PY) -m deploy servers run $(PY) -m pytest -q -m faults tests/faults/test_servers.py tests/faults/test_brokers.py

test-faults-network: $(DEV_OK)  ## a minute of silence and 200 ms of latency between any two parts
	@$(PY) -m deploy servers run $(PY) -m pytest -q -m faults tests/faults/test_network.py

fuzz: $(DEV_OK)  ## pairing and park events made at random, each plan judged by its checker; a few minutes
	@$(PY) -m pytest -q -m fuzz tests/unit/conference tests/unit/parks

servers-up: $(DEV_OK)  ## fetch and start real PostgreSQL, Kafka and Elasticsearch on loopback
	@$(PY) -m deploy servers up

servers-down: $(DEV_OK)  ## stop them; their data stay
	@$(PY) -m deploy servers down

servers-status: $(DEV_OK)  ## say which of them are up; exit code 3 when one is not
	@$(PY) -m deploy servers status

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

bench-pairing: $(DEV_OK)  ## the pairing engine against its bars and side by side with others; half an hour
	@missed=0; for bench in tests.bench.reviewers "tests.bench.pairing --full"; do $(PY) -m $$bench || missed=1; done; exit $$missed

bench-parks: $(DEV_OK)  ## consortia of benchmark parks against their bars; twenty minutes
	@$(PY) -m tests.bench.parks --full

bench-b2b: $(DEV_OK)  ## the published B2B instances: fewest breaks with given pairs; a minute
	@$(PY) -m tests.bench.b2b ../shared/data/b2b/*.dzn

bench-parity: $(DEV_OK)  ## whether both engines answer alike, on a real Elasticsearch (make servers-up)
	@GONGXU_TEST_ELASTICSEARCH=$(ELASTICSEARCH) $(PY) -m tests.bench.parity

bench-search: $(DEV_OK)  ## search on every dev set beside standard, cjk and words; half an hour
	@GONGXU_TEST_ELASTICSEARCH=$(ELASTICSEARCH) $(PY) -m tests.bench.search

bench-search-speed: $(DEV_OK)  ## CPU time of queries on both engines at 100,000 documents; half an hour
	@GONGXU_TEST_ELASTICSEARCH=$(ELASTICSEARCH) $(PY) -m tests.bench.search_speed

bench-events: $(DEV_OK)  ## what a fact costs and how long it takes on real servers; ten minutes
	@$(PY) -m deploy servers run $(PY) -m tests.bench.events_servers

bench-house: $(DEV_OK)  ## memory, event to visible and a rebuild of 100,000 documents under load; an hour
	@$(PY) -m deploy servers run $(PY) -m tests.bench.house

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
