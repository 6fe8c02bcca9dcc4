# Needs Python 3.11 or later, pip and make; everything else is installed into .venv.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
CLEANER_DATA ?= ../shared/data
MEGABYTES ?= 1000
BUILT_OF := pyproject.toml hatch_build.py $(wildcard cleaner/native/*.[ch])
SEED := seeds/independent-junior-doctors-2016.txt

.PHONY: demo test check own-texts format lint types bench bench-check bench-renew bench-quality bench-adapters bench-nemo bench-scale bench-trouble clean-venv

demo: $(VENV)/.base
	@echo "== kept: clean - < $(SEED)"
	@$(BIN)/clean - < $(SEED)
	@echo
	@echo "== removed, and why: clean explain --removed-only $(SEED)"
	@$(BIN)/clean explain --removed-only $(SEED)

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n auto

check: $(VENV)/.dev format lint types own-texts test

own-texts: $(VENV)/.dev
	$(BIN)/clean check --no-cache $(wildcard corpus/*/*.yaml) $(wildcard seeds/*.body.txt)

format: $(VENV)/.dev
	$(BIN)/ruff format --check cleaner tests benchmarks hatch_build.py

lint: $(VENV)/.dev
	$(BIN)/ruff check cleaner tests benchmarks hatch_build.py

types: $(VENV)/.dev
	$(BIN)/mypy
	$(BIN)/mypy -p benchmarks.speed
	MYPYPATH=benchmarks $(BIN)/mypy benchmarks/*.py

# Speed beside the peers, about 15 minutes; BENCH=--quick for two. CLEANER_DATA names a folder of pages.
bench: $(VENV)/.bench
	$(BIN)/python -m benchmarks.speed $(BENCH)

# Fails when speed was lost, by ratios within one run; bench-renew commits to today's.
bench-check: $(VENV)/.base
	$(BIN)/python -m benchmarks.speed.check

bench-renew: $(VENV)/.base
	$(BIN)/python -m benchmarks.speed.check --renew

bench-quality: $(VENV)/.dev
	$(BIN)/python benchmarks/quality.py

# Every engine and every format gives the same texts; without engines other than those installed.
bench-adapters: $(VENV)/.dev
	$(BIN)/python benchmarks/adapters.py --data $(CLEANER_DATA)
	$(BIN)/python benchmarks/formats_agree.py --data $(CLEANER_DATA)

# The same for NeMo Curator, which cannot be installed beside the others without torch.
bench-nemo: $(VENV)/.dev
	$(PYTHON) -m venv $(VENV)-nemo
	$(VENV)-nemo/bin/python -m pip install --quiet --no-deps nemo-curator==1.4.0 cosmos-xenna==0.2.0
	$(VENV)-nemo/bin/python -m pip install --quiet 'ray[data]' pandas loguru psutil -e '.[arrow]'
	$(BIN)/python benchmarks/adapters.py --data $(CLEANER_DATA) --engine 'NeMo Curator' \
	  --python $(VENV)-nemo/bin/python

# Throughput for docs/pipelines.md; speed and memory of `clean run` on MEGABYTES for docs/run.md.
bench-scale: $(VENV)/.dev
	$(BIN)/python benchmarks/scale.py --data $(CLEANER_DATA) --write docs/pipelines.md
	$(BIN)/python benchmarks/corpus_run.py speed $(CLEANER_DATA)/raw-residue-resi.jsonl.gz \
	  --megabytes $(MEGABYTES) --write docs/run.md

# Kills, a full disk, vanished inputs, damaged records, a line of 200 MB.
bench-trouble: $(VENV)/.dev
	for what in kill trouble damage; do \
	  $(BIN)/python benchmarks/corpus_run.py $$what $(CLEANER_DATA)/raw-residue-resi.jsonl.gz || exit 1; \
	done
	$(BIN)/python benchmarks/corpus_run.py line --megabytes 200

$(VENV)/.base: $(BUILT_OF)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

# In one go, and libraries are compiled when they are imported: of most of them nothing is.
$(VENV)/.dev: $(BUILT_OF)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile -e '.[dev,engines]'
	@touch $(VENV)/.base $@

$(VENV)/.bench: $(VENV)/.base
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[bench]'
	@touch $@

clean-venv:
	rm -rf $(VENV)
