# paperdesk: `make run` does the job on sample_docs/, `make test` proves that it works. Both install what is missing.
.DEFAULT_GOAL := help
PYTHON ?= python3
export PYTHON
BIN := .venv/bin
STAMPS := .make
# What is in the environment is noted in the environment: who removes it gets it anew.
INSTALLED := .venv/installed

.PHONY: help run desk test check bench samples pictures models languages setup setup-dev lock clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

setup: $(STAMPS)/system $(INSTALLED)  ## install what running needs

setup-dev: setup $(STAMPS)/system-dev $(INSTALLED)-dev  ## install what testing needs beyond that

$(STAMPS)/system: scripts/system_packages.sh
	@mkdir -p $(STAMPS)
	@sh scripts/system_packages.sh run
	@touch $@

$(STAMPS)/system-dev: scripts/system_packages.sh $(STAMPS)/system
	@sh scripts/system_packages.sh test
	@touch $@

# Hashes are checked; the package itself is linked, not copied, so that the tree is what runs.
$(INSTALLED): requirements.txt pyproject.toml $(STAMPS)/system
	@sh scripts/make_venv.sh $(PYTHON) requirements.txt
	@touch $@

$(INSTALLED)-dev: requirements-dev.txt $(INSTALLED)
	@sh scripts/make_venv.sh $(PYTHON) requirements-dev.txt
	@touch $@

run: setup  ## read sample_docs/ into output/ and show the table
	@sh scripts/run_samples.sh

desk: setup  ## open the desk on what `make run` made
	@$(BIN)/paperdesk desk

check: setup-dev  ## the fast inner loop: format, lint, types, contracts, fast tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy .
	@$(BIN)/lint-imports
	@$(BIN)/pytest -q -m "not slow"

test: setup-dev  ## everything that the README promises
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy .
	@$(BIN)/lint-imports
	@$(BIN)/pytest -q -n 2 --dist loadgroup

bench: setup-dev  ## the benchmarks; SETS=../shared/sets adds the public document sets
	@sh bench/run.sh $(SETS)

samples: setup-dev  ## make sample_docs/ anew (the same bytes)
	@$(BIN)/python sample_docs/generate.py

pictures: setup-dev  ## make docs/pictures/ anew, in a real Chromium
	@$(BIN)/python -W ignore -m scripts.desk_pictures

models: setup-dev  ## learn the shipped models anew from the public sets: make models SETS=../shared/sets
	@sh scripts/make_models.sh $(SETS)

languages: setup  ## install languages of print: make languages LANGUAGES="fra pol"
	@sh scripts/system_packages.sh languages $(LANGUAGES)

# Needs an environment, but not one that already fits what is to be locked.
lock:  ## pin every dependency with hashes, no registry address
	@test -x $(BIN)/pip-compile || $(MAKE) setup-dev
	@sh scripts/lock.sh

clean:  ## remove what running made; the environment stays
	rm -rf output .mypy_cache .pytest_cache .ruff_cache
