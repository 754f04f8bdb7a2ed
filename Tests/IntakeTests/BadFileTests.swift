import Foundation
import LoanBook
import StoreEngines
import Testing

@testable import Intake

/// Every way in which a file can be unfit has a clear error, and nothing is written.
@Suite(.everyEngine) struct BadFileTests {
    private func error(
        _ mapping: String = ImportBench.mapping, _ change: (ImportBench) throws -> Void
    ) async throws -> IntakeError {
        let bench = try await ImportBench()
        try change(bench)
        let error = await #expect(throws: IntakeError.self) { try await bench.run(mapping: mapping) }
        #expect(try await bench.count("batch") == 0)
        return try #require(error)
    }

    private func gb18030() -> String {
        ImportBench.mapping.replacingOccurrences(
            of: "    file: loans.csv", with: "    file: loans.csv\n    formats: {encoding: gb18030}")
    }

    @Test func `a file that the mapping needs is missing`() async throws {
        let error = try await error {
            try FileManager.default.removeItem(atPath: $0.folder.path("loans.csv"))
        }
        #expect(error.code == .missingFile)
        #expect(error.file == "loans.csv")
        #expect(error.fix.contains("files.loans.file"))
    }

    @Test func `an optional file may be missing`() async throws {
        let bench = try await ImportBench()
        try FileManager.default.removeItem(atPath: bench.folder.path("payments.csv"))
        let report = try await bench.run()
        #expect(report.files[.payments] == nil)
        #expect(report.accepted == 4)
    }

    @Test func `a folder that is not there, and a folder in the place of a file`() async throws {
        let bench = try await ImportBench()
        let missing = await #expect(throws: IntakeError.self) { try await bench.run(source: "/nowhere/at/all") }
        #expect(missing?.code == .unreadable)
        let folder = try await error {
            try FileManager.default.removeItem(atPath: $0.folder.path("loans.csv"))
            try FileManager.default.createDirectory(
                atPath: $0.folder.path("loans.csv"), withIntermediateDirectories: false)
        }
        #expect(folder.code == .unreadable)
        #expect(folder.what == "is a folder")
    }

    @Test(arguments: ["", "\n\n", "\u{FEFF}"])
    func `an empty file`(text: String) async throws {
        #expect(try await error { try $0.folder.write("loans.csv", text) }.code == .empty)
    }

    @Test func `a binary file`() async throws {
        let error = try await error { try $0.folder.write("loans.csv", "id,borrower,principal,day\nL1,B1,\0\0") }
        #expect(error.code == .binary)
        #expect(error.line == 2)
    }

    @Test func `a file cut off inside a quoted field or a character`() async throws {
        let quote = try await error { try $0.folder.write("loans.csv", "id,borrower,principal,day\nL1,\"B1") }
        #expect(quote.code == .truncated)
        #expect(quote.line == 2)
        let character = try await error { try $0.folder.write("loans.csv", Array("id,борровер".utf8.dropLast())) }
        #expect(character.code == .truncated)
    }

    @Test func `bytes of another encoding name the line`() async throws {
        let latin = Array("id,borrower,principal,day\nL1,B1,1.00,2026-01-20\nM".utf8) + [0xFC, 0x6C, 0x6C, 0x0A]
        let error = try await error { try $0.folder.write("loans.csv", latin) }
        #expect(error.code == .wrongEncoding)
        #expect(error.line == 3)
        let bad = try await self.error(gb18030()) { try $0.folder.write("loans.csv", [0x69, 0x0A, 0x81, 0x20, 0x20]) }
        #expect(bad.code == .wrongEncoding)
        #expect(bad.line == 2)
    }

    @Test func `a byte order mark that contradicts the mapping`() async throws {
        let utf16 = try await error { try $0.folder.write("loans.csv", [0xFF, 0xFE, 0x69, 0x00]) }
        #expect(utf16.code == .wrongEncoding)
        #expect(utf16.what.contains("utf-16le"))
        let utf8 = try await error(gb18030()) { try $0.folder.write("loans.csv", "\u{FEFF}id,borrower\n") }
        #expect(utf8.code == .wrongEncoding)
    }

    @Test func `a missing column is named with the header that is there`() async throws {
        let error = try await error { try $0.folder.write("loans.csv", "id,lender,principal,day\n") }
        #expect(error.code == .missingColumn)
        #expect(error.what.contains("\"borrower\"") && error.what.contains("id, lender, principal, day"))
    }

    @Test func `a file without its header shows nothing of the row that stands in its place`() async throws {
        for row in ["B1,Ana Adams,+12125550123,a@example.com,Y", "B1;Ana Adams;+12125550123;a@example.com;Y"] {
            let error = try await error { try $0.folder.write("borrowers.csv", row + "\n") }
            #expect(error.code == .missingColumn && error.line == 1)
            for word in ["Ana", "555", "example"] { #expect(!"\(error)".contains(word), "\(error)") }
            #expect(error.what.contains("is no header") && error.fix.contains("its header"))
        }
    }

    @Test func `a quote that is never closed in a long file`() async throws {
        let row = "L1,B1,1.00,2026-01-20\n"
        let text = "id,borrower,principal,day\n" + row + "L2,\"B2,1.00\n" + String(repeating: row, count: 5000)
        let error = try await error { try $0.folder.write("loans.csv", text) }
        #expect(error.code == .fieldTooLong)
        #expect(error.line == 3)
    }

    @Test func `an unknown zone of the mapping`() async throws {
        let mapping = ImportBench.mapping.replacingOccurrences(of: "zone: UTC", with: "zone: Mars/Olympus")
        #expect(try await error(mapping) { _ in }.code == .unknownZone)
    }
}
