# Needs Python 3.11 or later, pip and make; everything else is installed into .venv.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
SEED := seeds/independent-junior-doctors-2016.txt

.PHONY: demo test check own-texts format lint types bench-quality bench-adapters bench-scale clean-venv

demo: $(VENV)/.base
	@echo "== kept: clean - < $(SEED)"
	@$(BIN)/clean - < $(SEED)
	@echo
	@echo "== removed, and why: clean explain --removed-only $(SEED)"
	@$(BIN)/clean explain --removed-only $(SEED)

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n auto

check: $(VENV)/.dev format lint types test own-texts

own-texts: $(VENV)/.dev
	$(BIN)/clean check --no-cache $(wildcard corpus/*/*.yaml) $(wildcard seeds/*.body.txt)

format: $(VENV)/.dev
	$(BIN)/ruff format --check cleaner tests benchmarks hatch_build.py

lint: $(VENV)/.dev
	$(BIN)/ruff check cleaner tests benchmarks hatch_build.py

types: $(VENV)/.dev
	$(BIN)/mypy

bench-quality: $(VENV)/.dev
	$(BIN)/python benchmarks/quality.py

bench-adapters: $(VENV)/.dev
	$(BIN)/python benchmarks/adapters.py

bench-scale: $(VENV)/.dev
	$(BIN)/python benchmarks/scale.py --write docs/pipelines.md

$(VENV)/.base: pyproject.toml hatch_build.py
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.base
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,engines]'
	@touch $@

clean-venv:
	rm -rf $(VENV)
