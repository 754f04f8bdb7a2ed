import CivilTime
import Foundation
import LoanBook
import Messaging
import Store
import StoreEngines
import Synchronization
import Testing

@testable import Intake

/// A carrier's bill held against what was sent.
@Suite(.everyEngine) struct BillTests {
    let folder: TemporaryFolder
    private static let shanghai = ZoneFiles.zones.zone("Asia/Shanghai")
    private static let november: Int64 = 56 * 12 + 10

    init() throws { folder = try TemporaryFolder() }

    private struct Sent {
        var id: Int64
        var at: String
        var carrierIDs: [String]
        var states: [AttemptState]
        var route = "cn"
        var month = november
        var price: Int64 = 1
    }

    /// What was sent over `cn`, at 0.045 CNY on delivery (1), or 0.05 on acceptance (2).
    private static let sent = [
        Sent(id: 101, at: "2026-11-05T02:00:00Z", carrierIDs: ["A1"], states: [.delivered]),
        Sent(
            id: 102, at: "2026-11-05T02:00:01Z", carrierIDs: ["B1", "B2", "B3"],
            states: [.delivered, .delivered, .delivered]),
        Sent(id: 103, at: "2026-11-06T02:00:00Z", carrierIDs: ["C1"], states: [.undelivered]),
        Sent(id: 104, at: "2026-11-06T02:00:01Z", carrierIDs: ["D1"], states: [.accepted]),
        Sent(id: 105, at: "2026-11-07T02:00:00Z", carrierIDs: ["E1"], states: [.delivered]),
        Sent(id: 106, at: "2026-11-07T02:00:01Z", carrierIDs: ["F1"], states: [.accepted], price: 2),
        Sent(id: 107, at: "2026-11-07T02:00:02Z", carrierIDs: ["G1"], states: [.delivered], route: "other"),
        // An id that was given twice.
        Sent(id: 90, at: "2026-10-01T02:00:00Z", carrierIDs: ["A1"], states: [.delivered], month: november - 1),
        Sent(id: 108, at: "2026-11-30T15:59:59Z", carrierIDs: ["H1"], states: [.delivered]),
        Sent(id: 109, at: "2026-11-08T02:00:00Z", carrierIDs: ["W", "W"], states: [.delivered, .delivered]),
    ]

    private func database() async throws -> any SQLDatabase {
        let database = try await Engine.current.migrated(in: folder.url.path)
        try await database.write { session in
            let prices = try Prices.keep(
                [
                    (
                        "cn",
                        SegmentCost(text: "0.045", currency: .init(code: "CNY", decimals: 2)).map { cost in
                            var cost = cost
                            cost.billedOn = .delivery
                            return cost
                        }
                    ),
                    ("cn", SegmentCost(text: "0.05", currency: .init(code: "CNY", decimals: 2))),
                ], at: .distantPast, in: session)
            #expect(prices["cn"] == 2)
            for sent in Self.sent {
                let at = try #require(Instant(iso: sent.at))
                try session.run(
                    """
                    INSERT INTO attempt (borrower, id, message, route, state, segments, written_ms, changed_ms, price, month)
                    VALUES (7, ?, ?, ?, 4, ?, ?, 1, ?, ?)
                    """,
                    [
                        .integer(sent.id), .integer(sent.id), .text(sent.route), .integer(sent.states.count),
                        .instant(at), .integer(sent.price), .integer(sent.month),
                    ])
                for (number, (id, state)) in zip(sent.carrierIDs, sent.states).enumerated() {
                    try session.run(
                        "INSERT INTO segment (borrower, attempt, number, state, carrier_id) VALUES (7, ?, ?, ?, ?)",
                        [.integer(sent.id), .integer(number), .integer(state.rawValue), .text(id)])
                    try session.run(
                        """
                        INSERT INTO carrier_id (route, carrier_id, borrower, attempt, segment) VALUES (?, ?, 7, ?, ?)
                        """, [.text(sent.route), .text(id), .integer(sent.id), .integer(number)])
                }
            }
        }
        return database
    }

