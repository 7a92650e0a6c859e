# Needs make, python3 (3.11 or newer) and pip; everything else goes into .venv.
#   make test ARGS="tests/test_wire.py -n 0 -x"     PYTHON=python3.12 make demo

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo lab test coverage check bench clean

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
ARGS ?=

# The first that starts and is new enough: python3 itself if it is, else the newest beside it.
SUITS = -c 'import sys; sys.exit(sys.version_info < (3, 11))'
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name $(SUITS) >/dev/null 2>&1 && { echo $$name; break; }; done)

help: ## list what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1@\2/p' $(MAKEFILE_LIST) | column -t -s @ 2>/dev/null || grep '##' $(MAKEFILE_LIST)

demo: $(READY) ## take a made-up class through the whole workflow and print its scores
	@$(BIN)/autograder demo $(ARGS)

lab: $(READY) ## open JupyterLab as a student sees it, in lab/ (ARGS="--no-browser --port 9000" goes to it)
	@$(BIN)/python -m autograder.demo.lab $(ARGS)

test: $(READY) ## run the tests on all cores (ARGS="..." goes to pytest; -n 0 for one process)
	@$(BIN)/python -m pytest -n auto --dist loadfile $(ARGS)

coverage: $(READY) ## run the tests and tell which branches none of them takes; half as long again
	@$(BIN)/python -m pytest -n auto --dist loadfile --cov --cov-report=term $(ARGS)

check: $(READY) ## format, lint, types, the direction of imports, and whether what is released is fresh
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/autograder release --check

bench: $(READY) ## measure the grader against its floor, a fresh pytest, otter and stock nbgrader (ARGS="..." goes to it)
	@$(BIN)/python -m tests.benchmarks $(ARGS)

clean: ## remove .venv, caches and whatever was built
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage .coverage.* htmlcov build dist
	find autograder tests solutions -name __pycache__ -type d -prune -exec rm -rf {} +

# Installed once, and again when what is wanted changes.
$(READY): pyproject.toml .ci/walls.txt | $(BIN)/pip
	@echo "Installing what is missing into $(VENV) (once; a few minutes on a slow line)"
	@$(PIP) install --require-hashes --no-deps --only-binary :all: -r .ci/walls.txt
	@$(PIP) install --editable '.[dev]'
	@touch $@

# Debian's python3 comes without ensurepip unless python3-venv is installed; its pip can fill the environment instead.
$(BIN)/pip:
	@test -n "$(PYTHON)" || { \
		echo "no Python 3.11 or newer found, one is needed: install it, or name it with make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) $(SUITS) || { \
		echo "$(PYTHON) does not start or is too old, 3.11 or newer is needed: name another with make PYTHON=..."; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV) >/dev/null 2>&1 \
		|| { $(PYTHON) -m venv --clear --without-pip $(VENV) && $(PYTHON) -m pip --quiet --python $(BIN)/python install pip; } \
		|| { rm -rf $(VENV); \
			echo "$(PYTHON) cannot create $(VENV), its venv and pip modules are needed: apt-get install python3-venv python3-pip"; exit 1; }
