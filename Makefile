# Needs Python 3.11 or newer, git and make; everything else goes into .venv on the first run.
#   make report   the Putin-Xi report        make test   the tests
#   make          all that a change must pass
#   make help     the other targets
# Another Python: make PYTHON=/path/to/python3.12

SHELL := /bin/sh
.DEFAULT_GOAL := all
.SUFFIXES:

VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
PIP_FLAGS := --quiet --quiet --no-input --disable-pip-version-check

NEW_ENOUGH := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))
# The first interpreter that is new enough and can make environments.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	if $$p -c '$(NEW_ENOUGH)' >/dev/null 2>&1; then echo $$p; break; fi; done)
# The lower bounds were found on 3.11, so that is preferred where it is at hand.
OLDEST_PYTHON ?= $(shell if python3.11 -c '$(NEW_ENOUGH)' >/dev/null 2>&1; then echo python3.11; fi)

# The checkout's own data and schemas, whatever the caller's shell says.
unexport PROFILES_DATA
unexport PYTHONPATH

# $(call new-venv,folder,python): an empty environment, or a message that says what is missing.
define new-venv
	@python="$(2)"; \
	if [ -z "$$python" ] || ! "$$python" -c '$(NEW_ENOUGH)' >/dev/null 2>&1; then \
		echo "leader-profiles needs Python 3.11 or newer with its venv module;" \
			"$${python:-python3} is not that (`$${python:-python3} --version 2>&1`)." >&2; \
		echo "Name another one: make PYTHON=/path/to/python3.12" >&2; \
		exit 1; \
	fi; \
	echo "Setting up $(1) with `"$$python" --version` (the first time this takes a minute or two) ..." >&2; \
	"$$python" -m venv --clear $(1)
endef

# --- environments: each stamp installs once and waits for the one below it, so that -j is safe ---

RUN := $(VENV)/run.stamp
TEST := $(VENV)/test.stamp
DEV := $(VENV)/dev.stamp
OLDEST := $(VENV)-oldest/test.stamp
BENCH := $(VENV)-bench/bench.stamp

$(RUN): pyproject.toml
	$(call new-venv,$(VENV),$(PYTHON))
	@$(PY) -m pip install $(PIP_FLAGS) --editable .
	@touch $@

$(TEST): $(RUN)
	@$(PY) -m pip install $(PIP_FLAGS) --editable '.[test]'
	@touch $@

$(DEV): $(TEST)
	@$(PY) -m pip install $(PIP_FLAGS) --editable '.[dev]'
	@touch $@

$(OLDEST): pyproject.toml tests/constraints-oldest.txt
	$(call new-venv,$(VENV)-oldest,$(or $(OLDEST_PYTHON),$(PYTHON)))
	@$(VENV)-oldest/bin/python -m pip install $(PIP_FLAGS) --only-binary matplotlib,numpy,pandas,scipy,statsmodels \
		--constraint tests/constraints-oldest.txt --editable '.[test,peers]'
	@touch $@

# tableone holds pandas back, so that it has an environment of its own.
$(BENCH): pyproject.toml
	$(call new-venv,$(VENV)-bench,$(PYTHON))
	@$(VENV)-bench/bin/python -m pip install $(PIP_FLAGS) --editable '.[bench]'
	@touch $@

# --- what people run ---

.PHONY: all help report test test-oldest lint types data docs reports gallery latex word browser wheel bench clean

all: lint types test data docs reports wheel

help:
	@echo 'make report       build the Putin-Xi report and say where it is'
	@echo 'make test         tests with the newest dependencies, and coverage'
	@echo 'make test-oldest  tests with the oldest declared dependencies'
	@echo 'make lint         ruff (rules and format) and the import floors'
	@echo 'make types        mypy --strict'
	@echo 'make data         check the data, its canonical form, and ask frictionless'
	@echo 'make docs         regenerate docs/ and the README examples; fails if they were stale'
	@echo 'make reports      rebuild every recipe in reports/; fails if their text was stale'
	@echo 'make gallery      build every report as a page, with an index, in build/gallery'
	@echo 'make latex        compile the LaTeX tables (needs TeX; .ci/system installs it on Debian)'
	@echo 'make word         convert the Word tables to PDF and read them back (needs LibreOffice)'
	@echo 'make browser      open the gallery in Chromium: no network, no errors, accessible (needs Chromium, npm)'
	@echo 'make wheel        build the sdist, the wheel from it, and use that elsewhere'
	@echo 'make bench        the measurements in benchmarks/'
	@echo 'make all          lint types test data docs reports wheel'
	@echo 'make clean        remove everything that these targets made'

