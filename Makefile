# Two commands do everything: `make demo` and `make test`. Each sets up what it needs in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
HASHED := install --require-hashes --no-deps

.PHONY: demo test check bench docs setup lock clean

demo: $(VENV)/.run
	@$(BIN)/earnest screen examples/applications --listing examples/listings --out build/demo
	@echo "Open build/demo/careful-and-specific/candidate.html (and reviewer.html beside it)."
	@echo "Your own resume: $(BIN)/earnest screen resume.pdf"

test: $(VENV)/.test
	$(BIN)/python -m pytest -q -rs

check: $(VENV)/.check
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/build.py --check
	$(BIN)/earnest bank check practice
	for pack in packs/depth-*; do $(BIN)/earnest bank check $$pack || exit 1; done

docs: $(VENV)/.run
	$(BIN)/python docs/build.py

bench: $(VENV)/.bench
	$(BIN)/python -m benchmarks

setup: $(VENV)/.run

$(VENV)/.python:
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Earnest needs Python 3.11 or newer: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run: $(VENV)/.python requirements/run.txt requirements/build.txt pyproject.toml
	$(PIP) $(HASHED) -r requirements/build.txt
	$(PIP) $(HASHED) -r requirements/run.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.run requirements/test.txt
	$(PIP) $(HASHED) -r requirements/test.txt
	@touch $@

$(VENV)/.check: $(VENV)/.test requirements/check.txt
	$(PIP) $(HASHED) -r requirements/check.txt
	@touch $@

$(VENV)/.browser: $(VENV)/.test requirements/browser.txt
	$(PIP) $(HASHED) -r requirements/browser.txt
	@touch $@

$(VENV)/.bench: $(VENV)/.test requirements/bench.txt
	$(PIP) $(HASHED) -r requirements/bench.txt
	@touch $@

# Lock files are made with uv: hashes for every file, no host names.
lock:
	for name in build run test check browser bench; do \
	  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-emit-find-links --no-annotate --no-header --allow-unsafe requirements/$$name.in -o requirements/$$name.txt; \
	done

clean:
	rm -rf $(VENV) build
