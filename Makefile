# Four targets to know: run, test, check, fix. `make run` and `make test` do all the set-up there
# is; a step that is done is not done again until what it depends on changes.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/bash
MAKEFLAGS += --no-print-directory

PORT ?= 8000
PYTHON ?= $(shell command -v python3.11 || command -v python3)
export PORT

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
TORCH := torch==2.13.0
# Folders are listed with their files: a file that went away changes its folder's date.
FRONT := $(shell find frontend/src frontend/build frontend/public 2>/dev/null) \
	$(wildcard forum/words/*/*.json frontend/*.html frontend/*.config.* frontend/tsconfig*.json)

# What was removed by hand is made again, whatever the stamps say.
LOST := $(if $(wildcard .venv/bin/python),,.make/venv .make/python .make/dev .make/detoxify) \
	$(if $(wildcard frontend/node_modules),,.make/node) \
	$(if $(wildcard frontend/dist/.vite/manifest.json),,.make/front)
$(shell rm -f $(LOST))

.PHONY: help
help:
	@echo "make run     set up and start on http://localhost:$(PORT) (PORT=9000 make run for another)"
	@echo "make test    set up and run every check and test"
	@echo "make check   the checks alone: formats, types, imports, generated files"
	@echo "make fix     mend formats and generated files"

# --- setting up -----------------------------------------------------------------------------------

.PHONY: setup
setup: .make/front

.PHONY: tools
tools:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null || { \
	  echo "Python 3.11 is needed (found: $$(v=$$($(PYTHON) -V 2>/dev/null | head -1); echo "$${v:-none}"))."; \
	  echo "Install it, or name one: make run PYTHON=/path/to/python3.11"; exit 1; }
	@command -v node >/dev/null && command -v npm >/dev/null || { \
	  echo "Node.js 20 or newer, with npm, is needed to build the front end, and is not here."; exit 1; }
	@version=$$(node --version); IFS=. read -r major minor _ <<<"$${version#v}"; \
	((major > 20 || (major == 20 && minor >= 19))) || { \
	  echo "Node.js 20.19 or newer is needed (found: $$version)."; exit 1; }

.make/venv: | tools
	@mkdir -p .make
	@echo "Making the Python environment (.venv) ..."
	@$(PYTHON) -m venv .venv || { \
	  echo "Python cannot make virtual environments here (on Debian: python3.11-venv)."; exit 1; }
	@touch $@

.make/python: requirements.lock .make/venv
	@echo "Installing the Python packages ..."
	@$(PIP) install --require-hashes -r requirements.lock
	@touch $@

.make/node: frontend/package-lock.json frontend/package.json | tools
	@mkdir -p .make
	@echo "Installing the front end's packages ..."
	@cd frontend && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

.make/front: .make/python .make/node $(FRONT)
	@echo "Building the front end ..."
	@cd frontend && npm run --silent build -- --logLevel warn
	@$(BIN)/python -m whitenoise.compress --quiet --no-brotli frontend/dist
	@touch $@

.make/dev: requirements-dev.lock .make/python
	@echo "Installing the packages for tests ..."
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

# torch by itself and pinned to the letter: a range would let pip fetch gigabytes of GPU libraries,
# and a machine may hold a CPU build of this very version that no hash list knows.
.make/detoxify: requirements-detoxify.lock .make/dev
	@echo "Installing torch and Detoxify, for the tests of the second scorer ..."
	@$(PIP) install $(TORCH)
	@$(PIP) install --require-hashes --no-deps -r requirements-detoxify.lock
	@touch $@

.make/system: .ci/system
	@.ci/system
	@mkdir -p .make && touch $@

# --- running ----------------------------------------------------------------------------------------

.PHONY: run
run: setup
	@exec $(BIN)/python manage.py up --port $(PORT)

.PHONY: test
test: setup .make/dev
	@# What is still to be fetched comes while there is something to check already.
	@$(MAKE) -j2 --output-sync=target .make/detoxify .make/system checked
	@echo "Testing on PostgreSQL what touches the database ..."
	@$(BIN)/python -m tests.on_postgres -m django_db
	@echo "Testing everything ..."
	@$(BIN)/python -m pytest

.PHONY: checked
checked: check
	@echo "Testing the front end ..."
	@cd frontend && npm run --silent test
	@cd frontend && npm run --silent size

# Not part of `make test`: it takes half an hour. All that the longest tests can ask,
# on both topologies, pictures at both sizes, and a table in Markdown.
.PHONY: chaos
chaos: setup .make/dev .make/system
	@FULL=1 $(BIN)/python -m pytest tests/faults tests/machines tests/stories
	@$(BIN)/python -m tests.faults.chaos

.PHONY: check
check: setup .make/dev
	@echo "Checking ..."
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --config pyproject.toml
	@$(BIN)/python manage.py check
	@$(BIN)/python manage.py makemigrations --check --dry-run
	@$(BIN)/python manage.py protocol --check
	@cd frontend && npm run --silent protocol:check && npm run --silent check && npm run --silent lint

.PHONY: fix
fix: setup .make/dev
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@$(BIN)/python manage.py protocol
	@cd frontend && npm run --silent protocol && npm run --silent lint -- --fix

# Needs uv. The detoxify lock leaves out torch and what torch itself brings, and what is installed
# from the first lock.
LOCK = uv pip compile --quiet --python-version 3.11 --generate-hashes --no-annotate --no-header
LOCK_OUT = torch triton cuda-bindings cuda-pathfinder cuda-toolkit jinja2 markupsafe mpmath networkx \
	sympy setuptools nvidia-cublas nvidia-cuda-cupti nvidia-cuda-nvrtc nvidia-cuda-runtime \
	nvidia-cudnn-cu13 nvidia-cufft nvidia-cufile nvidia-curand nvidia-cusolver nvidia-cusparse \
	nvidia-cusparselt-cu13 nvidia-nccl-cu13 nvidia-nvjitlink nvidia-nvshmem-cu13 nvidia-nvtx
IN_LOCK = $(shell sed -n 's/==.*//p' requirements.lock)
.PHONY: lock
lock:
	@for lock in requirements requirements-dev requirements-detoxify; do \
	  head -1 $$lock.lock > .make/head; \
	  case $$lock in \
	    requirements) $(LOCK) pyproject.toml;; \
	    requirements-dev) $(LOCK) pyproject.toml --group dev;; \
	    *) $(LOCK) pyproject.toml --extra detoxify -c requirements-dev.lock \
	         $(addprefix --no-emit-package ,$(LOCK_OUT) $(IN_LOCK));; \
	  esac | sed '/^# The following/,$$d' > .make/body && cat .make/head .make/body > $$lock.lock || exit 1; \
	done
