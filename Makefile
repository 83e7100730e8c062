# Two targets do everything from a fresh clone: `make run` and `make test`.
# They need Python 3.11 or newer and make, nothing else.

PYTHON ?= $(firstword $(shell command -v python3.11 python3))
VENV := .venv
BIN := $(VENV)/bin
RUN_STAMP := $(VENV)/requirements.stamp
DEV_STAMP := $(VENV)/requirements-dev.stamp
PIP_INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes
COMPILE := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate

.DEFAULT_GOAL := run
.DELETE_ON_ERROR:
.PHONY: run test check format venv requirements clean

run: $(RUN_STAMP)
	@$(BIN)/python manage.py prepare --free-port $${TIPPORTAL_PORT:-8000}
	@exec $(BIN)/gunicorn

test: $(DEV_STAMP)
	$(BIN)/python -m pytest -n 2 --dist loadgroup $(ARGS)

check: $(DEV_STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	@git ls-files -z 'templates/*.html' | xargs -0 --no-run-if-empty $(BIN)/djade --target-version 5.2 --check

format: $(DEV_STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	@git ls-files -z 'templates/*.html' | xargs -0 --no-run-if-empty $(BIN)/djade --target-version 5.2

venv: $(DEV_STAMP)

# The stamps hold the requirements they were made from: a checkout changes file times, so contents decide.
$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(RUN_STAMP): requirements.txt | $(BIN)/python
	@cmp -s $< $@ || { echo "Installing requirements"; $(PIP_INSTALL) -r $<; }
	@cp $< $@

$(DEV_STAMP): requirements-dev.txt | $(BIN)/python
	@cmp -s $< $@ || { echo "Installing requirements for tests"; $(PIP_INSTALL) -r $<; }
	@cp $< $@

# Needs `uv` on the PATH; the files it writes hold hashes and no addresses.
requirements:
	$(COMPILE) -o requirements.txt
	$(COMPILE) --group dev -c requirements.txt -o requirements-dev.txt

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache
