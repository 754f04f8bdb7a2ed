import CivilTime
import Foundation
import LoanBook
import StoreEngines
import Testing

@testable import Intake

@Suite(.everyEngine) struct ImportReportTests {
    @Test func `the report is one JSON document with faults by line`() throws {
        var file = ImportReport.File()
        file.rows = 3
        file.accepted = 2
        file.new = 2
        file.rejected = [ImportReport.Note(line: 17, field: "出生\"日期\\", reason: .noSuchDate)]
        file.warned = [ImportReport.Note(line: 4, field: "mobile", reason: .unusablePhone)]
        let report = ImportReport(
            batch: 7, portfolio: "meadow", asOf: Instant(milliseconds: 0), files: [.borrowers: file, .loans: .init()])
        let json = try #require(
            try JSONSerialization.jsonObject(with: Data(report.json().utf8)) as? [String: Any])
        let files = try #require(json["files"] as? [String: [String: Any]])
        #expect(Set(files.keys) == ["borrowers", "loans"])
        #expect(files["borrowers"]?["rows"] as? Int == 3)
        #expect(files["borrowers"]?["accepted"] as? Int == 2)
        let rejected = try #require(files["borrowers"]?["rejected"] as? [String: [String: String]])
        #expect(rejected == ["17": ["field": "出生\"日期\\", "reason": "no such date"]])
        let warned = try #require(files["borrowers"]?["warned"] as? [String: [String: String]])
        #expect(warned == ["4": ["field": "mobile", "reason": "unusable phone number"]])
        #expect((files["loans"]?["rejected"] as? [String: Any])?.isEmpty == true)
    }
}
