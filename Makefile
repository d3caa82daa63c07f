# Everything a person or CI does here. Written for GNU make 3.81 and newer.
#
#   make demo     the main job on a local emulator, from set-up to terraform apply
#   make test     set-up and the whole test suite
#
# Nothing here is a secret way: each target prints or runs the command that you could type yourself.
SHELL := bash
.DEFAULT_GOAL := help
KIT = node dist/atmos-kit.cjs
SOURCES := $(shell find bin scripts shell src emulator -type f 2>/dev/null) build.mjs package.json

.PHONY: help
help: ## Show the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

## Working on the project

.PHONY: demo
demo: dist/atmos-kit.cjs ## The main job, on a local emulator: sign in, who am I, plan, apply, be refused
	@node --import tsx scripts/demo.ts

.PHONY: test
test: check ## Set-up and the whole test suite
	@bash test/run/set-up.sh
	@bash test/run/second-node.sh
	@node test/run/tests.mjs $(FILES)

.PHONY: check
check: dist/atmos-kit.cjs ## Types, lint, import rules and unused code
	@npx --no-install tsc --noEmit
	@npx --no-install biome check --error-on-warnings .
	@node test/run/import-rules.mjs
	@npx --no-install knip

.PHONY: build
build: dist/atmos-kit.cjs ## Build dist/

.PHONY: bench
bench: dist/atmos-kit.cjs ## Measure each verb against bare node
	@node --import tsx bench/bench.ts

.PHONY: bench-large
bench-large: dist/atmos-kit.cjs ## Measure verbs in organizations of 1,000 stacks, and of 10,000 with LARGE=1
	@node --import tsx bench/bench-large.ts

.PHONY: clean
clean: ## Remove what was built
	rm -rf dist .test

dist/atmos-kit.cjs: node_modules/.package-lock.json $(SOURCES)
	@node build.mjs

node_modules/.package-lock.json: package.json package-lock.json
	@npm ci --no-audit --no-fund --loglevel=error
	@touch $@

.PHONY: install-shell
install-shell: dist/atmos-kit.cjs ## Put it into your shell's start-up file (ARGS=--dry-run)
	@$(KIT) shell install $(ARGS)

## Using it: COMPONENT=vpc STACK=plat-ue1-dev make plan

.PHONY: login
login: dist/atmos-kit.cjs ## Sign in, then say who you are
	@$(KIT) login

.PHONY: whoami
whoami: dist/atmos-kit.cjs ## Say who is signed in
	@$(KIT) auth whoami

.PHONY: plan
plan: dist/atmos-kit.cjs ## Plan COMPONENT in STACK as the stack's identity
	@$(KIT) plan $(COMPONENT) $(if $(STACK),-s $(STACK)) $(ARGS)

.PHONY: apply
apply: dist/atmos-kit.cjs ## Apply COMPONENT in STACK as the stack's identity
	@$(KIT) apply $(COMPONENT) $(if $(STACK),-s $(STACK)) $(ARGS)

## Geodesic, the project's tools in a container: geodesic/Dockerfile

.PHONY: all
all: dist/atmos-kit.cjs ## Build the image, install its wrapper and open a shell in it
	@$(KIT) geodesic up $(ARGS)

.PHONY: run
run: dist/atmos-kit.cjs ## Open a shell in it again
	@$(KIT) geodesic run $(ARGS)
