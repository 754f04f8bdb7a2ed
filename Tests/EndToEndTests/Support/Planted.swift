import Foundation
import Testing

/// A lender with sentinels in the book, and every command and fault over them. Whatever a command says is searched at once.
struct Planted {
    static let name = "Zorblax Quintessa"
    static let chinese = "邹泊澜"
    static let phone = "2125559876"
    static let email = "zorblax@quintessa.example"
    /// The lender's own references are readable in the store by design (decision 0004), and nowhere else; once the borrower
    /// is erased, not there either.
    static let reference = "BZQ77"

    /// As anybody would look for them: whole words, and the number's tail that a mask must not show.
    private static let words = ["Zorblax", "Quintessa", "5559876", "555-9876", "zorblax@", "邹泊澜", "邹泊"]
    static let forms = words.flatMap { Sentinel.forms(of: $0) }
    static let referenceForms = Sentinel.forms(of: reference)

    private static let morning = "2026-11-21T18:02:00Z"

    var lender: Lender

    /// Brings the book in.
    init(_ lender: Lender) throws {
        self.lender = lender
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
        for (file, text) in Self.facts { try lender.folder.write(text + "\n", to: "planted/" + file) }
        try lender.folder.write(Self.mappingText(), to: Self.mapping)
    }

    /// `typed`: what the command was given itself and may repeat.
    @discardableResult
    func run(_ arguments: String..., environment: [String: String] = [:], typed: String? = nil) async throws -> Run {
        try await run(arguments, environment: environment, typed: typed)
    }

    @discardableResult
    func run(_ arguments: [String], environment: [String: String] = [:], typed: String? = nil) async throws -> Run {
        let run = try await lender.run(arguments + ["--log-level", "trace"], environment: environment)
        for said in [run.out, run.err] {
            Sentinel.expectNothing(of: Self.forms, in: typed.map { said.replacing($0, with: "") } ?? said)
        }
        return run
    }

    /// The import, a send that is killed, a node that serves; `looking` is called while something is being delivered.
    func sendAndServe(looking: (_ serve: Child) async throws -> Void) async throws {
        let book = try await run(
            "import", "--mapping", Self.mapping, "planted", "--now", "2026-11-21T18:01:00Z", "--json")
        let files = try book.json()["files"]
        let kinds = Self.facts.map { String($0.file.dropLast(4)) }
        #expect(kinds.reduce(0) { $0 + (files[$1]["new"].int ?? 0) } == Self.goodFacts, "\(book.out)")
        for kind in kinds {
            let told = files[kind]
            #expect((told["rows"].int ?? 0) > (told["accepted"].int ?? 0) + 1, "\(kind): \(book.out)")
        }
        try await lender.withCarrier(["--long-replies", "1", "--duplicate-receipts", "0.5"]) {
            carrier in
            _ = try await lender.dunlin("send", "--now", Self.morning, "--log-level", "trace", within: 0.2)
            try await lender.beside(["serve", "--now", Self.morning, "--log-level", "trace"]) { serve in
                try await delivered(1, serve)
                let port = try await serve.number(after: "listening port=")
                for page in ["health", "metrics", Self.reference, Self.phone] {
                    let text = try await Fetch.get("http://127.0.0.1:\(port)/\(page)").text
                    Sentinel.expectNothing(of: Self.forms, in: text)
                }
                try await looking(serve)
                serve.signal(15)
                _ = await serve.waitForEnd(within: 60)
                for said in [try serve.output(), try serve.errors()] {
                    Sentinel.expectNothing(of: Self.forms, in: said)
                }
            }
            Sentinel.expectNothing(of: Self.forms, in: try carrier.errors())
        }
    }

    /// Somebody falls due while the node serves, and hears of it.
    func deliverMore(_ serve: Child) async throws {
        let port = try await serve.number(after: "listening port=")
        let before = try Self.count(of: "delivered", port)
        try lender.write(SmallBook(rows: [.init(id: "80", phone: "+12125550180")]), as: "more")
        let more = try await run("import", "--mapping", Checkout.mapping("en"), "more", "--now", "2026-11-21T18:05:00Z")
        #expect(more.code == 0, "\(more.err)")
        try await delivered(before + 1, serve)
    }

    /// Somebody with the same words about them hears of the loan and answers that it is enough.
    func optOut() async throws {
        let book = SmallBook(rows: [.init(id: "82", name: Self.name, phone: "+1917\(Self.phone.suffix(7))")])
        try lender.write(book, as: "stopping")
        try await run("import", "--mapping", Checkout.mapping("en"), "stopping", "--now", "2026-11-21T18:06:00Z")
        try await lender.withCarrier(["--stops", "1"]) { carrier in
            try await lender.beside(["serve", "--now", "2026-11-21T18:07:00Z", "--log-level", "trace"]) { serve in
                try await counted("opt_out", 1, serve)
                serve.signal(15)
                _ = await serve.waitForEnd(within: 60)
                for said in [try serve.output(), try serve.errors()] {
                    Sentinel.expectNothing(of: Self.forms, in: said)
                }
            }
            Sentinel.expectNothing(of: Self.forms, in: try carrier.errors())
        }
        let consents = try await run("consent", "list", "B82")
        #expect(consents.code == 0 && consents.out.contains("revoked"), "\(consents.out)")
        try await run("story", "B82")
    }

