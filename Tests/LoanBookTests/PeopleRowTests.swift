import CivilTime
import Testing

@testable import LoanBook

/// Rows of what is known of people and of what was said elsewhere.
@Suite struct PeopleRowTests {
    private static let rows = Result {
        try SampleRows(
            """
            contact_points:
              file: cp.csv
              columns: {borrower: b, address: a, channel: c, owner: o, name: n, standing: s}
            consents:
              file: co.csv
              columns: {borrower: b, address: a, class: c, given: g, at: t, act: x, words: w}
              values: {given: {"Y": given, "N": revoked}}
            flags:
              file: f.csv
              columns: {borrower: b, flag: f, since: s, until: u, source: x}
              values: {flag: {Insolvenz: bankruptcy, Spital: hospital}}
            preferences:
              file: pr.csv
              columns: {borrower: b, most_in_week: m, unwanted: n, hours: h, at: t}
            contacts:
              file: k.csv
              columns:
                {reference: id, borrower: b, loan: l, contact: k, channel: c, class: x, at: t, address: a, result: r, by: w}
            scores:
              file: s.csv
              columns: {borrower: b, score: n, value: v, as_of: d}
              values: {score: {Verhalten: behaviour, PD: pd_12m, odd: "12 months"}}
              formats: {decimal: ",", thousands: "."}
            """, zone: "America/New_York", more: "formats: {dates: [yyyy-MM-dd, d.M.yyyy]}")
    }

    private static func reader(_ file: BookFile) throws -> RowReader { try rows.get().reader(file) }

    private func instant(_ iso: String) throws -> Instant { try #require(Instant(iso: iso)) }

    private func fault(_ file: BookFile, _ fields: [String]) throws -> RowFault? {
        try Self.rows.get().fault(file, fields)
    }

    @Test func `an address of an officer, a guarantor or the borrower's own second number`() throws {
        let reader = try Self.reader(.contactPoints)
        let officer = try reader.contactPoint(
            Record(line: 2, fields: ["B1", "(212) 555-0102", "", "company_officer", "Ann Archer", ""]))
        #expect(
            officer
                == ContactPointRow(
                    borrower: "B1", channel: .sms, address: "+12125550102", owner: .companyOfficer, standing: nil,
                    name: "Ann Archer"))
        let own = try reader.contactPoint(Record(line: 3, fields: ["B1", "a@example.com", "", "", "", "recycled"]))
        #expect(own.channel == .email && own.owner == .borrower && own.standing == .recycled)
        let voice = try reader.contactPoint(Record(line: 4, fields: ["B1", "+12125550103", "voice", "", "", ""]))
        #expect(voice.channel == .voice)
    }

    @Test func `a consent with the words that were shown`() throws {
        let row = try Self.reader(.consents).consent(
            Record(line: 2, fields: ["B1", "", "marketing", "Y", "21.11.2026 18:03", "form", "I agree, of course."]))
        #expect(row.given && row.messageClass == .marketing && row.act == .form && row.address == nil)
        #expect(try row.at == instant("2026-11-21T18:03:00-05:00") && row.words == "I agree, of course.")
    }

    @Test func `a fact stands from a day on, and through the day on which it ends`() throws {
        let row = try Self.reader(.flags).flag(
            Record(line: 2, fields: ["B1", "Spital", "2026-11-20", "2026-11-30", "call centre"]))
        #expect(row.flag == .hospital && row.source == "call centre")
        #expect(try row.since == instant("2026-11-20T00:00:00-05:00"))
        #expect(try row.until == instant("2026-12-01T00:00:00-05:00"))
        let open = try Self.reader(.flags).flag(
            Record(line: 2, fields: ["B1", "Insolvenz", "2026-11-20T10:00:00Z", "", ""]))
        #expect(try open.until == nil && open.since == instant("2026-11-20T10:00:00Z"))
    }

