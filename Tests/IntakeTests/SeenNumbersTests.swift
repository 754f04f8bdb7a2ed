import StoreEngines
import Testing

@testable import Intake

@Suite(.everyEngine) struct SeenNumbersTests {
    @Test func `a number is new once, wherever it lies`() {
        var seen = SeenNumbers()
        for number: Int64 in [1, 2, 63, 64, 65_535, 65_536, 9_000_000_000] {
            let isNew = seen.insert(number)
            let isNewAgain = seen.insert(number)
            #expect(isNew && !isNewAgain)
        }
    }
}
