# Every target prepares what it needs by itself: see scripts/setup.sh. PYTHON=python3.12
# names another interpreter for .venv; ARGS='-k name -x' is handed to pytest.

.PHONY: help demo test lint bench endurance clean
.DEFAULT_GOAL := help
ARGS ?=

help: ## Show this
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s  %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## Set up, then judge an example problem with a submission of each verdict
	@scripts/setup.sh demo
	@scripts/demo.sh

test: ## Set up, then lint and run every test; as root, also as an ordinary user
	@scripts/setup.sh test
	@scripts/test.sh $(ARGS)

lint: ## ruff (rules and format) and mypy
	@scripts/setup.sh test
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy

bench: ## Measure on this machine what the README says about speed and exactness
	@scripts/setup.sh test
	.venv/bin/python -m benchmarks

endurance: ## 2,000 hostile runs, then 600 near a limit on an overloaded machine: ten minutes
	@scripts/setup.sh test
	.venv/bin/python -m benchmarks.endurance

clean: ## Remove .venv and whatever else was made in this folder
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
