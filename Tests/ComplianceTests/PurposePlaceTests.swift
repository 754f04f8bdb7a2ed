import Messaging
import Testing

@testable import Compliance

struct PurposePlaceTests {
    @Test func `every purpose has its place among all`() {
        #expect(Purpose.allCases.map(\.place) == Array(Purpose.allCases.indices))
    }
}
