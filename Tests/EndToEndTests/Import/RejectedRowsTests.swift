import Foundation
import StoreEngines
import Testing

/// What was rejected can be corrected and brought in again.
@Suite(.everyEngine) struct RejectedRowsTests {
    @Test func `a corrected rejected file brings in what was missing, and the loan is collected again`() async throws {
        let lender = try Lender()
        var book = SmallBook.standard
        book.payments = [(loan: "L1", paidOn: "2026-11-19", amount: "20.oo")]
        try lender.write(book)
        let first = try await lender.bringIn()
        #expect(try first.json()["files"]["payments"]["rejected"]["2"]["field"].text == "amount")
        let held = try await lender.dunlin("plan", "--json", "--now", SmallBook.now).json()
        #expect(held["messages"].int == 2)
        #expect(held["held"].list.map { $0["reason"].text } == ["a payment row of this loan was rejected"])

        let rejected = try #require(try rejectedFiles(lender).first)
        let text = try String(contentsOfFile: rejected, encoding: .utf8)
        #expect(text.contains("20.oo"))
        try lender.folder.write(text.replacing("20.oo", with: "20.00"), to: "corrected.csv")
        let second = try await lender.importing("corrected.csv", now: "2026-11-21T18:05:00Z")
        #expect(second.code == 0, "\(second.err)")
        #expect(try second.json()["files"]["payments"]["accepted"].int == 1)
        let arrears = try await lender.dunlin("arrears", "--date", "2026-11-21", "--csv")
        #expect(arrears.out.contains("L1,1,10000\r\n"))
        let mended = try await lender.dunlin("plan", "--json", "--now", SmallBook.now).json()
        #expect(mended["held"].list.isEmpty)
        #expect(mended["messages"].int == 4)
    }

    @Test func `a book without a fault leaves no rejected file behind`() async throws {
        let lender = try await Lender.with()
        #expect(try rejectedFiles(lender) == [])
    }

    private func rejectedFiles(_ lender: Lender) throws -> [String] {
        let folder = lender.folder[".dunlin/rejected"]
        guard FileManager.default.fileExists(atPath: folder) else { return [] }
        return try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.hasSuffix(".csv") }
            .map { folder + "/" + $0 }
    }
}
