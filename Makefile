# Two commands do everything on a fresh machine with Python 3.11 or newer and make.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
AXE := .cache/axe/package/axe.min.js
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: demo test lint bench golden axe clean

demo: $(VENV)/ready        ## set up, run the worked example, say which file to open
	$(BIN)/duediligence demo demo

test: $(VENV)/ready-dev axe ## set up, run every test
	$(BIN)/python -m pytest -n auto

lint: $(VENV)/ready-dev    ## ruff, mypy, import floors, content
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/duediligence content lint --quiet

bench: $(VENV)/ready-dev   ## paired timings, printed as ratios
	$(BIN)/python -m tests.benchmarks

axe: $(AXE)                ## fetch the rules of accessibility; without them those tests are skipped
$(AXE):
	@mkdir -p .cache/axe
	@cd .cache/axe && npm pack --silent axe-core@4.10.3 >/dev/null 2>&1 && tar -xzf axe-core-*.tgz \
		|| echo "axe-core was not fetched (that takes npm and a network): the tests that need it are skipped"

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/ready: $(VENV)/bin/python requirements/run.txt pyproject.toml
	$(PIP) --require-hashes -r requirements/run.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/ready-dev: $(VENV)/ready requirements/dev.txt
	$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@

clean:                     ## remove what the commands above made
	rm -rf $(VENV) demo .cache
