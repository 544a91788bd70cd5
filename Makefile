# Everything there is to do, as plain commands. Each does the set-up that it needs; later runs find it done.

SHELL := /bin/bash
PORT ?= 8000
PYTHON := .venv/bin/python
MANAGE := $(PYTHON) manage.py
VAR := $(or $(SDM_VAR),var)
WORDS := $(wildcard sdm/locale/*/LC_MESSAGES/django.po)
# The tests choose their own database, whatever `make run` is told. A story drives the browser and looks into the
# database from one thread, which Django would take for a mistake: hence the last setting. Each of its processes reads
# what the first one compiled. One process more than there are cores: stories wait for their browser half of the time.
ALONE := env -u DEBUG -u SDM_DEMO -u DATABASE_URL -u PORT -u PYTHONDONTWRITEBYTECODE DJANGO_ALLOW_ASYNC_UNSAFE=true
TESTS := $(PYTHON) -m pytest

.PHONY: help run test drill bench lint format words assets
help:
	@echo "make run     the app with a demo, on http://127.0.0.1:$(PORT); another port: make run PORT=8001"
	@echo "make test    every test on SQLite, and all that a database can change on PostgreSQL, too"
	@echo "make drill   the slow tests of what happens when something goes wrong, on both"
	@echo "make bench   the speed of the main jobs, as ratios to a bare Django page"
	@echo "make lint    what can be checked without running anything; make format lays the code out"
	@echo "make words   what the interface says, gathered for translators into sdm/locale"

# There is no access log, because addresses hold invitations.
run: export DEBUG := 1
run: export SDM_DEMO := 1
run: export PORT := $(PORT)
run: .venv/app-installed assets
	@setup/port-is-free $(PORT)
	@echo "Preparing the database …"
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) load_demo
	@echo "sdm runs on http://127.0.0.1:$(PORT); Ctrl-C stops it."
	@exec $(PYTHON) -m gunicorn sdm.wsgi --bind 127.0.0.1:$(PORT) --threads 4 --log-level warning --no-control-socket

test: .venv/tests-installed lint assets
	@setup/debian-packages test
	@echo "Running every test on SQLite …"
	@$(ALONE) $(TESTS) --on sqlite -n 3 --dist loadgroup
	@echo "Running every test that a database can change on PostgreSQL …"
	@# The whole server is thrown away afterwards, so nobody has to drop its databases first.
	@$(ALONE) setup/with-postgres $(TESTS) --on postgresql --reuse-db -n 3 --dist loadgroup

drill: .venv/tests-installed assets
	@setup/debian-packages test
	@echo "Drilling on SQLite …"
	@$(ALONE) $(TESTS) --on sqlite -m drill --verbose
	@echo "Drilling on PostgreSQL …"
	@$(ALONE) setup/with-postgres --durable $(TESTS) --on postgresql --reuse-db -m drill --verbose

bench: .venv/tests-installed assets
	@setup/debian-packages bench
	@setup/with-postgres --durable $(PYTHON) -m bench

lint: .venv/tests-installed
	@echo "Reading the code …"
	@$(PYTHON) -m ruff check
	@$(PYTHON) -m ruff format --check

format: .venv/tests-installed
	@$(PYTHON) -m ruff check --fix --exit-zero --quiet
	@$(PYTHON) -m ruff format

words: .venv/app-installed
	@setup/debian-packages run
	@$(MANAGE) makemessages --verbosity 0

# What is installed, and what is collected, is done again only when what it is made from changes.
.venv/app-installed: requirements.txt setup/look-requirements.txt
	@setup/python-packages -r requirements.txt
	@setup/python-packages --no-deps -r setup/look-requirements.txt
	@touch $@

.venv/tests-installed: .venv/app-installed tests/requirements.txt
	@setup/python-packages -r tests/requirements.txt
	@touch $@

assets: .venv/app-installed $(WORDS:.po=.mo)
	@$(MANAGE) prepare_look --verbosity 0
	@$(MAKE) --silent $(VAR)/static/collected

$(VAR)/static/collected: .venv/app-installed $(shell find sdm/static $(VAR)/look -type f 2>/dev/null)
	@echo "Collecting the files that browsers fetch …"
	@$(MANAGE) collectstatic --noinput --verbosity 0
	@touch $@

%.mo: %.po
	@setup/debian-packages run
	@if command -v msgfmt >/dev/null; then msgfmt --check-format --output-file=$@ $<; \
	else echo "Without gettext the app speaks English only."; fi
