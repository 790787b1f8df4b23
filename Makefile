# demo   make the environment and check an example report
# test   install what the tests need and run them
# lint   style, layout and types
# docs   docs/rules.md from the rule files
# snapshots  what people see in a terminal, kept for comparison
# site   docs/ as pages in build/site
# bench  the figures of README
# app    the program as one file, for those without Python
# accuracy  faults missed, and correct reports called wrong
# fuzz   mutated documents of every form for ten minutes
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
# Tools of other languages, by which tests judge outputs; without npm these tests skip.
TOOLS := .tools

.PHONY: demo test lint format docs site screenshot snapshots bench accuracy fuzz example app clean

demo: $(STAMP)
	@$(BIN)/nianbao check examples/report-with-a-fault.pdf || test $$? -eq 1

test: $(STAMP) $(TOOLS)/.installed
	$(BIN)/python -m pytest --numprocesses=logical --maxprocesses=4 --dist=worksteal

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(STAMP)
	$(BIN)/nianbao rules --format markdown -o docs/rules.md

site: $(STAMP)
	$(BIN)/mkdocs build --quiet

snapshots: $(STAMP)
	$(BIN)/python -m tests.snapshots

# The pictures in docs/, of pages that a browser shows.
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

accuracy: $(STAMP)
	$(BIN)/python -m benchmarks.accuracy

fuzz: $(STAMP)
	$(BIN)/python -m tests.fuzz 600

# Draws examples/ again; a test holds the files to what this writes.
example: $(STAMP)
	$(BIN)/python -m tests.generator.example examples

# In an environment of its own: only what the page needs goes into the file.
app:
	$(PYTHON) -m venv build/app
	build/app/bin/python -m pip install --quiet --upgrade pip
	build/app/bin/python -m pip install --quiet '.[serve]' 'pyinstaller>=6.10'
	build/app/bin/pyinstaller --noconfirm --log-level ERROR --distpath build/dist --workpath build/pyinstaller packaging/nianbao.spec
	$(PYTHON) packaging/try_app.py build/dist/nianbao examples/report-with-a-fault.pdf

# Bytecode is compiled here as a wheel's would be, so that start-up times are those of users.
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