    private func reconcile(
        _ text: String, encoding: TextEncoding = .utf8, columns: [BillColumn: String] = [:],
        with database: any SQLDatabase
    ) async throws -> (report: BillReport, differences: [String]) {
        let path = try folder.write("bill.csv", Array(text.utf8))
        let prices = try await database.read { try Prices.all(in: $0) }
        let told = Mutex<[String]>([])
        let report = try await Reconciliation(
            bill: Bill(
                path: path, encoding: encoding, columns: columns, zone: try #require(Self.shanghai)), route: "cn",
            month: Self.november, database: database,
            prices: Dictionary(prices.compactMap { price in price.cost.map { (price.number, $0) } }) { $1 }
        ) { difference in
            told.withLock { told in
                told.append(
                    "\(difference.line ?? 0) \(difference.kind.rawValue) \(difference.carrierID) \(difference.amount)")
            }
        }.run()
        return (report, told.withLock { $0 })
    }

    private static let sound = """
        msg_id,submit_time,parts,amount,mobile
        A1,2026-11-05 10:00:02,1,0.045,13800138000
        b1,2026-11-05 10:00:02,3,0.135,13800138000
        00E1,20261107100001,1,0.0450000,13800138000
        F1,2026/11/07 10:00,1,0.05,13800138000
        H1,2026-11-30 23:59:59.900,1,0.045,13800138000
        W,2026-11-08 10:00:00,2,0.09,13800138000

        """

    @Test func `a bill that says what the store says`() async throws {
        let database = try await database()
        let (report, differences) = try await reconcile(Self.sound, with: database)
        #expect(differences == [])
        #expect(report.lines == 6 && report.agreed == 6 && report.isSound && report.billed == 410_000)
        // What was taken and waits for its receipt is not due yet; what failed never is.
        #expect(!Self.sound.contains("C1") && !Self.sound.contains("D1"))
    }

    @Test func `every kind of difference, with its line and what it takes too much`() async throws {
        let database = try await database()
        let (report, differences) = try await reconcile(
            """
            id;time;segments;amount;to
            A1;2026-11-05 10:00;1;0.05;13800138000
            A1;2026-11-05 10:00;1;0.045;13800138000
            B1;2026-11-05 10:00;1;0.045;13800138000
            B2;2026-11-05 10:00;2;0.09;13800138000
            C1;2026-11-06 10:00;1;0.045;13800138000
            Z9;2026-11-06 10:00;1;0.045;13800138000
            G1;2026-11-07 10:00;1;0.045;13800138000
            A1;2026-10-20 10:00;1;0.045;13800138000
            H1;2026-12-01 00:00:01;1;0.045;13800138000
            ;soon;1;dear;
            """, with: database)
        #expect(
            differences.prefix(9) == [
                "2 price A1 5000", "3 twice A1 45000", "5 segments B2 45000", "6 undelivered C1 45000",
                "7 unknown Z9 45000", "8 unknown G1 45000", "9 unknown A1 45000", "10 outside_month H1 45000",
                "11 unreadable  0",
            ], "\(differences)")
        #expect(
            Set(differences.dropFirst(9)) == [
                "0 not_billed B3 -45000", "0 not_billed E1 -45000", "0 not_billed F1 -50000", "0 not_billed W -45000",
            ], "\(differences)")
        #expect(differences.count == 14)
        #expect(report.lines == 10 && report.agreed == 1 && !report.isSound)
        #expect(report.totals[.notBilled]?.count == 5 && report.totals[.notBilled]?.amount == -230_000)
        #expect(report.totals[.unknown]?.count == 3)
    }

    @Test func `a bill in GB18030 whose headings are Chinese, and one whose columns are named`() async throws {
        let database = try await database()
        // 消息ID,提交时间,条数,金额
        let header: [UInt8] = [
            0xCF, 0xFB, 0xCF, 0xA2, 0x49, 0x44, 0x2C, 0xCC, 0xE1, 0xBD, 0xBB, 0xCA, 0xB1, 0xBC, 0xE4, 0x2C, 0xCC, 0xF5,
            0xCA, 0xFD, 0x2C, 0xBD, 0xF0, 0xB6, 0xEE, 0x0A,
        ]
        let path = try folder.write("gb.csv", header + Array("A1,2026-11-05 10:00:02,1,0.045\n".utf8))
        let report = try await Reconciliation(
            bill: Bill(path: path, encoding: .gb18030, columns: [:], zone: try #require(Self.shanghai)), route: "cn",
            month: Self.november, database: database, prices: [:], tell: { _ in }
        ).run()
        #expect(report.lines == 1 && report.agreed == 1 && report.billed == 45_000)
        let named = try await reconcile(
            "Ref\tWhen\nA1\t2026-11-05 10:00\n", columns: [.id: "Ref", .time: "When"], with: database)
        #expect(named.report.agreed == 1)
        let lacking = await #expect(throws: IntakeError.self) {
            try await reconcile("Ref,When\nA1,x\n", columns: [.time: "When"], with: database)
        }
        #expect(lacking?.code == .missingColumn)
    }

    @Test func `nothing is changed, and no number is told in full`() async throws {
        let database = try await database()
        func rows() async throws -> Int64? {
            try await database.read { try $0.integer("SELECT count(*) FROM attempt WHERE changed_ms = 1") }
        }
        let before = try await rows()
        let path = try folder.write("bill.csv", Array("id,msisdn\nZ1,8613800138000\n".utf8))
        let numbers = Mutex<[String]>([])
        _ = try await Reconciliation(
            bill: Bill(path: path, encoding: .utf8, columns: [:], zone: .utc), route: "cn", month: Self.november,
            database: database, prices: [:]
        ) { difference in numbers.withLock { $0.append(difference.number) } }.run()
        #expect(numbers.withLock { $0.contains("86138****8000") && !$0.contains { $0.contains("13800138000") } })
        #expect(try await rows() == before)
    }

    @Test(arguments: [
        ("2026-11-05T10:00:00+08:00", "2026-11-05T02:00:00Z"), ("2026-11-05 10:00", "2026-11-05T02:00:00Z"),
        ("2026/11/05 10:00:07.123", "2026-11-05T02:00:07Z"), ("20261105100007", "2026-11-05T02:00:07Z"),
        ("2611051000", "2026-11-05T02:00:00Z"), ("261105100007", "2026-11-05T02:00:07Z"),
        ("202611051000", "2026-11-05T02:00:00Z"), ("2026-13-05 10:00", nil), ("2026-11-05 25:00", nil), ("", nil),
        ("yesterday", nil), ("1", nil),
    ])
    func `times as carriers write them`(_ text: String, _ instant: String?) throws {
        #expect(BillTime.read(text, zone: try #require(Self.shanghai))?.description == instant)
    }

    @Test(arguments: [
        ("0.045", 45_000), ("12", 12_000_000), ("-0.1", -100_000), ("0.04500000", 45_000), ("1.", 1_000_000),
        ("", nil), ("0.0000001", nil), ("1,5", nil), ("1e3", nil), ("--1", nil), (".5", nil),
    ])
    func `amounts as carriers write them`(_ text: String, _ millionths: Int64?) {
        #expect(Bill.millionths(text) == millionths)
    }
}
