# The commands of README.md. All they need is a Rust toolchain, Python 3, and Node with npm, for the
# shop's checkout and for the tests; the rest comes from crates.io, PyPI and npm.

PYTHON ?= python3

.PHONY: help run release test bench ci clean

help:
	@echo "make run     build Samara and run the example shop on it"
	@echo "make test    every test, against the real AWS clients"
	@echo "make bench   measure the release build on this machine"
	@echo "make ci      what a change has to pass: format, lints, rules, tests, documentation"

run: release
	exec target/release/samara up examples/shop

release:
	cargo build --release --locked --package samara

# One profile for all of it: what `cargo test` compiles is what pytest drives.
test: .venv tests/javascript/node_modules
	cargo build --workspace --locked
	cargo test --workspace --locked --quiet
	.venv/bin/python -m pytest tests

bench:
	cargo xtask bench

ci:
	cargo xtask ci

# The clients in it are pinned, so it is made again when the pins change, and only then.
.venv: tests/requirements.txt
	rm -rf .venv
	$(PYTHON) -m venv .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check -r tests/requirements.txt \
		|| { rm -rf .venv; exit 1; }
	touch .venv

# Likewise the AWS SDK for JavaScript, as its lock file pins it.
tests/javascript/node_modules: tests/javascript/package-lock.json
	npm ci --prefix tests/javascript --no-audit --no-fund --ignore-scripts --silent \
		|| { rm -rf $@; exit 1; }
	touch $@

clean:
	cargo clean
	rm -rf .venv tests/javascript/node_modules
