# Everything a person needs: `make run` serves the demo, `make test` proves the tree.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 5000
BIN := .venv/bin
export UV_PYTHON_DOWNLOADS := never
export FLASK_APP := wsgi.py

.PHONY: help run test check format pictures bench lock browser translations clean messages

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 22

.venv/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; set PYTHON=" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

.venv/.run: requirements/run.txt | .venv/bin/uv
	VIRTUAL_ENV=$(CURDIR)/.venv $(BIN)/uv pip install --quiet --require-hashes -r requirements/run.txt
	@touch $@

.venv/.dev: requirements/dev.txt requirements/run.txt | .venv/bin/uv
	VIRTUAL_ENV=$(CURDIR)/.venv $(BIN)/uv pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@ .venv/.run

messages: .venv/.dev ## collect the texts to translate into app/translations
	$(BIN)/pybabel --quiet extract -F babel.cfg -k _ -k _l -k mark -k lazy_gettext --no-location --sort-output --width 120 -o app/translations/messages.pot .
	$(BIN)/pybabel --quiet update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width 120 -i app/translations/messages.pot -d app/translations -D messages
	rm app/translations/messages.pot

translations: .venv/.run ## compile the French messages
	@if ls app/translations/*/LC_MESSAGES/*.po >/dev/null 2>&1; then $(BIN)/pybabel --quiet compile --directory app/translations --domain messages; fi

run: .venv/.run translations ## migrate, seed the demo world into an empty database, serve it
	@HOST=$(HOST) PORT=$(PORT) BIN=$(BIN) bash .ci/serve

browser: .venv/.dev ## find or install the Chromium that the browser tests drive
	@bash .ci/browser

test: .venv/.dev translations browser ## the whole test suite, on SQLite and PostgreSQL
	@$(BIN)/python -m pytest -n 2 --dist worksteal tests

check: .venv/.dev translations ## format, lint, types, imports, templates, translations, migrations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --check --lint --quiet app/templates
	$(BIN)/python -m pytest -q -p no:cacheprovider tests/architecture tests/migrations

format: .venv/.dev ## put the code into the house's format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/djlint --reformat --quiet app/templates

pictures: .venv/.dev translations browser ## screenshots of every page into shots/, those of the README into docs/pictures/
	$(BIN)/python -m pytest -q -n 2 tests/browser/pictures.py

bench: .venv/.dev translations ## the benchmarks, as ratios against a named alternative; how good suggestions are
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.classification

lock: .venv/bin/uv ## lock the dependencies again, with hashes
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements/run.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml --group dev -o requirements/dev.txt

clean: ## remove what can be made again
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache app/translations/*/LC_MESSAGES/*.mo
