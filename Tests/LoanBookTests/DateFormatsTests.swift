import CivilTime
import Testing

@testable import LoanBook

@Suite struct DateFormatsTests {
    @Test(arguments: [
        ("yyyy-MM-dd", "2026-11-21", "2026-11-21" as String?), ("yyyy/MM/dd", "2026/11/21", "2026-11-21"),
        ("dd.MM.yyyy", "21.11.2026", "2026-11-21"), ("d.M.yyyy", "1.2.2026", "2026-02-01"),
        ("d.M.yyyy", "21.11.2026", "2026-11-21"), ("yyyyMMdd", "20261121", "2026-11-21"),
        ("yyyy年M月d日", "2026年2月3日", "2026-02-03"), ("MM/dd/yyyy", "02/29/2024", "2024-02-29"),
        ("yyyy-MM-dd", "2026-02-29", nil), ("yyyy-MM-dd", "2026-13-01", nil), ("yyyy-MM-dd", "2026/11/21", nil),
        ("yyyy-MM-dd", "2026-1-2", nil), ("yyyy-MM-dd", "2026-11-21 ", nil), ("yyyy-MM-dd", "", nil),
        ("yyyy-MM-dd", "soon", nil), ("d.M.yyyy", "31.31.1990", nil), ("yyyy-MM-dd", "２026-11-21", nil),
    ])
    func `a date is read by its pattern or refused`(pattern: String, text: String, iso: String?) throws {
        let formats = try #require(DateFormats(patterns: [pattern]))
        #expect(formats.date(Array(text.utf8)[...])?.description == iso)
    }

    @Test func `several patterns are tried in order`() throws {
        let formats = try #require(DateFormats(patterns: ["dd/MM/yyyy", "yyyy-MM-dd"]))
        #expect(formats.date(Array("01/02/2026".utf8)[...])?.description == "2026-02-01")
        #expect(formats.date(Array("2026-02-01".utf8)[...])?.description == "2026-02-01")
    }

    @Test(arguments: ["yyyy-MM", "yy-MM-dd", "yyyy-MMM-dd", "yyyy-MM-dd-dd", ""])
    func `a pattern needs year, month and day once each`(pattern: String) {
        #expect(DateFormats(patterns: [pattern]) == nil)
    }
}
