import Foundation
import StoreEngines
import Testing

/// The answers that the lender-book tool gives with its books, reached through the program.
@Suite(
    .everyEngine, .enabled(if: Checkout.lenderBook != nil, "the shared folder with the lender-book tool is not there"))
struct ImportContractTests {
    struct Sample: Sendable, CustomTestStringConvertible {
        var dialect: String
        var borrowers: Int
        var seed: Int
        var quirks: Double

        var testDescription: String { "\(dialect), \(borrowers) borrowers, seed \(seed), quirks \(quirks)" }
    }

    static let samples = ["en", "zh"].flatMap { dialect in
        [(400, 1, 0.03), (400, 2, 0.002), (120, 3, 0.3)].map {
            Sample(dialect: dialect, borrowers: $0.0, seed: $0.1, quirks: $0.2)
        }
    }

    @Test(arguments: samples)
    func `rows are taken, rejected and warned about by line, and arrears agree loan by loan`(
        sample: Sample
    ) async throws {
        let lender = try Lender()
        let book = try await LenderBook.write(
            to: lender.folder, borrowers: sample.borrowers, seed: sample.seed, dialect: sample.dialect,
            quirks: sample.quirks)
        let first = try await lender.importing("book", mapping: Checkout.mapping(sample.dialect))
        #expect(first.code == 0, "\(first.err)")
        #expect(first.out.hasSuffix("}\n") && first.out.split(separator: "\n").count == 1)
        try expect(first, matches: book)
        let arrears = try await lender.dunlin("arrears", "--date", "2026-11-21", "--csv")
        #expect(Data(arrears.out.utf8) == book.arrears)
        #expect(arrears.err == "")

        let again = try await lender.importing("book", mapping: Checkout.mapping(sample.dialect))
        try expect(again, matches: book)
        for kind in LenderBook.kinds {
            let file = try again.json()["files"][kind]
            #expect(file["unchanged"].int == file["accepted"].int, "\(kind)")
            #expect(file["new"].int == 0 && file["revised"].int == 0, "\(kind)")
        }
    }

    private func expect(_ run: Run, matches book: LenderBook) throws {
        let files = try run.json()["files"]
        for kind in LenderBook.kinds {
            let (file, answers) = (files[kind], try #require(book.answers[kind]))
            #expect(file["rows"].int == answers.rows, "\(kind)")
            #expect(file["accepted"].int == answers.accept, "\(kind)")
            #expect(file["rejected"].keys == Set(answers.reject.keys), "\(kind)")
            #expect(file["warned"].keys == Set(answers.warn.keys), "\(kind)")
            for line in answers.reject.keys {
                #expect(file["rejected"][line]["field"].text?.isEmpty == false, "\(kind):\(line)")
                #expect(file["rejected"][line]["reason"].text?.isEmpty == false, "\(kind):\(line)")
            }
        }
    }
}
