# The few commands that a newcomer and CI need. Each does its own set-up.

SWIFT_FLAGS ?=
BIN = .build/release/dunlin
SOURCES = Sources Tests Benchmarks Fuzzing Package.swift

.PHONY: setup build test lint format demo bench bench-peers soak fuzz clean

setup:
	@Scripts/system-packages

# One file that runs where no Swift is installed, and a twentieth quicker.
build: setup
	swift build -c release --static-swift-stdlib --product dunlin $(SWIFT_FLAGS)

demo: build
	$(BIN) demo

# Builds once, then runs every suite. The last line is the test runner's own.
test: setup
	swift build --build-tests $(SWIFT_FLAGS)
	Scripts/test $(SWIFT_FLAGS)

lint: setup
	swift format lint --strict --recursive --parallel --configuration .swift-format $(SOURCES)
	Scripts/lint

format:
	swift format --in-place --recursive --parallel --configuration .swift-format $(SOURCES)

bench: build
	swift build -c release --static-swift-stdlib --product dunlin-bench $(SWIFT_FLAGS)
	Scripts/bench $(BIN)

# Beside Kannel, which it installs where it may (Debian), against one sink: ten minutes.
bench-peers: build
	Scripts/bench-peers $(BIN)

# First plays thousands of schedules of faults on virtual time; then kills the program with SIGKILL twenty times at seeded
# moments of a send of 10,000 messages and counts at the carrier; then breaks three nodes on one PostgreSQL, their
# connections and the server.
soak: build
	Scripts/soak-simulation
	Scripts/soak $(BIN)
	Scripts/soak-nodes $(BIN)

# Seconds a target: FUZZ_SECONDS. Failing inputs are kept, with the command that runs them again.
fuzz: setup
	Scripts/fuzz

clean:
	rm -rf .build .build-fuzz .build-soak .dunlin
