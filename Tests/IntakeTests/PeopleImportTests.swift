import CivilTime
import LoanBook
import Store
import StoreEngines
import Testing

@testable import Intake

/// Files of what is known of people and of what was said elsewhere, on every engine.
@Suite(.everyEngine) struct PeopleImportTests {
    private static let mapping = """
        mapping: people
        portfolio: p
        currency: USD
        defaults: {region: US, language: en, zone: UTC}
        files:
          contact_points:
            file: points.csv
            optional: true
            columns: {borrower: b, address: a, owner: o, name: n, standing: s}
          consents:
            file: consents.csv
            optional: true
            columns: {borrower: b, address: a, class: c, given: g, at: t, words: w}
          flags:
            file: flags.csv
            optional: true
            columns: {borrower: b, flag: f, since: s, until: u, source: x}
          preferences:
            file: wishes.csv
            optional: true
            columns: {borrower: b, most_in_week: m, unwanted: n, hours: h}
          contacts:
            file: contacts.csv
            optional: true
            columns: {reference: id, borrower: b, loan: l, contact: k, at: t, address: a, result: r, by: w}
          scores:
            file: scores.csv
            optional: true
            columns: {borrower: b, score: n, value: v, as_of: d}
        """
    private static let headers = [
        "points": "b,a,o,n,s", "consents": "b,a,c,g,t,w", "flags": "b,f,s,u,x", "wishes": "b,m,n,h",
        "contacts": "id,b,l,k,t,a,r,w", "scores": "b,n,v,d",
    ]

    private func bench() async throws -> ImportBench {
        let bench = try await ImportBench()
        try await bench.run()
        return bench
    }

    @discardableResult
    private func take(
        _ bench: ImportBench, _ file: String, _ rows: String..., day: Int64 = 0
    ) async throws -> ImportReport.File {
        let header = try #require(Self.headers[file])
        try bench.folder.write("\(file).csv", ([header] + rows).joined(separator: "\n") + "\n")
        let report = try await bench.run(mapping: Self.mapping, day: day)
        let kinds = ["points": BookFile.contactPoints, "wishes": .preferences]
        return try #require(report.files[kinds[file] ?? BookFile(rawValue: file) ?? .borrowers])
    }

