# demo   create the environment and check an example report
# test   install what the tests need and run them
# lint   style, layout and types
# docs   generate docs/rules.md and the tables of forms
# snapshots  record terminal output for the snapshot tests
# site   build docs/ as a website in build/site
# bench  measure the performance figures in README
# app    build the program as a single file, for users without Python
# accuracy  measure missed errors and false alarms
# ratchet  fail if the cases in ../shared/cases are read worse than before
# programs  measure what is read from the output of other programs
# oddities  measure what hidden, struck and covered text does to figures
# hostile  measure what files made to hurt cost
# scans   measure what is read of pictures of paper, in every kind and strength
# benchmark-zeros  lone figures in cells, read by three readers
# soak   load the page for two minutes and kill its processes
# fuzz   check mutated documents of every form for ten minutes, and ten guided by coverage
# guided  check small documents guided by coverage for a minute
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
# Non-Python tools that tests use to validate outputs; without npm those tests are skipped.
TOOLS := .tools

.PHONY: scans benchmark-zeros guided soak hostile breaks oddities demo test lint format docs site screenshot snapshots bench accuracy programs ratchet fuzz example app clean

demo: $(STAMP)
	@$(BIN)/nianbao check examples/report-with-a-fault.pdf || test $$? -eq 1

test: $(STAMP) $(TOOLS)/.installed
	$(BIN)/python -m pytest --numprocesses=logical --maxprocesses=4 --dist=worksteal

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy --platform win32 validator
	$(BIN)/mypy --platform darwin validator

format: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(STAMP)
	$(BIN)/nianbao rules --format markdown -o docs/rules.md
	$(BIN)/python -m tests.forms_tables

site: $(STAMP)
	$(BIN)/mkdocs build --quiet

snapshots: $(STAMP)
	$(BIN)/python -m tests.snapshots

# Screenshots for docs/, taken in a browser.
screenshot: $(STAMP)
	mkdir -p build
	$(BIN)/python -m tests.screenshots docs/images
	$(BIN)/nianbao check examples/report-with-a-fault.pdf --format html=build/page.html || test $$? -eq 1
	chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --window-size=1000,1180 --screenshot=docs/images/page.png build/page.html

bench: $(STAMP)
	$(BIN)/python -m compileall -q validator
	$(BIN)/python -m benchmarks.check
	$(BIN)/python -m benchmarks.outputs
	$(BIN)/python -m benchmarks.audit
	$(BIN)/python -m benchmarks.scale
	$(BIN)/python -m benchmarks.serve

ratchet: $(STAMP)
	$(BIN)/python -m benchmarks.ratchet

# Text and files that other programs make of reports.
programs: $(STAMP)
	$(BIN)/python -m benchmarks.programs

# Reports on pages of every height.
breaks: $(STAMP)
	$(BIN)/python -m benchmarks.page_breaks

# What files hide beside figures, at random places of reports of every form.
oddities: $(STAMP)
	$(BIN)/python -m benchmarks.oddities

# Files that take much time or memory unless it is bounded.
hostile: $(STAMP)
	$(BIN)/python -m benchmarks.hostile

accuracy: $(STAMP)
	$(BIN)/python -m benchmarks.accuracy
	$(BIN)/python -m benchmarks.programs

fuzz: $(STAMP)
	$(BIN)/python -m tests.fuzzing.mutants 600
	$(BIN)/python -m tests.fuzzing.guided 600

guided: $(STAMP)
	$(BIN)/python -m tests.fuzzing.guided 60

# Pictures of paper: sealed, askew, photographed, faxed, bent.
scans: $(STAMP)
	$(BIN)/python -m benchmarks.scans

# Lone figures in cells, by nianbao, rapidocr and Tesseract.
benchmark-zeros: $(STAMP)
	$(BIN)/python -m benchmarks.zeros

# The page under load.
soak: $(STAMP)
	$(BIN)/python -m benchmarks.soak

# Regenerates examples/; a test checks that the files are current.
example: $(STAMP)
	$(BIN)/python -m tests.generator.example examples

# In a separate environment, so that the file contains only what the page needs.
app:
	$(PYTHON) -m venv build/app
	build/app/bin/python -m pip install --quiet --upgrade pip
	build/app/bin/python -m pip install --quiet '.[serve]' 'pyinstaller>=6.10'
	build/app/bin/pyinstaller --noconfirm --log-level ERROR --distpath build/dist --workpath build/pyinstaller packaging/nianbao.spec
	$(PYTHON) packaging/try_app.py build/dist/nianbao examples/report-with-a-fault.pdf

# Bytecode is compiled as when a wheel is installed, so that start-up times match those of users.
$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet -e '.[dev]'
	$(BIN)/python -m compileall -q validator
	touch $@

$(TOOLS)/.installed: Makefile
	mkdir -p $(TOOLS)
	! command -v npm >/dev/null || npm install --silent --no-audit --no-fund --no-save --prefix $(TOOLS) @microsoft/sarif-multitool@5
	touch $@

clean:
	rm -rf $(VENV) $(TOOLS) dist build .mypy_cache .ruff_cache .pytest_cache
