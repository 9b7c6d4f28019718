# One target per duty. `make run` and `make test` are all a newcomer needs.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
CUAD ?=

.PHONY: run test check labels properties kills stops mutants format lint types arrows browser mailserver clean

run: .venv/.run  ## install what the product needs, then walk one cancellation from end to end
	$(BIN)/unpromote demo

test: $(STAMP) browser mailserver  ## install the test tools too, then run every test
	$(BIN)/python -m pytest -n 2 --dist worksteal

check: $(STAMP) browser mailserver lint types arrows labels  ## everything a change has to pass
	rm -f .coverage .coverage.*
	$(BIN)/python -m coverage run -m pytest -n 2 --dist worksteal
	$(BIN)/python -m coverage combine -q
	$(BIN)/python -m coverage report --fail-under=95
	$(BIN)/python -m coverage report --fail-under=100 --include='src/unpromote/domain/*,src/unpromote/services/*'

format: $(STAMP)
	$(BIN)/ruff format src tests training
	$(BIN)/ruff check --fix src tests training

lint: $(STAMP)
	$(BIN)/ruff format --check src tests training
	$(BIN)/ruff check src tests training

types: $(STAMP)
	$(BIN)/mypy

arrows: $(STAMP)
	$(BIN)/lint-imports

labels: $(STAMP)  ## are the labels that the reader learns from sound? with CUAD at hand, word for word
	$(BIN)/python -m training.check_labels --complete $(if $(wildcard $(CUAD)),--corpus $(CUAD))

properties: $(STAMP)  ## what must hold for every agreement, at 10,000 drawn examples each
	$(BIN)/python -m pytest -n 2 --hypothesis-profile=thorough tests/domain/test_properties_*.py tests/domain/test_ledger.py

kills: $(STAMP) mailserver  ## kill 500 sendings and takings of mail with -9 at seeded steps: is any lost, does any come twice?
	cd tests && ../$(BIN)/python -m journeys.campaign --runs 500 --seed 1

stops: $(STAMP)  ## stop promotions in 2,000 seeded runs full of kills, races and faults: is anything left on, or written blindly?
	cd tests && ../$(BIN)/python -m journeys.stops --runs 2000 --seed 1 --workers 2

mutants: $(STAMP)  ## change the rules of quotes, days and settlements in a copy, one thing at a time: do the tests notice?
	$(BIN)/mutmut run --max-children 1
	$(BIN)/mutmut results

browser:  ## the tests look at the pages in a real Chromium; take the system's, or install it where we may
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null \
	  || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq chromium; } \
	  || echo "No Chromium found and none could be installed: the browser tests will be skipped."

mailserver:  ## the tests take mail from a real Dovecot; take the system's, or install it where we may
	@command -v dovecot >/dev/null || test -x /usr/sbin/dovecot \
	  || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq dovecot-imapd; } \
	  || echo "No Dovecot found and none could be installed: the mailbox tests will be skipped."

.venv/.run: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check -e .
	touch $@

$(STAMP): pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check -e '.[dev]'
	touch .venv/.run $@

clean:
	rm -rf .venv mutants .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage* test-artefacts demo-output unpromote-data
