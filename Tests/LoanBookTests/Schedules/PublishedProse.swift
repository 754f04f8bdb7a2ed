import CivilTime
import LoanBook
import Testing

/// The published cases that are told in sentences and not in one table.
enum PublishedProse {
    /// Fixed principal with the rest in the last instalment; 2 % a month; by days over 365.
    static func checkBalloon(_ given: PublishedCases.Case) throws {
        let text = given.text
        let each = try #require(text.firstMatch(of: /\| 1 \| \S+ \| (\d+) \|/))
        func terms(_ method: RepaymentMethod, _ count: Int, grace: Int) throws -> LoanTerms {
            var terms = LoanTerms(
                currency: try #require(Currency.named("USD")), principalMinor: 10_000_000,
                disbursedOn: try #require(CivilDate(iso: "2011-09-20")), rate: .monthly(millionths: 20_000),
                method: method,
                length: .instalments(count), interest: .days)
            terms.fixedPrincipalMinor = try PublishedCases.cents(String(each.1))
            terms.principalGrace = grace
            return terms
        }
        let plain = try Schedule(terms(.equalPrincipal, 13, grace: 0))
        for row in given.table.filter({ Int($0[0]) != nil }) {
            let computed = plain.rows[(Int(row[0]) ?? 0) - 1]
            #expect(computed.dueOn.description == row[1])
            #expect(computed.principalMinor == (try PublishedCases.cents(row[2])))
            #expect(computed.interestMinor == (try PublishedCases.cents(row[3])))
        }
        let grace = try #require(text.firstMatch(of: /principal grace (\d+) \((\d+) repayments\)/))
        let later = try Schedule(
            terms(.equalPrincipal, try #require(Int(grace.2)), grace: try #require(Int(grace.1))))
        let told = text.matches(
            of: /#(\d+) (\d{4}-\d\d-\d\d) (?:principal )?(\d+)(?: interest| \/) ([0-9.]+[0-9])/)
        #expect(told.count == 5)
        for row in told {
            let computed = later.rows[(Int(row.1) ?? 0) - 1]
            #expect(computed.dueOn.description == row.2)
            #expect(computed.principalMinor == (try PublishedCases.cents(String(row.3))))
            #expect(computed.interestMinor == (try PublishedCases.cents(String(row.4))))
        }
        let flat = try Schedule(terms(.flat, 13, grace: 0))
        let words = try #require(text.firstMatch(of: /interest ([0-9.]+) in rows 1, 2, 3, 12 and ([0-9.]+) in row 13/))
        for row in flat.rows {
            let interest = row.number == 13 ? words.2 : words.1
            #expect(row.interestMinor == (try PublishedCases.cents(String(interest))))
            #expect(row.principalMinor == (row.number == 13 ? 4_000_000 : 500_000))
        }
    }

    static func checkDueDates(_ given: PublishedCases.Case) throws {
        func check(_ line: String, _ due: DueDates, on day: String) throws {
            let dates = try due.dates(14, disbursedOn: try #require(CivilDate(iso: day))).map(\.description)
            let list = try #require(line.split(separator: "→").last)
            let told = list.matches(of: /(?:\d{4}-)?(\d\d-\d\d)/).map { String($0.1) }
            #expect(told.count >= 4)
            #expect(dates.prefix(told.count).map { String($0.suffix(5)) } == told, "\(line)")
        }
        var checked = 0
        for line in given.lines where line.contains("→") {
            checked += 1
            let days = line.matches(of: /\d{4}-\d\d-\d\d/).map { String($0.0) }
            if let first = line.firstMatch(of: /(?:first repayment|repaymentsStartingFrom) (\d{4}-\d\d-\d\d)/) {
                let due = DueDates(every: .monthly, first: CivilDate(iso: first.1))
                if line.contains("the 28th of every month") {
                    let dates = try due.dates(14, disbursedOn: #require(CivilDate(iso: "2023-01-01")))
                    #expect(dates.allSatisfy { $0.day == 28 })
                } else {
                    try check(line, due, on: "2023-01-01")
                }
            } else if line.contains("expected disbursement 2024-01-30") {
                // Two clauses: as expected, and as it came.
                for (clause, day) in zip(line.split(separator: ";"), ["2024-01-30", "2024-03-31"]) {
                    #expect(clause.contains(day))
                    try check(String(clause), .monthly, on: day)
                }
            } else if line.contains("min 10 days") {
                let due = DueDates(every: .monthly, countedFrom: CivilDate(iso: days[0]), leastDaysToFirst: 10)
                try check(line, due, on: days[1])
            } else {
                try check(line, DueDates(every: .monthly, countedFrom: CivilDate(iso: days[0])), on: days[1])
            }
        }
        #expect(checked == 7)
    }

    /// A level instalment rounded up to whole units; figures are told in whole units.
    static func checkRoundedUp(_ given: PublishedCases.Case) throws {
        let text = given.text
        func number(_ text: Substring) -> Int64 { Int64(text.filter(\.isNumber)) ?? -1 }
        func whole(_ minor: Int64) -> Int64 { (minor + 50) / 100 }
        func terms(_ length: LoanLength) throws -> LoanTerms {
            var terms = LoanTerms(
                currency: try #require(Currency.named("INR")), principalMinor: 28_000_000,
                disbursedOn: try #require(CivilDate(iso: "2021-01-01")), rate: .yearly(millionths: 84_000),
                method: .equalInstalments, length: length)
            terms.unitMinor = 100
            terms.unitRounding = .up
            return terms
        }
        let told = try #require(
            text.firstMatch(
                of: /repayment \*\*([0-9 ]+)\*\*, total interest \*\*([0-9 ]+)\*\*, total payment \*\*([0-9 ]+)\*\*/))
        let schedule = try Schedule(terms(.instalments(20)))
        #expect(schedule.rows.count == 20)
        #expect(schedule.rows[0].amountMinor == number(told.1) * 100)
        #expect(whole(schedule.interestMinor) == number(told.2))
        #expect(whole(schedule.amountMinor) == number(told.3))
        let fourth = try #require(
            text.firstMatch(of: /row index 3: principal ([0-9 ]+), interest ([0-9 ]+), balance ([0-9 ]+);/))
        let others = text.matches(of: /index (\d+): ([0-9 ]+) \/ ([0-9 ]+) \/ ([0-9 ]+)/)
        #expect(others.count == 2)
        for (index, principal, interest, balance) in [(3, fourth.1, fourth.2, fourth.3)]
            + others.map({ (Int($0.1) ?? 0, $0.2, $0.3, $0.4) })
        {
            let row = schedule.rows[index]
            #expect(whole(row.principalMinor) == number(principal))
            #expect(whole(row.interestMinor) == number(interest))
            #expect(whole(row.balanceMinor) == number(balance))
        }
        let fixed = try #require(
            text.firstMatch(
                of: /per Period" ([0-9 ]+) → (\d+) rows, total interest ([0-9 ]+), total payment ([0-9 ]+)\./))
        let open = try Schedule(terms(.instalmentsOf(number(fixed.1) * 100)))
        #expect(open.rows.count == Int(fixed.2))
        #expect(whole(open.interestMinor) == number(fixed.3))
        #expect(whole(open.amountMinor) == number(fixed.4))

        let lines = text.firstMatch(
            of:
                /first (\S+), second (\S+), last ([0-9-]+);.*→ (\S+), (\S+), …, ([0-9-]+);.*→ (\S+), (\S+), …, ([0-9-]+)/
        )
        let dates = try #require(lines)
        for (first, second, last, staysAtMonthEnd) in [
            (dates.1, dates.2, dates.3, false), (dates.4, dates.5, dates.6, false), (dates.7, dates.8, dates.9, true),
        ] {
            let due = DueDates(every: .monthly, first: CivilDate(iso: first), staysAtMonthEnd: staysAtMonthEnd)
            let computed = try due.dates(12, disbursedOn: #require(CivilDate(iso: "2022-10-17"))).map(\.description)
            #expect([computed[0], computed[1], computed[11]] == [String(first), String(second), String(last)])
        }
    }
}
