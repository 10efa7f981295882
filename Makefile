# Two commands for a fresh machine: `make run` opens the chat, `make test` runs the whole suite.

PYTHON ?= python3
PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin
DATA := $(or $(CLIPPINGS_DATA),data)
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: run test check index clean

run: $(VENV)/.installed
	@test -f "$(DATA)/CURRENT" || $(BIN)/python -m index
	@$(BIN)/python -m streamlit run app.py --server.port $(PORT)

# In parts, two at a time. The tests of the index kill processes and measure their memory, and those of the pages change
# how processes are started: each part has a process of its own. A click can miss on a page that still moves, on a slow
# machine now and then: what fails in the browser is tried once more, and the summary counts it.
PARTS := test-browser test-index test-qa test-ui
.PHONY: $(PARTS)

test: $(VENV)/.tested
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target --keep-going $(PARTS)

$(PARTS): test-%: $(VENV)/.tested
	$(BIN)/python -m pytest tests/$* $(if $(filter ui,$*),tests/test_imports.py) $(if $(filter browser,$*),--reruns 1)

check: $(VENV)/.checked
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	@$(MAKE) --no-print-directory test

index: $(VENV)/.installed
	$(BIN)/python -m index

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name it: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Installing Clippings, which takes a few minutes the first time …"
	@$(INSTALL) --editable .
	@touch $@

$(VENV)/.tested: $(VENV)/.installed
	@$(INSTALL) --editable '.[test]'
	@touch $@

$(VENV)/.checked: $(VENV)/.tested
	@$(INSTALL) --editable '.[test,check]'
	@touch $@

clean:
	rm -rf $(VENV) *.egg-info
