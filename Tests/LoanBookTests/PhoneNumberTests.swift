import Testing

@testable import LoanBook

@Suite struct PhoneNumberTests {
    @Test(arguments: [
        ("13800138000", "CN-BJ", "+8613800138000" as String?), ("+86 138 0013 8000", "CN", "+8613800138000"),
        ("86-13800138000", "CN-XJ", "+8613800138000"), ("１３８００１３８０００", "CN", "+8613800138000"),
        ("138 0013 8000", "US-NY", nil), ("(212) 555-0123", "US-NY", "+12125550123"),
        ("1 212 555 0123", "US", "+12125550123"), ("212-555-0123", "US", "+12125550123"),
        ("+12125550123", "CN", "+12125550123"), ("12345", "US", nil), ("12345", "CN", nil), ("n/a", "US", nil),
        ("", "US", nil), ("110", "CN", nil), ("2125550123 ext. 4", "US", nil), ("13800138000", "", nil),
        ("13800138000", "ZZ", nil),
    ])
    func `a cell becomes E.164 or nothing`(cell: String, region: String, number: String?) {
        #expect(PhoneNumber.e164(Array(cell.utf8), region: region) == number)
    }

    @Test func `a cell longer than any number is not even tried`() {
        let cell = String(repeating: " ", count: PhoneNumber.greatestCellBytes) + "13800138000"
        #expect(PhoneNumber.e164(Array(cell.utf8), region: "CN") == nil)
    }

    @Test func `threads do not disturb one another`() async {
        let numbers = await withTaskGroup(of: [String?].self) { group in
            for _ in 0..<4 {
                group.addTask {
                    (0..<200).map { PhoneNumber.e164(Array("138001380\($0 % 90 + 10)".utf8), region: "CN") }
                }
            }
            return await group.reduce(into: [[String?]]()) { $0.append($1) }
        }
        #expect(Set(numbers).count == 1)
        #expect(numbers[0][0] == "+8613800138010")
    }
}