    @Test func `what a borrower wants`() throws {
        let row = try Self.reader(.preferences).preference(
            Record(line: 2, fields: ["B1", "1", "marketing; education", "18:00-20:00", ""]))
        #expect(row.preference.mostInWeek == 1 && row.preference.unwanted == [.marketing, .education])
        #expect(row.preference.hours?.description == "18:00-20:00" && row.at == nil)
        #expect(
            try Self.reader(.preferences).preference(Record(line: 2, fields: ["B1", "", "", "", ""])).preference.isEmpty
        )
    }

    @Test func `a contact made elsewhere counts also where its number cannot be read`() throws {
        let row = try Self.reader(.contacts).contact(
            Record(
                line: 2,
                fields: [
                    "K1", "B1", "L1", "call_attempt", "", "", "2026-11-21 09:00", "ext. 12", "no answer", "R. Roe",
                ]))
        let nine = try instant("2026-11-21T09:00:00-05:00")
        #expect(
            row
                == ContactRow(
                    reference: "K1", borrower: "B1", loan: "L1", kind: .callAttempt, channel: .voice,
                    messageClass: .collection, at: nine, address: nil,
                    result: "no answer", by: "R. Roe"))
        let visit = try Self.reader(.contacts).contact(
            Record(line: 2, fields: ["K2", "B1", "", "message", "email", "service", "2026-11-21", "", "", ""]))
        #expect(visit.loan == nil && visit.channel == .email && visit.messageClass == .service)
    }

    @Test(
        arguments: [
            ("512", 512_000_000), ("-3,5", -3_500_000), ("0,034", 34_000), ("0,0000005", 1), ("0,00000049", 0),
            ("1000000000", 1_000_000_000_000_000),
        ] as [(String, Int64)])
    func `a score is a number of the lender's, as of a day`(text: String, millionths: Int64) throws {
        let row = try Self.reader(.scores).score(SampleRows.record(["B1", "Verhalten", text, "21.11.2026"]))
        #expect(
            try row
                == ScoreRow(
                    borrower: "B1", name: "behaviour", millionths: millionths, asOf: SampleRows.day("2026-11-21")))
        #expect(try Self.reader(.scores).score(SampleRows.record(["B1", "PD", text, ""])).asOf == nil)
    }

    @Test(arguments: [
        ("behaviour", true), ("pd_12m", true), ("_x", true), ("12m", false), ("a-b", false), ("", false), ("é", false),
    ])
    func `a score is called as a condition can write it`(name: String, isName: Bool) {
        #expect(Score.isName(name) == isName)
    }

    @Test(arguments: [
        (BookFile.contactPoints, ["B1", "", "", "", "", ""], BookField.address, RowFault.Reason.empty),
        (.contactPoints, ["B1", "nobody", "", "", "", ""], .address, .unusablePhone),
        (.contactPoints, ["B1", "a@b", "", "", "", ""], .address, .unusableEmail),
        (.contactPoints, ["B1", "+12125550102", "fax", "", "", ""], .channel, .unknownWord),
        (.contactPoints, ["B1", "+12125550102", "", "neighbour", "", ""], .owner, .unknownWord),
        (.contactPoints, ["", "+12125550102", "", "", "", ""], .borrower, .empty),
        (.consents, ["B1", "", "", "Y", "2026-11-21", "", ""], .messageClass, .empty),
        (.consents, ["B1", "", "news", "Y", "2026-11-21", "", ""], .messageClass, .unknownWord),
        (.consents, ["B1", "", "service", "maybe", "2026-11-21", "", ""], .given, .notInTable),
        (.consents, ["B1", "", "service", "Y", "", "", ""], .at, .empty),
        (.consents, ["B1", "", "service", "Y", "yesterday", "", ""], .at, .noInstant),
        (.consents, ["B1", "", "service", "Y", "2026-11-21 24:00", "", ""], .at, .noInstant),
        (
            .consents, ["B1", "", "service", "Y", "2026-11-21", "", String(repeating: "w", count: 16_385)], .words,
            .tooLong
        ),
        (.flags, ["B1", "", "2026-11-21", "", ""], .flag, .empty),
        (.flags, ["B1", "grumpy", "2026-11-21", "", ""], .flag, .notInTable),
        (.flags, ["B1", "Spital", "", "", ""], .since, .empty),
        (.flags, ["B1", "Spital", "2026-11-21", "2026-11-19", ""], .until, .endsFirst),
        (.preferences, ["B1", "0", "", "", ""], .mostInWeek, .noNumber),
        (.preferences, ["B1", "51", "", "", ""], .mostInWeek, .noNumber),
        (.preferences, ["B1", "", "news", "", ""], .unwanted, .unknownWord),
        (.preferences, ["B1", "", "", "20:00-18:00", ""], .hours, .noHours),
        (.scores, ["", "PD", "1", ""], .borrower, .empty), (.scores, ["B1", "", "1", ""], .score, .empty),
        (.scores, ["B1", "mood", "1", ""], .score, .notInTable), (.scores, ["B1", "odd", "1", ""], .score, .noScore),
        (.scores, ["B1", "PD", "", ""], .value, .empty), (.scores, ["B1", "PD", "A+", ""], .value, .noValue),
        (.scores, ["B1", "PD", "1,", ""], .value, .noValue),
        (.scores, ["B1", "PD", "1000000001", ""], .value, .noValue),
        (.scores, ["B1", "PD", "--1", ""], .value, .noValue),
        (.scores, ["B1", "PD", "1", "22.11.2026"], .asOf, .inTheFuture),
        (.scores, ["B1", "PD", "1", "2026"], .asOf, .noSuchDate),
        (.contacts, ["", "B1", "", "visit", "", "", "2026-11-21", "", "", ""], .reference, .empty),
        (.contacts, ["K1", "B1", "", "telegram", "", "", "2026-11-21", "", "", ""], .contact, .unknownWord),
        (.contacts, ["K1", "B1", "", "visit", "", "", "", "", "", ""], .at, .empty),
    ])
    func `a row that cannot be read is rejected by its field`(
        file: BookFile, fields: [String], field: BookField, reason: RowFault.Reason
    ) throws {
        #expect(try fault(file, fields) == RowFault(field, reason))
    }

    @Test func `every field has a place of its own`() {
        #expect(BookField.allCases.map(\.place) == Array(0..<BookField.allCases.count))
    }
}
