package import Testing

extension Engine {
    /// The engine that a test under `everyEngine` runs on now.
    @TaskLocal package static var current = Engine.sqlite
}

/// Runs each test of a suite once on every engine: what makes its database asks `Engine.current`.
package struct EveryEngine: TestTrait, SuiteTrait, TestScoping {
    package var isRecursive: Bool { true }

    package func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        for engine in Engine.allCases {
            await Engine.$current.withValue(engine) {
                do {
                    // A server has only so many connections.
                    if engine == .postgres { await ServerPlaces.shared.enter() }
                    try await function()
                } catch {
                    Issue.record(error, "on \(engine)")
                }
            }
            if engine == .postgres { await ServerPlaces.shared.leave() }
        }
    }

    package func scopeProvider(for test: Test, testCase: Test.Case?) -> Self? { testCase == nil ? nil : self }
}

/// So many tests use the tests' server at once.
private actor ServerPlaces {
    static let shared = ServerPlaces()
    private var free = 12
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func enter() async {
        guard free == 0 else {
            free -= 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    func leave() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}

extension Trait where Self == EveryEngine {
    package static var everyEngine: Self { EveryEngine() }
}
