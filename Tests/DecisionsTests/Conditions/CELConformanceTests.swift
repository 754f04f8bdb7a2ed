import Foundation
import Testing

@testable import Decisions

/// The cases of cel-spec itself. They stay out of this repository: `Tools/cel_conformance.py` makes them from a checkout,
/// and `DUNLIN_CEL_SPEC` names its output. Cases of our own, by the same sections, always run: `CELSectionTests`.
@Suite struct CELConformanceTests {
    static let file = ProcessInfo.processInfo.environment["DUNLIN_CEL_SPEC"]

    @Test(.enabled(if: file != nil))
    func `every case of cel-spec passes or is listed with the reason`() throws {
        let cases = try ConformanceCase.read(try #require(Self.file))
        #expect(cases.count > 2000)
        var (passed, unsupported) = (0, [String: Int]())
        for item in cases {
            guard let failure = item.failure() else {
                passed += 1
                continue
            }
            if let reason = UnsupportedCases.reason(item.path, failure) {
                unsupported[reason, default: 0] += 1
            } else {
                Issue.record("\(item.path): \(item.expression): \(failure)")
            }
        }
        print("cel-spec: \(passed) passed, \(unsupported.values.reduce(0, +)) unsupported of \(cases.count)")
        for (reason, count) in unsupported.sorted(by: { $0.value > $1.value }) { print("  \(count): \(reason)") }
        for (path, _) in UnsupportedCases.reasons {
            #expect(cases.contains { $0.path.hasPrefix(path) && $0.failure() != nil }, "nothing fails under \(path)")
        }
    }
}
