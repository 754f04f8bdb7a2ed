import Foundation
import Testing

/// Books that cannot be taken: said with file, line and what mends it, and nothing of them is in the book afterwards.
struct BadBookTests {
    struct Spoilt: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var says: [String]
        var spoil: @Sendable (TemporaryFolder) throws -> Void

        init(_ name: String, says: [String], _ spoil: @escaping @Sendable (TemporaryFolder) throws -> Void) {
            testDescription = name
            self.says = says
            self.spoil = spoil
        }
    }

    static let spoilt = [
        Spoilt("missing file", says: ["loans.csv: is named by the mapping and is not in the book's folder"]) {
            try FileManager.default.removeItem(atPath: $0["book/loans.csv"])
        },
        Spoilt("a folder for a file", says: ["loans.csv: is a folder"]) {
            try FileManager.default.removeItem(atPath: $0["book/loans.csv"])
            try FileManager.default.createDirectory(atPath: $0["book/loans.csv"], withIntermediateDirectories: true)
        },
        Spoilt("empty file", says: ["loans.csv: is empty"]) { try $0.write("", to: "book/loans.csv") },
        Spoilt("binary file", says: ["loans.csv, line 2: holds a NUL byte"]) {
            let header = try $0.text("book/loans.csv").prefix { $0 != "\n" } + "\n"
            try $0.write(Data(header.utf8) + Data([0x50, 0x4B, 0x03, 0x04, 0x00, 0x00]), to: "book/loans.csv")
        },
        Spoilt("truncated file", says: ["borrowers.csv, line 7: ends inside the quoted field"]) {
            try $0.write($0.text("book/borrowers.csv") + "B9,\"Gus Gree", to: "book/borrowers.csv")
        },
        Spoilt("cut in a character", says: ["borrowers.csv, line 7: ends inside a character"]) {
            try $0.write(
                Data($0.text("book/borrowers.csv").utf8) + Data("B9,Gus ".utf8) + Data([0xE9, 0x99]),
                to: "book/borrowers.csv")
        },
        Spoilt("wrong encoding", says: ["borrowers.csv, line 7: holds bytes that are not of the mapping's encoding"]) {
            // Two Chinese characters in GB18030.
            try $0.write(
                Data($0.text("book/borrowers.csv").utf8) + Data("B9,".utf8) + Data([0xD5, 0xC5, 0xCE, 0xB0])
                    + Data(",,,,,,,\n".utf8), to: "book/borrowers.csv")
        },
        Spoilt("missing column", says: ["borrowers.csv, line 1: has no column \"mobile\"", "Correct the column"]) {
            try $0.replace("mobile", with: "handy", in: "book/borrowers.csv")
        },
    ]

    @Test(arguments: spoilt)
    func `a book that cannot be read is refused with a clear word, and nothing of it is kept`(
        spoilt: Spoilt
    ) async throws {
        let lender = try Lender()
        try lender.write(.standard)
        try spoilt.spoil(lender.folder)
        let run = try await lender.importing("book")
        #expect(run.code == 1)
        #expect(run.out == "")
        for words in spoilt.says { #expect(run.err.contains(words), "\(run.err)") }
        for secret in ["Ann Archer", "5550101", "Gus"] { #expect(!run.err.contains(secret)) }
        let arrears = try await lender.dunlin("arrears", "--json", "--date", "2026-11-21")
        #expect(try arrears.json()["loans"].int == 0)
        // Mended, it goes in.
        try FileManager.default.removeItem(atPath: lender.folder["book"])
        try lender.write(.standard)
        #expect(try await lender.importing("book").code == 0)
    }

    @Test func `a book of tomorrow is refused: every later one would count as older`() async throws {
        let lender = try Lender()
        try lender.write(.standard)
        func bring(asOf: String) async throws -> Run {
            try await lender.dunlin(
                "import", "--mapping", Checkout.mapping("en"), "book", "--json", "--now", SmallBook.now, "--as-of", asOf
            )
        }
        let early = try await bring(asOf: "2026-11-21T18:05:01Z")
        #expect(early.code == 64 && early.err.contains("--as-of 2026-11-21T18:05:01Z is in the future"))
        #expect(early.out == "" && !early.err.contains("<subcommand>"), "\(early.err)")
        // A day is the mapping's: there it is still the 21st.
        #expect(try await bring(asOf: "2026-11-22").code == 64)
        #expect(try await bring(asOf: "2026-11-21").code == 0)
        // Clocks of two machines are never quite one.
        #expect(try await bring(asOf: "2026-11-21T18:05:00Z").code == 0)
    }

    @Test func `a mapping's fault says where it is, and a word that does not fit which would`() async throws {
        let lender = try Lender()
        try lender.write(.standard)
        let mapping = try String(contentsOfFile: Checkout.mapping("en"), encoding: .utf8)
        try lender.folder.write(
            mapping.replacing("zone: America/New_York", with: "zone: America/NewYork"), to: "m.yaml")
        let zone = try await lender.importing("book", mapping: "m.yaml")
        #expect(
            zone.code == 1 && zone.err.contains(/m\.yaml:\d+:\d+: the zone "America\/NewYork" is unknown/),
            "\(zone.err)")
        try lender.folder.write(
            "id,loan,made,due,amount,status\nR1,L1,2026-11-20,2026-11-30,5.00,maybe\n", to: "book/p.csv")
        try lender.folder.write(
            mapping + """

                  promises:
                    file: p.csv
                    columns: {reference: id, loan: loan, made_on: made, due_on: due, amount: amount, status: status}
                """, to: "m.yaml")
        let run = try await lender.dunlin(
            "import", "--mapping", "m.yaml", "book", "--now", SmallBook.now)
        #expect(
            run.out.contains(
                "promises:2: rejected: status: none of the words that the field takes: open, kept, broken, withdrawn\n"),
            "\(run.out)\(run.err)")
    }

    @Test func `a folder that is not there, or may not be read, is named`() async throws {
        let lender = try Lender()
        let missing = try await lender.importing("nowhere")
        #expect(missing.code == 1 && missing.err.contains("nowhere: is not there"), "\(missing.err)")
    }

    struct Mapping: Sendable, CustomTestStringConvertible {
        var old: String
        var new: String
        var says: String
        var testDescription: String { says }
    }

    static let mappings = [
        Mapping(old: "file: loans.csv", new: "file: nothere.csv", says: "nothere.csv: is named by the mapping"),
        Mapping(
            old: "due_on: due_on", new: "due_on: fallig", says: "instalments.csv, line 1: has no column \"fallig\""),
        Mapping(old: "portfolio: meadow", new: "portfolioo: meadow", says: "bad.yaml:3:1: "),
        Mapping(old: "zone: America/New_York", new: "zone: Mars/Olympus", says: "zone \"Mars/Olympus\" is unknown"),
        Mapping(old: "rate: fraction", new: "rate: frction", says: "bad.yaml:17:"),
        Mapping(old: "encoding: utf-8", new: "encoding: utf-9", says: "bad.yaml:13:"),
        Mapping(old: "files:", new: "files: [", says: "bad.yaml:"),
        Mapping(old: "currency: USD", new: "currency: DOLLAR", says: "bad.yaml:4:"),
    ]

    @Test(arguments: mappings)
    func `a mapping that names what is not there is refused with its place`(mapping: Mapping) async throws {
        let lender = try Lender()
        try lender.write(.standard)
        let good = try String(contentsOfFile: Checkout.mapping("en"), encoding: .utf8)
        #expect(good.contains(mapping.old))
        try lender.folder.write(good.replacing(mapping.old, with: mapping.new), to: "bad.yaml")
        let run = try await lender.importing("book", mapping: "bad.yaml")
        #expect(run.code == 1)
        #expect(run.err.contains(mapping.says), "\(run.err)")
        let none = try await lender.importing("book", mapping: "none.yaml")
        #expect(none.code == 1 && none.err.contains("none.yaml: no such mapping"))
    }
}
