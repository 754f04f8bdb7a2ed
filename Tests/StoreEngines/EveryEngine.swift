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
                do { try await function() } catch {
                    Issue.record(error, "on \(engine)")
                }
            }
        }
    }

    package func scopeProvider(for test: Test, testCase: Test.Case?) -> Self? { testCase == nil ? nil : self }
}

extension Trait where Self == EveryEngine {
    package static var everyEngine: Self { EveryEngine() }
}
