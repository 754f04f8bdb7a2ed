import Foundation
import Testing

/// A lender in China whose messages travel over CMPP, against `dunlin carrier --protocol cmpp`, counted at the carrier's side.
struct CMPPDayTests {
    private static let now = "2026-11-21T03:00:00Z"

    private static func routes(_ port: Int, _ version: String) -> String {
        """
        routes:
          simulator:
            protocol: cmpp
            version: "\(version)"
            host: 127.0.0.1
            port: \(port)
            sp_id: "901234"
            password_env: CHENHE_CMPP_SECRET
            service_id: LOAN
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
        _ lender: Lender, version: String, _ flags: [String], _ body: (Child) async throws -> Void
    ) async throws {
        let carrier = ["carrier", "--protocol", "cmpp", "--port", "0", "--json", "--journal", "journal"]
        try await lender.beside(carrier + flags) { carrier in
            let port = try await carrier.number(after: "listening on 127.0.0.1:")
            try await lender.settings(port: port)
            try lender.folder.write(Self.routes(port, version), to: "routes.yaml")
            try await body(carrier)
        }
    }

    @Test(arguments: ["2.0", "3.0"])
    func `a day goes out over CMPP once, comes back, and is audited sound`(version: String) async throws {
        let lender = try Lender()
        try write(40, to: lender)
        let secret = ["CHENHE_CMPP_SECRET": "dunlin"]
        try await withCarrier(
            lender, version: version,
            ["--undelivered", "0.2", "--duplicate-receipts", "0.2", "--out-of-order", "0.2", "--stops", "0.2"]
        ) { carrier in
            let check = try await lender.dunlin("check")
            #expect(check.code == 0, "\(check.err)")
            let brought = try await lender.importing("book", mapping: "mapping.yaml", now: Self.now)
            #expect(brought.code == 0, "\(brought.err)")
            let run = try await lender.dunlin(
                "send", "--json", "--now", Self.now, "--receipts-within", "3", environment: secret)
            #expect(run.code == 0 && !run.err.contains("AuthenticatorISMG"), "\(run.err)")
            let counts = try run.json()
            #expect(counts["attempts"].int == 40 && counts["unknown"].int == 0)
            #expect((21..<40).contains(counts["delivered"].int ?? 0), "the rest came back undelivered: \(run.out)")
            #expect(counts["replies"].int ?? 0 > 0 && counts["parked_receipts"].int == 0)
            let again = try await lender.dunlin(
                "send", "--json", "--now", "2026-11-21T03:30:00Z", environment: secret)
            #expect(try again.json()["attempts"].int == 0)
            let seen = try await lender.counts(of: carrier)
            #expect(seen["duplicates"].int == 0 && seen["stray_answers"].int == 0)
            #expect(seen["accepted"].int == counts["accepted"].int)
        }
        let journal = try Journal(lender.folder.text("journal"))
        #expect(journal.destinations == Set((1...40).map { "1380013\(8_000 + $0)" }) && journal.repeated.isEmpty)
        let audit = try await lender.dunlin("evidence", "audit", "--json")
        #expect(audit.code == 0, "\(audit.err)")
        #expect(try audit.json()["valid"].bool == true && audit.json()["attempts"].int == 40)
    }

    @Test func `a carrier that cuts, throttles and proves a wrong secret costs no message and doubles none`()
        async throws
    {
        let lender = try Lender()
        try write(60, to: lender)
        let secret = ["CHENHE_CMPP_SECRET": "dunlin"]
        try await withCarrier(
            lender, version: "3.0", ["--throttled", "0.1", "--drop-after", "30", "--proves-wrongly"]
        ) { carrier in
            let brought = try await lender.importing("book", mapping: "mapping.yaml", now: Self.now)
            #expect(brought.code == 0, "\(brought.err)")
            let run = try await lender.dunlin(
                "send", "--json", "--now", Self.now, "--receipts-within", "2", environment: secret)
            #expect(run.code == 0, "\(run.err)")
            #expect(run.err.contains("AuthenticatorISMG"), "\(run.err)")
            let seen = try await lender.counts(of: carrier)
            #expect((seen["throttled"].int ?? 0) > 0 && seen["duplicates"].int == 0 && (seen["binds"].int ?? 0) > 1)
        }
        let journal = try Journal(lender.folder.text("journal"))
        #expect(journal.destinations.count == 60 && journal.repeated.isEmpty)
        #expect(try await lender.dunlin("evidence", "audit", "--json").json()["valid"].bool == true)
    }
}