    private func snapshot(
        _ bench: ImportBench, needs: SnapshotNeeds = .none
    ) async throws -> BorrowerSnapshot {
        let vault = bench.vault
        return try await #require(
            bench.database.read {
                try Snapshots.load(
                    Borrower.ID(1), in: $0, vault: vault, contactsSince: ImportBench.now - .days(40),
                    now: ImportBench.now, needs: needs)
            })
    }

    @Test func `of a score the one as of the latest day stands, and it is read where somebody asks for it`()
        async throws
    {
        let bench = try await bench()
        func scores() async throws -> [String] {
            try await snapshot(bench, needs: SnapshotNeeds(scores: true)).scores.map {
                "\($0.name) \($0.millionths) \($0.asOf)"
            }
        }
        let file = try await take(
            bench, "scores", "B1,behaviour,512,2026-11-10", "B1,pd_12m,0.034,", "B9,behaviour,1,2026-11-10",
            "B1,behaviour,513,2026-11-10", "B1,12m,1,", "B1,mood,low,")
        #expect(file.new == 2)
        #expect(file.rejected.map(\.reason) == [.unknownBorrower, .repeatedKey, .noScore, .noValue])
        #expect(try await scores() == ["behaviour 512000000 2026-11-10", "pd_12m 34000 2026-11-21"])
        #expect(try await snapshot(bench).scores.isEmpty)

        #expect(try await take(bench, "scores", "B1,behaviour,512,2026-11-10", day: 1).unchanged == 1)
        #expect(try await take(bench, "scores", "B1,behaviour,640,2026-11-20", day: 1).revised == 1)
        // Another word of the same day counts where it comes with a newer export; one of an earlier day never.
        #expect(try await take(bench, "scores", "B1,behaviour,641,2026-11-20", day: 0).stale == 1)
        #expect(try await take(bench, "scores", "B1,behaviour,700,2026-11-19", day: 2).stale == 1)
        #expect(try await take(bench, "scores", "B1,behaviour,-3.5,2026-11-20", day: 2).revised == 1)
        #expect(try await scores().first == "behaviour -3500000 2026-11-20")
    }

    @Test func `a contact made elsewhere is counted once, and a changed one is revised`() async throws {
        let bench = try await bench()
        let call = "K1,B1,L1,call_attempt,2026-11-20T09:00:00Z,+12125550123,no answer,R. Roe"
        let first = try await take(bench, "contacts", call, "K2,B1,,visit,2026-11-19T09:00:00Z,+12125550999,,")
        #expect(first.new == 2 && first.rejectedCount == 0)
        let contacts = try await snapshot(bench).contacts
        #expect(contacts.map(\.kind) == [.visit, .callAttempt] && contacts.allSatisfy(\.isOutside))
        #expect(contacts.map(\.contactPoint?.number) == [nil, 1] && contacts.map(\.loan?.number) == [nil, 1])

        #expect(try await take(bench, "contacts", call, day: 1).unchanged == 1)
        let talk = call.replacing("call_attempt", with: "conversation").replacing("09:00", with: "10:30")
        #expect(try await take(bench, "contacts", talk, day: 2).revised == 1)
        #expect(try await take(bench, "contacts", call, day: 1).stale == 1)
        let after = try await snapshot(bench).contacts
        #expect(after.map(\.kind) == [.visit, .conversation])
        #expect(after.last?.at == Instant(iso: "2026-11-20T10:30:00Z"))
        #expect(try await bench.count("contact") == 2)
    }

    @Test func `a contact that has yet to come, or of no borrower or loan, is rejected, and an old one is kept`()
        async throws
    {
        let bench = try await bench()
        let file = try await take(
            bench, "contacts", "K1,B1,,visit,2026-11-21T12:00:01Z,,,", "K2,B9,,visit,2026-11-20,,,",
            "K3,B1,L9,visit,2026-11-20,,,", "K4,B1,,visit,2019-01-01,,,", "K4,B1,,visit,2019-01-02,,,")
        #expect(
            file.rejected.map(\.reason) == [.inTheFuture, .unknownBorrower, .unknownLoan, .repeatedKey] && file.new == 1
        )
        #expect(try await snapshot(bench).contacts.isEmpty)
        #expect(try await bench.count("contact") == 1)
    }

    @Test func `what came of a contact and who made it stand sealed`() async throws {
        let bench = try await bench()
        try await take(bench, "contacts", "K1,B1,,call_attempt,2026-11-20T09:00:00Z,,shouted,Zorblax")
        let details = try await bench.database.read { session in
            try session.rows("SELECT details FROM contact") { $0.blob(0) }
        }
        #expect(details.count == 1 && !String(decoding: details[0], as: UTF8.self).contains("Zorblax"))
        let vault = bench.vault
        let opened = try await bench.database.read { session in
            let key = try #require(try Keys.existing(borrower: 1, .record, in: session, vault: vault))
            return try OutsideContacts.Details(details[0], key: key)
        }
        #expect(opened == OutsideContacts.Details(result: "shouted", by: "Zorblax"))
    }

    @Test func `a fact stands with its end, is revised, and is not doubled`() async throws {
        let bench = try await bench()
        let row = "B1,hospital,2026-11-20,2026-11-30,call centre"
        #expect(try await take(bench, "flags", row, "B1,dispute,2026-11-01,,").new == 2)
        #expect(try await take(bench, "flags", row, day: 1).unchanged == 1)
        var known = try await snapshot(bench)
        #expect(known.flags == [.hospital, .dispute])
        #expect(known.flagEnds == [.hospital: try #require(Instant(iso: "2026-12-01T00:00:00Z"))])
        let over = "B1,dispute,2026-11-01,2026-11-20,court"
        #expect(try await take(bench, "flags", over, day: 2).revised == 1)
        #expect(try await take(bench, "flags", "B1,dispute,2026-11-01,,", day: 1).stale == 1)
        known = try await snapshot(bench)
        #expect(known.flags == [.hospital])
        #expect(
            try await bench.rows("SELECT kind, source FROM flag ORDER BY id", columns: 2)
                == [["hospital", "call centre"], ["dispute", "court"]])
    }

    @Test func `the latest wish stands`() async throws {
        let bench = try await bench()
        #expect(try await take(bench, "wishes", "B1,1,marketing,18:00-20:00").new == 1)
        #expect(try await take(bench, "wishes", "B1,1,marketing,18:00-20:00", day: 0).unchanged == 1)
        let wish = try #require(try await snapshot(bench).preference)
        #expect(wish.mostInWeek == 1 && wish.unwanted == [.marketing] && wish.hours?.description == "18:00-20:00")
        #expect(try await take(bench, "wishes", "B1,,,", day: 0).revised == 1)
        #expect(try await snapshot(bench).preference == nil)
    }

    @Test
    func `an officer, a guarantor and a second number are addresses of the borrower, and stay when the row changes`()
        async throws
    {
        let bench = try await bench()
        let rows = [
            "B1,+12125550140,company_officer,Olga Officer,", "B1,+12125550141,guarantor,,", "B1,+12125550142,,,",
        ]
        #expect(try await take(bench, "points", rows[0], rows[1], rows[2]).new == 3)
        try bench.files(borrowers: "B1,Ana Adams,+12125550199,a@example.com,Y\n")
        try await bench.run(day: 1)
        let points = try await snapshot(bench).borrower.contactPoints
        func standing(_ address: String) -> ContactPoint.Standing? { points.first { $0.address == address }?.standing }
        #expect(standing("+12125550123") == .invalid && standing("+12125550199") == .usable)
        #expect(standing("+12125550140") == .usable && standing("+12125550142") == .usable)
        #expect(points.first { $0.address == "+12125550140" }?.owner == .companyOfficer)

        #expect(try await take(bench, "points", rows[0], day: 2).unchanged == 1)
        let gone = try await take(bench, "points", "B1,+12125550142,,,recycled", "B1,+12125550199,guarantor,,", day: 2)
        #expect(gone.revised == 1 && gone.rejected.map(\.reason) == [.ownAddress])
        let name = try await bench.database.read { session in
            try session.rows("SELECT name FROM contact_point WHERE name IS NOT NULL") { $0.blob(0) }
        }
        #expect(name.count == 1 && !String(decoding: name[0], as: UTF8.self).contains("Olga"))
    }

    @Test func `consents are appended with their words, once, and one that comes late unsays nothing`() async throws {
        let bench = try await bench()
        let agreed = "B1,,marketing,given,2026-11-10T10:00:00Z,I agree."
        #expect(try await take(bench, "consents", agreed, "B1,+12125550123,service,revoked,2026-11-11,").new == 2)
        #expect(try await take(bench, "consents", agreed, day: 1).unchanged == 1)
        // The borrower took it back by text, later than a form that only now comes in.
        try await bench.database.write { session in
            try Consents.append(
                [
                    (
                        Borrower.ID(1),
                        Consent(
                            contactPoint: ContactPoint.ID(1), messageClass: .marketing, given: false,
                            at: ImportBench.now - .days(1), act: .reply)
                    )
                ], in: session)
        }
        #expect(try await take(bench, "consents", "B1,,marketing,given,2026-11-15,I agree.", day: 2).new == 1)
        let consents = try await snapshot(bench).consents
        #expect(consents.last { $0.messageClass == .marketing }?.given == false)
        #expect(consents.last { $0.messageClass == .service }?.given == false)
        let vault = bench.vault
        let words = try await bench.database.read { session in
            let key = try #require(try Keys.existing(borrower: 1, .profile, in: session, vault: vault))
            return try ShownWords.list(Borrower.ID(1), in: session).map { try $0.opened(key) }.filter { !$0.isEmpty }
        }
        #expect(words == ["I agree.", "I agree."])
        #expect(try await bench.rows("SELECT count(*) FROM leaf WHERE kind = 'consent'", columns: 1) == [["3"]])
        let bad = try await take(
            bench, "consents", "B1,+12125550777,service,given,2026-11-11,", "B1,,service,given,2026-12-01,", day: 3)
        #expect(bad.rejected.map(\.reason) == [.unknownAddress, .inTheFuture])
    }

    @Test func `what a lender calls a contact goes with the profile, also where the record stays`() async throws {
        let bench = try await bench()
        #expect(try await take(bench, "contacts", "K1,B1,,visit,2026-11-20,,,").accepted == 1)
        let vault = bench.vault
        try await bench.database.write { session in
            _ = try Erasure.run(
                Borrower.ID(1), record: .stays(until: nil, rules: ["a rule"]), by: .operator, at: ImportBench.now,
                in: session, vault: vault)
        }
        #expect(try await bench.rows("SELECT reference FROM contact", columns: 1) == [["erased-1"]])
    }

    @Test func `rows of a borrower who was erased are left out`() async throws {
        let bench = try await bench()
        let vault = bench.vault
        try await bench.database.write { session in
            _ = try Erasure.run(
                Borrower.ID(1), record: .goes, by: .operator, at: ImportBench.now, in: session, vault: vault)
        }
        for (file, row) in [
            ("contacts", "K1,B1,,visit,2026-11-20,,,"), ("flags", "B1,dispute,2026-11-01,,"), ("wishes", "B1,1,,"),
            ("points", "B1,+12125550142,,,"), ("consents", "B1,,service,given,2026-11-11,"),
            ("points", "B1,nobody,,,"),
        ] {
            let report = try await take(bench, file, row)
            #expect(report.erased == 1 && report.rejectedCount == 0 && report.accepted == 0, "\(file)")
            try bench.folder.write("\(file).csv", (Self.headers[file] ?? "") + "\n")
        }
    }
}
