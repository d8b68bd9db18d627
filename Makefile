# Needs Debian 12 (or the like) with python3.11, git and make; everything else lands in .venv.
# PORT= and DATA= may be given, for example: make run PORT=8080 DATA=/srv/causeway

SHELL := /bin/sh
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup run test check bench lock ready-run ready-dev

UV_VERSION := 0.13.9
VENV := $(CURDIR)/.venv
BIN := $(VENV)/bin
UV := $(VENV)/uv/bin/uv
LOCKED = $$(cat uv.lock pyproject.toml libs/*/pyproject.toml Makefile | sha256sum | cut -c1-16)

# Caches stay in the clone: the account that runs this may own nothing else.
export UV_CACHE_DIR := $(VENV)/cache/uv
export PIP_CACHE_DIR := $(VENV)/cache/pip
export UV_PYTHON := $(BIN)/python
export UV_PYTHON_DOWNLOADS := never
export UV_PROJECT_ENVIRONMENT := $(VENV)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export HYPOTHESIS_STORAGE_DIRECTORY := $(VENV)/cache/hypothesis
export PYTHONUTF8 := 1
# Some containers forbid compiled files, and every start then compiles Django anew.
unexport PYTHONDONTWRITEBYTECODE
ifdef PORT
export PORT
endif
ifdef DATA
export DATA
endif

# A home and a temporary folder for tools that insist on one, when this account has none it can write to.
OWN_HOME = if [ ! -w "$${HOME:-/nonexistent}" ]; then export HOME='$(VENV)/home'; mkdir -p "$$HOME"; fi; \
	if [ ! -w "$${TMPDIR:-/tmp}" ]; then export TMPDIR='$(VENV)/tmp'; mkdir -p "$$TMPDIR"; fi;

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ready-dev ## make .venv with everything that running, testing and changing the site needs

run: ready-run ## set everything up and serve the site on http://127.0.0.1:8000 (PORT=, DATA=); Ctrl-C stops it
	@$(OWN_HOME) exec $(BIN)/causeway up

test: ready-dev ## run the tests (PostgreSQL instead of SQLite with DATABASE_URL=)
	@$(OWN_HOME) DATA="$${TEST_DATA:-$(CURDIR)/test-results/data}" exec $(BIN)/python -m pytest -n auto --dist loadgroup $(TESTS)

check: ready-dev ## format, lint, types, rules of the house, migrations, links in docs, Dockerfile, systemd unit
	@$(OWN_HOME) DATA=$(CURDIR)/test-results/data exec sh .ci/check

bench: ready-dev ## measure the figures this project publishes and print them as a table
	@$(OWN_HOME) exec $(BIN)/python -m benchmarks $(ONLY)

lock: ready-dev ## write uv.lock anew from pyproject.toml
	@$(UV) lock

# --- Making .venv ---------------------------------------------------------------------------------

ready-run:
	@if [ ! -e $(VENV)/ready-run-$(LOCKED) ] && [ ! -e $(VENV)/ready-dev-$(LOCKED) ]; then \
		$(OWN_HOME) $(call install,run,--no-dev); fi

ready-dev:
	@if [ ! -e $(VENV)/ready-dev-$(LOCKED) ]; then $(OWN_HOME) $(call install,dev,); fi

define find_python
	for name in python3.11 python3; do \
		if command -v $$name >/dev/null 2>&1 && \
			$$name -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then python=$$name; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
		echo "Causeway needs Python 3.11, which is not on this machine's PATH." >&2; \
		echo "On Debian 12: apt-get install python3 python3-venv" >&2; exit 1; \
	fi; \
	if ! $$python -c 'import venv, ensurepip' 2>/dev/null; then \
		echo "Python's venv module is not complete on this machine (Debian packs it apart)." >&2; \
		echo "Install it with: apt-get install python3-venv" >&2; exit 1; \
	fi
endef

define install
	set -e; python=; $(find_python); \
	if ! mkdir -p $(VENV) 2>/dev/null || [ ! -w $(VENV) ]; then \
		echo "This account may not write to $(CURDIR), where .venv has to be made." >&2; exit 1; fi; \
	if [ ! -x $(BIN)/python ]; then echo "Making .venv …"; $$python -m venv $(VENV); fi; \
	if [ "$$($(UV) --version 2>/dev/null | cut -d' ' -f2)" != "$(UV_VERSION)" ]; then \
		echo "Installing uv $(UV_VERSION) …"; rm -rf $(VENV)/uv; \
		$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip >/dev/null; \
		$(BIN)/python -m pip install --quiet --target $(VENV)/uv uv==$(UV_VERSION); \
	fi; \
	echo "Installing what uv.lock names …"; \
	$(UV) sync --frozen --all-packages --extra postgres $(2) --quiet; \
	$(BIN)/causeway compile; \
	rm -f $(VENV)/ready-*; touch $(VENV)/ready-$(1)-$(LOCKED)
endef