    private func delivered(_ count: Int, _ serve: Child) async throws {
        try await counted("delivered", count, serve)
    }

    private func counted(_ event: String, _ count: Int, _ serve: Child) async throws {
        let port = try await serve.number(after: "listening port=")
        try await serve.wait(for: "\(count) \(event)") { try Self.count(of: event, port) >= count }
    }

    private static func count(of event: String, _ port: Int) throws -> Int {
        let page = try Fetch.blocking("http://127.0.0.1:\(port)/metrics")
        guard let start = page.range(of: "event=\"\(event)\"} ")?.upperBound else { return 0 }
        return Int(page[start...].prefix { $0.isNumber }) ?? 0
    }

    /// Carriers that misbehave, none at all, a key that is none of ours, and files that are not what they should be.
    func breakIn() async throws {
        try await run("send", "--now", "2026-11-21T18:03:00Z", "--receipts-within", "1")
        for fault in [["--nonsense"], ["--refuse-bind"], ["--close-at-once"]] {
            try await lender.withCarrier(fault) { carrier in
                let run = try await lender.run(
                    ["send", "--now", "2026-11-21T18:04:00Z", "--log-level", "trace", "--receipts-within", "1"],
                    within: 3)
                for said in [run.out, run.err, try carrier.errors()] {
                    Sentinel.expectNothing(of: Self.forms, in: said)
                }
            }
        }
        let other = ["DUNLIN_MASTER_KEY": Data(repeating: 7, count: 32).base64EncodedString()]
        #expect(try await run("story", Self.reference, environment: other).code == 1)
        #expect(try await run("plan", environment: other).code == 1)
        #expect(try await run("evidence", "audit", environment: other).code == 1)
        for (name, text) in [
            ("borrowers.csv", "borrower_id,\(Self.name),\"\(Self.phone)\n"),
            ("borrowers.csv", "borrower_id,name\n\(Self.reference),\(Self.name),\(Self.phone),\(Self.email)\n"),
            ("payments.csv", "\(Self.name)\n\u{0}\(Self.chinese)\n"),
        ] {
            try lender.folder.write(text, to: "broken/" + name)
            try await run("import", "--mapping", Checkout.mapping("en"), "broken", "--now", SmallBook.now)
        }
        try await run("import", "--mapping", "planted/borrowers.csv", "planted", "--now", SmallBook.now)
    }

    /// Whatever shows something, and an export, which holds the person in the clear for whoever asked for it.
    func lookAround() async throws {
        let reference = Self.reference
        try await run("story", reference)
        try await run("plan", "--explain", reference, "--now", SmallBook.now)
        try await run("flag", "raise", reference, "dispute")
        try await run("flag", "list", reference)
        try await run("flag", "end", reference, "dispute")
        try await run("plan", "--now", SmallBook.now)
        try await run("plan", "--json", "--now", SmallBook.now)
        try await run("arrears")
        try await run("check")
        try await run("law", "house")
        try await run("evidence", "publish")
        try await run("evidence", "witness")
        try await run("evidence", "audit")
        let revealed = try await lender.dunlin("story", reference, "--reveal", "--log-level", "trace")
        #expect(revealed.out.contains(Self.name), "the sentinel is not there to be found: \(revealed.err)")
        Sentinel.expectNothing(of: Self.forms, in: revealed.err)
        let key = try await run("evidence", "key").out.trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(try await run("evidence", "export", "--borrower", reference, "--out", "proof.json").code == 0)
        #expect(try lender.folder.text("proof.json").contains(Self.name))
        #expect(try await run("evidence", "verify", "proof.json", "--key", key).code == 0)
        for (old, new) in [(Self.name, Self.name + "s"), (Self.phone, "\"" + Self.phone), ("{", Self.name)] {
            try lender.folder.write(lender.folder.text("proof.json").replacing(old, with: new), to: "changed.json")
            #expect(try await run("evidence", "verify", "changed.json", "--key", key).code == 1)
        }
    }

    /// After a rotation has begun.
    func changeKeys() async throws {
        try await run("keys", "status")
        #expect(try await run("keys", "retire").code == 0)
        try await run("erase", "--borrower", Self.reference, "--dry-run")
        try await run("retention", "run", "--dry-run")
    }

    func erase() async throws {
        #expect(try await run("erase", "--borrower", Self.reference, "--yes").code == 0)
        try await run("import", "--mapping", Self.mapping, "planted", "--now", "2026-11-22T18:01:00Z")
        #expect(try await run("evidence", "audit").code == 0)
        try await run("retention", "run", "--yes")
        try await run("erase", "--reapply")
    }

    /// A name or a number in the place of a reference.
    func mistype() async throws {
        try await run("story", "Zorblax", typed: "story Zorblax")
        try await run("evidence", "export", "--borrower", Self.phone)
        try await run("erase", "--borrower", "Zorblax", "--yes")
        try await mistypeFacts()
    }
}
