# `make` lists the goals. Each of them installs first what it needs.

FLAGLAB := npx flaglab
INSTALLED := node_modules/.package-lock.json
# The page of the reports, made by the install and again when its sources change.
PAGE := web/dist/report.html
# What a goal passes on: make get ARGS="-s DELAY -a". Not from the environment: a make inside `make test` would inherit it.
ARGS =

.DEFAULT_GOAL := help
.PHONY: help install serve get bench plan agents test check perf pictures flags-data unicode-data build bundle clean

help: ## list these goals
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile
	@echo 'Options go through ARGS: make get ARGS="-s DELAY -a"'

install: $(INSTALLED) ## install what is needed, Node itself included, in node_modules/

serve: $(INSTALLED) ## start the test servers and keep them running until Ctrl-C
	@$(FLAGLAB) serve $(ARGS)

get: $(INSTALLED) ## download flags from running servers
	@$(FLAGLAB) get $(ARGS)

bench: $(PAGE) ## race the strategies against servers of their own and print the table
	@$(FLAGLAB) bench $(ARGS)

plan: $(INSTALLED) ## print what ERROR will do to each request before any is sent
	@$(FLAGLAB) plan $(or $(ARGS),-s ERROR)

agents: $(INSTALLED) ## start a Redis and two agents that carry shares of a bench, until Ctrl-C
	@npm run --silent agents -- $(ARGS)

test: $(PAGE) ## check, then run all tests
	@npm run --silent check
	@npm run --silent test:unit -- $(ARGS)

check: $(INSTALLED) ## lint and check the types
	@npm run --silent check

perf: $(INSTALLED) ## measure the speed beside that of others
	@npm run --silent perf -- $(ARGS)

pictures: $(PAGE) ## make the pictures of the README again
	@npm run --silent pictures

flags-data: $(INSTALLED) ## make the flags and their metadata again
	@npm run --silent flags-data

unicode-data: $(INSTALLED) ## make the names of all characters again
	@npm run --silent unicode-data

build: $(INSTALLED) ## compile the package into dist/
	@npm run --silent build

bundle: $(INSTALLED) ## make flaglab-workshop.tgz, for laptops without a network
	@npm run --silent bundle

clean: ## remove what the goals made: dist/, downloaded/, results/, the bundle
	rm -rf dist downloaded results flaglab-workshop.tgz

$(PAGE): $(INSTALLED) scripts/build-page.ts $(shell find web -path web/dist -prune -o -type f -print)
	@npm run --silent build:web

# `npm install` and not `npm ci`: a mirror may lack the optional packages of other platforms, over which `ci` stumbles.
# --no-save leaves package-lock.json as it is. What lies in npm's cache is taken from there, which saves looking everything
# up; a cache that is too old for that has npm try again.
NPM_INSTALL := npm install --no-save --no-audit --no-fund --loglevel=error
$(INSTALLED): package.json package-lock.json
	@echo 'Installing (once) ...' >&2
	@$(NPM_INSTALL) --prefer-offline >&2 || $(NPM_INSTALL) >&2
	@touch $@
