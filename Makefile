# Pipit's commands. `make demo` and `make test` are all a newcomer needs.
.DEFAULT_GOAL := help
SHELL := /bin/bash

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
WORKERS ?= 2
POSTGRES_TEST_URL ?= postgres://postgres@127.0.0.1:5432/pipit
export PYTHONPATH := $(CURDIR):$(CURDIR)/site

.PHONY: help
help: ## Show these commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Pipit needs Python 3.11 or newer. Name one with: make $(MAKECMDGOALS) PYTHON=/path/to/python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Could not make $(VENV). On Debian and Ubuntu: apt install python3-venv"; exit 1; }

$(VENV)/.base: requirements/base.txt | $(BIN)/python
	@echo "Installing what Pipit runs on (once, about a minute) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt
	@touch $@

$(VENV)/.dev: requirements/dev.txt | $(BIN)/python
	@echo "Installing what the tests and linters need (once, a few minutes) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@ $(VENV)/.base

PRODUCTION := $(VENV)/production
$(PRODUCTION)/.done: requirements/production.txt | $(BIN)/python
	@echo "Installing what production runs on, apart (once, about a minute) ..."
	@$(BIN)/python -m venv $(PRODUCTION)
	@$(PRODUCTION)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/production.txt
	@touch $@

.PHONY: venv
venv: $(VENV)/.dev ## Make .venv with everything in it

.PHONY: demo
demo: $(VENV)/.base ## Open the demo shop at http://127.0.0.1:8000, with no service running
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py load_demo --port $(PORT)
	@exec $(BIN)/python manage.py runserver --noreload 127.0.0.1:$(PORT)

.PHONY: test
test: $(VENV)/.dev ## Run every test, on SQLite and on PostgreSQL
	@PYTHON=$(BIN)/python POSTGRES_TEST_URL=$(POSTGRES_TEST_URL) bash tests/run $(ARGS)

.PHONY: lint
lint: $(VENV)/.dev ## Check style, types, templates, import contracts, migrations and deployment settings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/djlint --quiet --check templates
	$(BIN)/djlint --quiet --lint templates
	$(BIN)/lint-imports --no-cache
	$(BIN)/python manage.py makemigrations --check --dry-run --settings config.settings.test
	DJANGO_SETTINGS_MODULE=config.settings.production SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))') \
		ALLOWED_HOSTS=shop.example.com $(BIN)/python manage.py check --deploy --fail-level WARNING

.PHONY: format
format: $(VENV)/.dev ## Put code and templates into the house style
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format --quiet .
	-$(BIN)/djlint --quiet --reformat templates

.PHONY: dev
dev: $(VENV)/.dev ## Run web, worker and beat from .env (PostgreSQL, Redis) for development
	@test -f .env || { echo "There is no .env yet. Copy .env.example to .env and fill it in."; exit 1; }
	@$(BIN)/python manage.py migrate
	@trap 'kill $$(jobs -p) 2>/dev/null' EXIT; \
		DJANGO_SETTINGS_MODULE=config.settings.dev $(BIN)/celery --app config.celery worker --beat --schedule var/celerybeat-schedule --loglevel INFO & \
		$(BIN)/python manage.py runserver 127.0.0.1:$(PORT)

.PHONY: serve
serve: $(VENV)/.base ## Run the production server on PORT with WORKERS processes
	@DJANGO_SETTINGS_MODULE=config.settings.production $(BIN)/python manage.py collectstatic --noinput --verbosity 0
	@MALLOC_ARENA_MAX=2 DJANGO_SETTINGS_MODULE=config.settings.production exec $(BIN)/python -m config.serve --host 127.0.0.1 --port $(PORT) \
		--workers $(WORKERS) --blocking-threads 4 --backpressure 64

.PHONY: bench
bench: $(VENV)/.dev $(PRODUCTION)/.done ## Measure speed at 10,000 and 100,000 products beside a reference taken in the same run
	@$(BIN)/python -m tests.benchmarks --python $(PRODUCTION)/bin/python $(ARGS)

.PHONY: requirements
requirements: $(VENV)/.dev ## Compile requirements/*.in to pinned, hashed *.txt
	@for name in base production dev; do \
		$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-strip-extras --generate-hashes --no-emit-index-url \
			--custom-compile-command "make requirements" requirements/$$name.in --output-file requirements/$$name.txt; \
	done
