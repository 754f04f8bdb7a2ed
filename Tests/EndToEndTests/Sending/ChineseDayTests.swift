import Foundation
import Testing

/// A lender in China whose messages travel over one of the protocols of its carriers, against `dunlin carrier`, counted at the
/// carrier's side.
struct ChineseDayTests {
    private static let now = "2026-11-21T03:00:00Z"
    private static let secret = ["CHENHE_SECRET": "dunlin"]

    enum Speech: String, CaseIterable, Sendable {
        case cmpp2, cmpp3, smgp, sgip

        var flag: String { self == .smgp || self == .sgip ? rawValue : "cmpp" }

        /// `back`: where the carrier may connect to, where it does.
        func fields(back: Int) -> String {
            switch self {
            case .cmpp2, .cmpp3:
                """
                    protocol: cmpp
                    version: "\(self == .cmpp2 ? "2.0" : "3.0")"
                    sp_id: "901234"
                    service_id: LOAN
                """
            case .smgp:
                """
                    protocol: smgp
                    client_id: "901234"
                    service_id: LOAN
                """
            case .sgip:
                """
                    protocol: sgip
                    node_id: 3010012345
                    login_name: chenhe
                    corp_id: "12345"
                    service_type: LOAN
                    listen_host: 127.0.0.1
                    listen_port: \(back)
                    allowed_peers: [127.0.0.1]
                """
            }
        }

        /// A number as the carrier gets it.
        func number(_ number: String) -> String { self == .sgip ? "86" + number : number }
    }

    private static func routes(_ speech: Speech, port: Int, back: Int) -> String {
        """
        routes:
          simulator:
        \(speech.fields(back: back))
            host: 127.0.0.1
            port: \(port)
            password_env: CHENHE_SECRET
            sender: "1069000012"
            simulator: true
        """
    }

    /// `count` borrowers of Shanghai who fell due yesterday.
    private func write(_ count: Int, to lender: Lender) throws {
        var files = [
            "borrowers": "客户编号,姓名,手机号,邮箱,语言,地区,时区,出生日期,短信授权\n",
            "loans": "借据号,客户编号,产品,本金,年利率,放款日,信用等级,状态\n", "instalments": "借据号,期数,应还日,应还金额\n",
            "payments": "流水号,借据号,还款日,还款金额\n",
        ]
        for number in 1...count {
            files["borrowers", default: ""] +=
                "B\(number),王小明,1380013\(8_000 + number),,zh-Hans,CN-31,Asia/Shanghai,1985/05/05,Y\n"
            files["loans", default: ""] += "L\(number),B\(number),消费贷,\"50,000.00\",15.4,2025/05/20,A,正常\n"
            files["instalments", default: ""] += "L\(number),1,2026/11/20,\"1,120.00\"\n"
        }
        for (name, text) in files { try lender.folder.write(text, to: "book/\(name).csv") }
        let mapping = try String(contentsOfFile: Checkout.mapping("zh"), encoding: .utf8)
        try lender.folder.write(mapping.replacing("encoding: gb18030", with: "encoding: utf-8"), to: "mapping.yaml")
    }

    /// Runs `body` beside the carrier, to which the lender's one route leads.
    private func withCarrier(
        _ lender: Lender, _ speech: Speech, _ flags: [String], _ body: (Child) async throws -> Void
    ) async throws {
        let back = try FreePort.next()
        let carrier = ["carrier", "--protocol", speech.flag, "--port", "0", "--json", "--journal", "journal"]
        let calls = speech == .sgip ? ["--call-back", "\(back)"] : []
        try await lender.beside(carrier + calls + flags) { carrier in
            let port = try await carrier.number(after: "listening on 127.0.0.1:")
            try await lender.settings(port: port)
            try lender.folder.write(Self.routes(speech, port: port, back: back), to: "routes.yaml")
            try await body(carrier)
        }
    }

    @Test(arguments: Speech.allCases)
    func `a day goes out once, comes back, and is audited sound`(_ speech: Speech) async throws {
        let lender = try Lender()
        try write(40, to: lender)
        try await withCarrier(
            lender, speech,
            ["--undelivered", "0.2", "--duplicate-receipts", "0.2", "--out-of-order", "0.2", "--stops", "0.2"]
        ) { carrier in
            let check = try await lender.dunlin("check")
            #expect(check.code == 0, "\(check.err)")
            let brought = try await lender.importing("book", mapping: "mapping.yaml", now: Self.now)
            #expect(brought.code == 0, "\(brought.err)")
            let run = try await lender.dunlin(
                "send", "--json", "--now", Self.now, "--receipts-within", "3", environment: Self.secret)
            #expect(run.code == 0 && !run.err.contains("authenticator"), "\(run.err)")
            let counts = try run.json()
            #expect(counts["attempts"].int == 40 && counts["unknown"].int == 0)
            #expect((21..<40).contains(counts["delivered"].int ?? 0), "the rest came back undelivered: \(run.out)")
            #expect(counts["replies"].int ?? 0 > 0)
            let again = try await lender.dunlin(
                "send", "--json", "--now", "2026-11-21T03:30:00Z", environment: Self.secret)
            #expect(try again.json()["attempts"].int == 0)
            let seen = try await lender.counts(of: carrier)
            #expect(seen["duplicates"].int == 0 && seen["stray_answers"].int == 0)
            #expect(seen["accepted"].int == counts["accepted"].int)
        }
        let journal = try Journal(lender.folder.text("journal"))
        #expect(
            journal.destinations == Set((1...40).map { speech.number("1380013\(8_000 + $0)") })
                && journal.repeated.isEmpty)
        let audit = try await lender.dunlin("evidence", "audit", "--json")
        #expect(audit.code == 0, "\(audit.err)")
        #expect(try audit.json()["valid"].bool == true && audit.json()["attempts"].int == 40)
    }

    @Test(arguments: [Speech.cmpp3, .smgp, .sgip])
    func `a carrier that cuts, throttles and proves a wrong secret doubles nothing, and loses only what it had in hand`(
        _ speech: Speech
    ) async throws {
        let lender = try Lender()
        try write(60, to: lender)
        var unknown = 0
        try await withCarrier(
            lender, speech, ["--throttled", "0.1", "--drop-after", "30", "--proves-wrongly"]
        ) { carrier in
            let brought = try await lender.importing("book", mapping: "mapping.yaml", now: Self.now)
            #expect(brought.code == 0, "\(brought.err)")
            let run = try await lender.dunlin(
                "send", "--json", "--now", Self.now, "--receipts-within", "2", environment: Self.secret)
            #expect(run.code == 0, "\(run.err)")
            unknown = try run.json()["unknown"].int ?? 0
            // SGIP has passwords, and nothing that the carrier proves.
            #expect(run.err.contains("own authenticator is wrong") == (speech != .sgip), "\(run.err)")
            let seen = try await lender.counts(of: carrier)
            #expect((seen["throttled"].int ?? 0) > 0 && seen["duplicates"].int == 0 && (seen["binds"].int ?? 0) > 1)
        }
        let journal = try Journal(lender.folder.text("journal"))
        // What was on the wire when the carrier cut it may be gone, and is not sent again.
        #expect(journal.repeated.isEmpty && 60 - journal.destinations.count <= unknown)
        #expect(try await lender.dunlin("evidence", "audit", "--json").json()["valid"].bool == true)
    }
}