report: $(RUN)
	@$(BIN)/profiles report putin xi -o build/putin-xi
	@echo
	@echo "The report is in $(CURDIR)/build/putin-xi"
	@find "$(CURDIR)/build/putin-xi" -maxdepth 1 -name '*.html' -exec echo 'Open {}' \;

# A process for each processor; PARALLEL= for one alone, as a debugger needs.
PARALLEL := -n auto --dist worksteal

# ARGS adds to the command: make test ARGS='-k dates'
test: $(TEST)
	$(PY) -m pytest $(PARALLEL) --cov=profiles $(ARGS)

# Old releases deprecate and are deprecated by their newer neighbours, which is not ours to fix; what will
# change for us (FutureWarning) is still an error.
test-oldest: $(OLDEST)
	@$(VENV)-oldest/bin/python -m pip list --disable-pip-version-check 2>/dev/null \
		| grep -E '^(matplotlib|numpy|pandas|pandera|typer) '
	$(VENV)-oldest/bin/python -m pytest -p no:cacheprovider -m 'not newest' \
		-W ignore::DeprecationWarning -W ignore::PendingDeprecationWarning $(PARALLEL) $(ARGS)

lint: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(DEV)
	$(BIN)/mypy

data: $(TEST)
	$(BIN)/profiles check --strict
	$(BIN)/profiles format --check
	$(BIN)/frictionless validate datapackage.json

# Written beside the committed text and compared: when nothing is stale, nothing in the tree is touched.
docs: $(TEST)
	@rm -rf build/docs
	@mkdir -p build/docs
	$(BIN)/profiles codebook -o build/docs/codebook.md
	$(BIN)/typer profiles.cli utils docs --name profiles --output build/docs/cli.md
	$(PY) -m tests.readme -o build/docs/README.md
	$(PY) -m tests.tutorial -o build/docs/tutorial.ipynb
	@stale=0; \
	for page in docs/codebook.md docs/cli.md docs/tutorial.ipynb README.md; do \
		new="build/docs/`basename $$page`"; \
		if ! diff -u "$$page" "$$new"; then cp "$$new" "$$page"; echo "stale: $$page" >&2; stale=1; fi; \
	done; \
	if [ $$stale = 1 ]; then echo 'Rewritten; read the difference and commit it.' >&2; exit 1; fi

reports: $(TEST)
	$(PY) -m tests.reports

gallery: $(TEST)
	$(BIN)/profiles gallery reports -o build/gallery --processes 2
	@echo "Open $(CURDIR)/build/gallery/index.html"

latex: $(TEST)
	$(PY) -m tests.latex -o build/latex

word: $(TEST)
	$(PY) -m tests.word -o build/word

browser: $(TEST)
	$(PY) -m tests.browser build/gallery

# `build` makes the sdist and then the wheel from the sdist. The root folder is as far from the checkout
# as one can get.
wheel: $(DEV)
	@rm -rf build/wheel
	@mkdir -p build/wheel
	$(PY) -m build --outdir build/wheel . > build/wheel/build.log 2>&1 || { cat build/wheel/build.log; exit 1; }
	$(PY) -m venv build/wheel/env
	build/wheel/env/bin/python -m pip install $(PIP_FLAGS) build/wheel/*.whl
	cd / && "$(CURDIR)/build/wheel/env/bin/profiles" check
	cd / && "$(CURDIR)/build/wheel/env/bin/profiles" compare putin xi > "$(CURDIR)/build/wheel/putin-xi.txt"
	@test -s build/wheel/putin-xi.txt
	cd / && "$(CURDIR)/build/wheel/env/bin/profiles" report putin xi -o "$(CURDIR)/build/wheel/putin-xi"
	@ls build/wheel/*.whl build/wheel/*.tar.gz

bench: $(BENCH)
	$(VENV)-bench/bin/python -m benchmarks

clean:
	rm -rf build $(VENV) $(VENV)-bench $(VENV)-oldest .coverage .hypothesis .import_linter_cache .mypy_cache \
		.pytest_cache .ruff_cache
