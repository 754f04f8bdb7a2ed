import Foundation
import Testing

/// Promise P7: a planted name, number, address and reference stay inside, whatever is run and whatever is killed.
struct PersonalDataTests {
    private static let name = "Zorblax Quintessa"
    private static let chinese = "邹泊澜"
    private static let phone = "2125559876"
    private static let email = "zorblax@quintessa.example"
    /// The lender's own references are readable in the store by design (decision 0004), and nowhere else; once the borrower
    /// is erased, not there either.
    private static let reference = "BZQ77"

    /// As anybody would look for them: whole words, and the number's tail that a mask must not show.
    private static let words = ["Zorblax", "Quintessa", "5559876", "555-9876", "zorblax@", "邹泊澜", "邹泊"]

    private static let forms: [(word: String, bytes: Data)] = words.flatMap { Sentinel.forms(of: $0) }
    private static let referenceForms = Sentinel.forms(of: reference)

    @Test func `what is planted appears in no log, error, metric, file name or database file`() async throws {
        let lender = try Lender()
        var book = SmallBook.standard
        book.rows.append(.init(id: "77", name: Self.name, phone: "+1\(Self.phone)"))
        book.rows.append(.init(id: "78", name: Self.name + " II", phone: "+1\(Self.phone)", due: "2026-02-30"))
        book.rows.append(.init(id: "79", name: Self.chinese, phone: "+12125550179"))
        try lender.write(book, as: "planted")
        for file in ["borrowers.csv", "loans.csv"] {
            try lender.folder.write(
                lender.folder.text("planted/" + file).replacing("B77,", with: Self.reference + ",")
                    .replacing("+1\(Self.phone),,", with: "+1\(Self.phone),\(Self.email),"), to: "planted/" + file)
        }
        var said: [String] = []
        func run(_ arguments: String...) async throws {
            let run = try await Run.of(Checkout.program, arguments + ["--log-level", "trace"], in: lender.folder.path)
            said += [run.out, run.err]
        }
        try await run("import", "--mapping", Checkout.mapping("en"), "planted", "--now", "2026-11-21T18:01:00Z")
        try await lender.withCarrier(["--stops", "1"]) { carrier in
            // Killed in the middle, and begun again.
            _ = try await lender.dunlin(
                "send", "--now", "2026-11-21T18:02:00Z", "--log-level", "trace", within: 0.2)
            try await lender.beside(["serve", "--now", "2026-11-21T18:02:00Z", "--log-level", "trace"]) { serve in
                let port = try await serve.number(after: "listening port=")
                try await serve.wait(for: "something delivered") {
                    try !Fetch.blocking("http://127.0.0.1:\(port)/metrics").contains("event=\"delivered\"} 0\n")
                }
                for page in ["health", "metrics", Self.reference] {
                    said.append(try await Fetch.get("http://127.0.0.1:\(port)/\(page)").text)
                }
                // What is written lately stands in the write-ahead log: look while it is there.
                try expectNothing(of: Self.forms, in: lender.folder[".dunlin"], but: ["rejected"])
                serve.signal(15)
                _ = await serve.waitForEnd(within: 60)
                said += [try serve.output(), try serve.errors()]
            }
            said.append(try carrier.errors())
        }
        try await run("story", Self.reference)
        try await run("plan", "--explain", Self.reference, "--now", SmallBook.now)
        try await run("flag", "raise", Self.reference, "dispute")
        try await run("flag", "end", Self.reference, "dispute")
        try await run("plan", "--now", SmallBook.now)
        try await run("arrears")
        try await run("evidence", "audit")
        try await run("evidence", "export", "--borrower", Self.phone)
        try await run("story", "Zorblax")
        try await run("keys", "rotate")
        try await run("keys", "status")
        try await run("keys", "retire")
        try await run("erase", "--borrower", Self.reference, "--dry-run")
        try await run("retention", "run", "--dry-run")
        try await run("erase", "--borrower", "Zorblax", "--yes")
        said = said.map { $0.replacing("story Zorblax", with: "") }
        for text in said { expectNothing(of: Self.forms, in: Data(text.utf8), "what was said: \(text.prefix(2000))") }
        try expectNothing(of: Self.forms, in: lender.folder[".dunlin"], but: ["rejected"])

        // After the erasure the reference is gone too, from every file and from the next import's.
        try await run("erase", "--borrower", Self.reference, "--yes")
        try await run("import", "--mapping", Checkout.mapping("en"), "planted", "--now", "2026-11-22T18:01:00Z")
        try await run("evidence", "audit")
        try await run("erase", "--reapply")
        for text in said.suffix(8) { expectNothing(of: Self.forms, in: Data(text.utf8), "\(text.prefix(2000))") }
        try expectNothing(
            of: Self.forms + Self.referenceForms, in: lender.folder[".dunlin"], but: ["rejected/20261121"])
    }

    /// No file of the folder holds a sentinel, in its name or its bytes. Rejected rows are the lender's own, kept to be
    /// corrected and readable by the owner only.
    private func expectNothing(
        of forms: [(word: String, bytes: Data)], in folder: String, but excepted: [String]
    ) throws {
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
            expectNothing(of: forms, in: Data(name.utf8), "a file name")
            let path = folder + "/" + name
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            let mode = attributes[.posixPermissions] as? Int ?? 0
            #expect(mode & 0o007 == 0 || name.hasPrefix("evidence"), "\(name) has mode \(String(mode, radix: 8))")
            guard attributes[.type] as? FileAttributeType == .typeRegular, !excepted.contains(where: name.hasPrefix)
            else { continue }
            expectNothing(of: forms, in: try Data(contentsOf: URL(filePath: path)), name)
        }
    }

    private func expectNothing(of forms: [(word: String, bytes: Data)], in data: Data, _ place: String) {
        for (word, bytes) in forms { #expect(data.range(of: bytes) == nil, "\(word) in \(place)") }
    }
}

/// A text in every form in which it may lie about.
private enum Sentinel {
    static func forms(of word: String) -> [(word: String, bytes: Data)] {
        let utf8 = Data(word.utf8)
        var forms = [utf8, Data(word.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] })]
        forms.append(Data(word.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }))
        if let gbk = gbk[word] { forms.append(Data(gbk)) }
        let hex = utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        forms += [Data(hex.utf8), Data(hex.uppercased().utf8)]
        // Base64 of the word wherever it stands in what was encoded: without the letters that its neighbours share.
        for lead in 0..<3 {
            let letters = (Data(repeating: 0, count: lead) + utf8).base64EncodedString().filter { $0 != "=" }
            let inner = letters.dropFirst((lead * 8 + 5) / 6).dropLast((lead + utf8.count) % 3 == 0 ? 0 : 1)
            if inner.count >= 6 { forms.append(Data(inner.utf8)) }
        }
        return forms.map { (word, $0) }
    }

    /// GB 18030 of the Chinese ones; the others are ASCII there.
    private static let gbk: [String: [UInt8]] = [
        "邹泊澜": [0xD7, 0xDE, 0xB2, 0xB4, 0xC0, 0xBD], "邹泊": [0xD7, 0xDE, 0xB2, 0xB4],
    ]
}
