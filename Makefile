# Short names for what people do often; the work is in scripts/setup and xtask.
ROLEPORT_CACHE ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/roleport
CARGO_TARGET_DIR ?= $(ROLEPORT_CACHE)/target
# Where scripts/setup puts a newer Node when the system's is too old.
export PATH := $(ROLEPORT_CACHE)/node/bin:$(PATH)
export ROLEPORT_CACHE CARGO_TARGET_DIR

.DEFAULT_GOAL := help
.PHONY: help setup run stop reset check test web sqlx bench lighthouse screenshots resilience security fmt

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install what building, running and testing need
	@scripts/setup test

run: ## Build and start Roleport with a demo; ctrl-C ends it
	@scripts/setup run
	@cargo xtask run

stop: ## End a running `make run`
	@cargo xtask stop

reset: ## Remove the demo's data
	@cargo xtask reset

check: ## Formatting, lints, dependency rules, the domain's tests
	@scripts/setup build
	@cargo xtask check

test: ## Everything, with a fresh stack and a browser; ends with `N passed, M failed`
	@scripts/setup test
	@cargo xtask test

web: ## Only the browser half, into site/
	@scripts/setup build
	@cargo xtask build-web --release

sqlx: ## Write .sqlx anew after a change of a query or a migration
	@scripts/setup run
	@cargo xtask sqlx

bench: ## Measure every page at a thousand requests and at a million, into docs/performance.md
	@scripts/setup test
	@cargo xtask bench

resilience: ## Two servers under load, one fault after another, into docs/reliability.md
	@scripts/setup resilience
	@cargo xtask resilience

security: ## Probes, scanners, advisories; ends with `N passed, M failed`
	@scripts/setup security
	@cargo xtask security

lighthouse: ## Lighthouse and what pages load, into docs/performance.md
	@scripts/setup test
	@cargo xtask lighthouse

screenshots: ## Pictures of the pages in the README, into docs/screenshots
	@scripts/setup test
	@cargo xtask screenshots

fmt: ## Format all Rust
	@cargo fmt --all
