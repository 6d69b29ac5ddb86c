# `make` sets everything up and builds every product. `make help` lists the rest.

VENV := .venv
PYTHON := $(VENV)/bin/python
PIP := $(PYTHON) -m pip --disable-pip-version-check --quiet
# Only what is pinned with its digest, and nothing that has to run code to be built.
LOCKED := --require-hashes --only-binary :all:
MODULES := cli.py
# Every folder that is a package; what it may import stands in tests/test_architecture.py.
PACKAGES := $(filter-out tests tools,$(patsubst %/__init__.py,%,$(wildcard */__init__.py)))
SOURCES := $(MODULES) $(shell find $(PACKAGES) -name '*.py')
# Which Python makes the environment; empty means the newest of those that the project is tested with.
INTERPRETER :=

.DEFAULT_GOAL := build
.DELETE_ON_ERROR:
.PHONY: build check verify test lint schema fit fuzz mutants audit bench pictures lock clean distclean help

build: $(VENV)/compiled ## Set up, and build every product into output/ (what plain `make` does)
	$(PYTHON) cli.py build

check: $(VENV)/compiled ## Check the source alone
	$(PYTHON) cli.py check

verify: $(VENV)/compiled ## Read the built files back, and compare them with the source word for word
	$(PYTHON) cli.py verify

test: lint ## Set up for development, and run linters, types and all tests
	$(PYTHON) -m pytest

lint: $(VENV)/development $(VENV)/compiled ## Run linters and the type checker alone
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy

schema: $(VENV)/compiled ## Renew the JSON Schemas of the content files after a change of the model
	$(PYTHON) -m source.schema
fit: $(VENV)/development $(VENV)/compiled ## Render 500 random sources, and print how many words leave their boxes (about ten minutes)
	FIT_SOURCES=500 $(PYTHON) -m pytest tests/slides/test_fit_rendered.py

fuzz: $(VENV)/development $(VENV)/compiled ## Check 20,000 mutated sources, read 2,000 hostile files, try 1,000 mutated templates, make every product in every size of 300 random sources, stop 300 runs, and print what became of them (hours; ANY_PROCESSES=8 takes eight processors)
	MUTATED=20000 $(PYTHON) -m pytest -n 0 tests/mutated
	HOSTILE=2000 $(PYTHON) -m pytest -n 0 tests/hostile
	TEMPLATES=1000 $(PYTHON) -m pytest -n 0 tests/slides/agency/test_hostile.py
	ODD_WORDS=1 ANY_SOURCES=300 $(PYTHON) -m pytest -n 0 tests/any_source
	KILLS=300 $(PYTHON) -m pytest -n 0 tests/kills

mutants: $(VENV)/mutants $(VENV)/compiled ## Change the nearest-tested modules line by line, and print which changes no test notices (an hour)
	rm -rf mutants
	$(PYTHON) -m mutmut run
	$(PYTHON) -m tools.mutants

audit: $(VENV)/development $(VENV)/compiled ## List the packages we use with their licenses, and known problems where they can be looked up
	$(PYTHON) -m tools.audit

bench: $(VENV)/development $(VENV)/compiled ## Time the build against pandoc on the same words
	$(PYTHON) -m tools.bench

pictures: $(VENV)/development $(VENV)/compiled ## Renew the pictures of pages and slides in the docs
	$(PYTHON) -m tools.pictures

# uv, because its --universal resolves for every Python from 3.11 on and every system at once; pip-compile knows only the one it
# runs on. The second lock is held to the first, so that tests run on the versions that users get.
UV_COMPILE = build/lock/bin/uv --no-config --quiet pip compile --universal --python-version 3.11 \
	--generate-hashes --annotation-style line --custom-compile-command 'make lock' --upgrade

lock: $(VENV)/created ## Renew the four files requirements*.txt
	$(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip --disable-pip-version-check --quiet install $(LOCKED) --requirement requirements-lock.txt
	$(UV_COMPILE) pyproject.toml --extra build --output-file requirements.txt
	$(UV_COMPILE) pyproject.toml --all-extras --constraint requirements.txt --output-file requirements-dev.txt
	$(UV_COMPILE) --group mutants --constraint requirements-dev.txt --output-file requirements-mutants.txt
	$(UV_COMPILE) --group lock --output-file requirements-lock.txt

clean: ## Remove products, caches and compiled files
	rm -rf output build dist mutants *.egg-info .hypothesis .mypy_cache .pytest_cache .ruff_cache $(VENV)/compiled
	find . -name __pycache__ -type d -not -path './$(VENV)/*' -prune -exec rm -rf {} +

distclean: clean ## Remove the virtual environment as well
	rm -rf $(VENV)

help: ## Show this list
	@awk -F ':[^#]*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

# The environment. Each step leaves a stamp, so that a second `make` goes straight to work.

# An environment dies when its Python is upgraded or its folder moves; then it is made anew.
ifneq ($(shell $(PYTHON) -c 'print(open("$(VENV)/created").read())' 2>/dev/null),$(CURDIR))
.PHONY: $(VENV)/created
endif

$(VENV)/created:
	@python=$$(sh tools/system.sh $(INTERPRETER)) && rm -rf $(VENV) && echo "Making $(VENV) with $$python" && "$$python" -m venv $(VENV)
	@printf '%s' '$(CURDIR)' > $@

$(VENV)/runtime: requirements.txt pyproject.toml $(VENV)/created
	$(PIP) install $(LOCKED) --requirement requirements.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/development: requirements-dev.txt $(VENV)/runtime
	$(PIP) install $(LOCKED) --requirement requirements-dev.txt
	@touch $@

$(VENV)/mutants: requirements-mutants.txt $(VENV)/development
	$(PIP) install $(LOCKED) --requirement requirements-mutants.txt
	@touch $@

# Outright, because Python does not do it by itself where PYTHONDONTWRITEBYTECODE is set.
$(VENV)/compiled: $(SOURCES) $(VENV)/runtime
	$(PYTHON) -m compileall -q $(MODULES) $(PACKAGES)
	@touch $@
