# Everything a person or CI does here. Written for GNU make 3.81 and newer.
#
#   make demo     the main job on a local emulator, from set-up to terraform apply
#   make test     set-up and the whole test suite
#
# Nothing here is a secret way: each target prints or runs the command that you could type yourself.
SHELL := bash
.DEFAULT_GOAL := help
KIT = node dist/atmos-kit.cjs
SOURCES := $(shell find atmos.d bin scripts shell src emulator -type f 2>/dev/null) build.mjs package.json

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

## Using it: COMPONENT=vpc STACK=plat-ue1-dev make plan, or make plan COMPONENT=vpc STACK=plat-ue1-dev. ARGS goes to the verb.
## What is named is taken from the environment, which make fills from its command line: a blank in it stays one.

.PHONY: morning
morning: dist/atmos-kit.cjs ## Sign in, who am I, and what differs of what I touched lately
	@$(KIT) morning $(ARGS)

.PHONY: login
login: dist/atmos-kit.cjs ## Sign in, then say who you are
	@$(KIT) login $(ARGS)

.PHONY: logout
logout: dist/atmos-kit.cjs ## Forget sign-ins and keys
	@$(KIT) auth logout $(ARGS)

.PHONY: whoami
whoami: dist/atmos-kit.cjs ## Say who is signed in
	@$(KIT) auth whoami $(ARGS)

.PHONY: time-left
time-left: dist/atmos-kit.cjs ## Say how long the sign-in lasts
	@$(KIT) time-left $(ARGS)

.PHONY: list
list: dist/atmos-kit.cjs ## Show the identities that you may use
	@$(KIT) auth list $(ARGS)

.PHONY: identity
identity: dist/atmos-kit.cjs ## Say who runs COMPONENT in STACK, and why
	@$(KIT) identity "$$COMPONENT" -s "$$STACK" $(ARGS)

.PHONY: plan
plan: dist/atmos-kit.cjs ## Plan COMPONENT in STACK as the stack's identity
	@$(KIT) plan $${COMPONENT:+"$$COMPONENT"} $${STACK:+-s "$$STACK"} $(ARGS)

.PHONY: apply
apply: dist/atmos-kit.cjs ## Apply COMPONENT in STACK as the stack's identity
	@$(KIT) apply $${COMPONENT:+"$$COMPONENT"} $${STACK:+-s "$$STACK"} $(ARGS)

.PHONY: plan-account
plan-account: dist/atmos-kit.cjs ## Plan everything of ACCOUNT, FROM=STACK/COMPONENT on
	@$(KIT) plan-account $${ACCOUNT:+"$$ACCOUNT"} $${FROM:+--from "$$FROM"} -- $(ARGS)

.PHONY: apply-account
apply-account: dist/atmos-kit.cjs ## Apply everything of ACCOUNT, FROM=STACK/COMPONENT on
	@$(KIT) apply-account $${ACCOUNT:+"$$ACCOUNT"} $${FROM:+--from "$$FROM"} -- $(ARGS)

.PHONY: preflight
preflight: dist/atmos-kit.cjs ## Whether all is well, and who runs what, in ACCOUNT or everywhere
	@$(KIT) preflight $${ACCOUNT:+"$$ACCOUNT"} $(ARGS)

.PHONY: doctor
doctor: dist/atmos-kit.cjs ## Say what is wrong with this machine and project
	@$(KIT) doctor $(ARGS)

.PHONY: validate
validate: dist/atmos-kit.cjs ## Check stacks, providers and identities
	@$(KIT) validate stacks
	@$(KIT) auth validate $(ARGS)

.PHONY: exec
exec: dist/atmos-kit.cjs ## Run CMD as IDENTITY, such as CMD='aws s3 ls'
	@$(KIT) auth exec $${IDENTITY:+--identity "$$IDENTITY"} -- $(CMD)

.PHONY: env
env: dist/atmos-kit.cjs ## Print the environment of IDENTITY: eval "$(make -s env)"
	@$(KIT) auth env $${IDENTITY:+--identity "$$IDENTITY"} $(ARGS)

.PHONY: shell
shell: dist/atmos-kit.cjs ## Open your shell as IDENTITY
	@$(KIT) auth shell $${IDENTITY:+--identity "$$IDENTITY"} $(ARGS)

.PHONY: console
console: dist/atmos-kit.cjs ## Open the AWS console as IDENTITY
	@$(KIT) auth console $${IDENTITY:+--identity "$$IDENTITY"} $(ARGS)

.PHONY: break-glass
break-glass: dist/atmos-kit.cjs ## For an emergency: a shell with all rights in ACCOUNT, written down
	@$(KIT) break-glass $${ACCOUNT:+"$$ACCOUNT"} $${REASON:+--reason "$$REASON"} $(ARGS)

.PHONY: workflow
workflow: dist/atmos-kit.cjs ## Run the workflow NAME of FILE in STACK; without a name choose one
	@$(KIT) workflow $${NAME:+"$$NAME"} $${FILE:+-f "$$FILE"} $${STACK:+-s "$$STACK"} $(ARGS)

.PHONY: clean-runs
clean-runs: dist/atmos-kit.cjs ## Remove what runs have left, after asking
	@$(KIT) clean $(ARGS)

## Geodesic, the project's tools in a container: geodesic/Dockerfile

.PHONY: all
all: dist/atmos-kit.cjs ## Build the image, install its wrapper and open a shell in it
	@$(KIT) geodesic up $(ARGS)

.PHONY: run
run: dist/atmos-kit.cjs ## Open a shell in it again
	@$(KIT) geodesic run $(ARGS)
