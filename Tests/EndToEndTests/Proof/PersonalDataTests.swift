import Foundation
import Testing

/// Promise P7: a planted name and number stay inside.
struct PersonalDataTests {
    private static let name = "Zorblax Quintessa"
    private static let phone = "2125559876"
    /// As anybody would look for them, in bytes: whole names, and the number's tail that a mask must not show.
    private static let sentinels = ["Zorblax", "Quintessa", "5559876", "555-9876", "zorblax@"]

    @Test func `a planted name and number appear in no log, error, metric, file name or database file`() async throws {
        let lender = try await Lender.with()
        var book = SmallBook.standard
        book.rows.append(.init(id: "77", name: Self.name, phone: "+1\(Self.phone)"))
        book.rows.append(.init(id: "78", name: Self.name + " II", phone: "+1\(Self.phone)", due: "2026-02-30"))
        try lender.write(book, as: "planted")
        var said: [String] = []
        let imported = try await lender.dunlin(
            "import", "--mapping", Checkout.mapping("en"), "planted", "--now", "2026-11-21T18:01:00Z", "--log-level",
            "trace")
        said += [imported.out, imported.err]
        try await lender.withCarrier(["--stops", "1"]) { carrier in
            try await lender.beside(["serve", "--now", "2026-11-21T18:02:00Z", "--log-level", "trace"]) { serve in
                let port = try await serve.number(after: "listening port=")
                try await serve.wait(for: "four delivered and confirmed") {
                    try Fetch.blocking("http://127.0.0.1:\(port)/metrics").contains("event=\"delivered\"} 8\n")
                }
                for page in ["health", "metrics", "B77"] {
                    said.append(try await Fetch.get("http://127.0.0.1:\(port)/\(page)").text)
                }
                // What is written lately stands in the write-ahead log: look while it is there.
                try expectNothing(in: lender.folder[".dunlin"], but: ["rejected"])
                serve.signal(15)
                _ = await serve.waitForEnd(within: 20)
                said += [try serve.output(), try serve.errors()]
            }
            said.append(try carrier.errors())
        }
        for arguments in [
            ["plan", "--explain", "B77", "--now", SmallBook.now], ["story", "B77"], ["plan", "--now", SmallBook.now],
            ["evidence", "audit"], ["arrears"], ["story", "Zorblax"], ["evidence", "export", "--borrower", Self.phone],
        ] {
            let run = try await Run.of(Checkout.program, arguments, in: lender.folder.path)
            said += [run.out, run.err.replacing("Zorblax", with: "")]
        }
        for text in said {
            for sentinel in Self.sentinels { #expect(!text.contains(sentinel), "\(sentinel) in: \(text.prefix(2000))") }
        }
        try expectNothing(in: lender.folder[".dunlin"], but: ["rejected"])
    }

    /// No file of the folder holds a sentinel, in its name or its bytes. Rejected rows are the lender's own, kept to be
    /// corrected and readable by the owner only.
    private func expectNothing(in folder: String, but excepted: [String]) throws {
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
            for sentinel in Self.sentinels { #expect(!name.contains(sentinel), "\(name)") }
            let path = folder + "/" + name
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            let mode = attributes[.posixPermissions] as? Int ?? 0
            #expect(mode & 0o007 == 0 || name.hasPrefix("evidence"), "\(name) has mode \(String(mode, radix: 8))")
            guard attributes[.type] as? FileAttributeType == .typeRegular, !excepted.contains(where: name.hasPrefix)
            else { continue }
            let data = try Data(contentsOf: URL(filePath: path))
            for sentinel in Self.sentinels {
                #expect(data.range(of: Data(sentinel.utf8)) == nil, "\(sentinel) in \(name)")
            }
        }
    }
}
