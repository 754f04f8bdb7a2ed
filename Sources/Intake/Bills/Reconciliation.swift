import CivilTime
import LoanBook
package import Messaging
package import Store

/// Holds a carrier's bill against what was sent over a route in a month: line after line, in memory of a few megabytes
/// whatever its length. Changes nothing.
package struct Reconciliation: Sendable {
    package var bill: Bill
    package var route: String
    /// As `Charge.month`.
    package var month: Int64
    package var database: any SQLDatabase
    /// What a segment cost, by its number among `Prices`.
    package var prices: [Int64: SegmentCost]
    /// Told of every difference, in the order of the bill, then of what it does not hold.
    package var tell: @Sendable (BillDifference) -> Void

    /// A carrier's clock and its queue: a line that is farther from the attempt of its id means another one, of an id that
    /// was given twice.
    static let farthest = Span.hours(72)
    /// Lines that are looked up at once.
    private static let block = 4_000

    package init(
        bill: Bill, route: String, month: Int64, database: any SQLDatabase, prices: [Int64: SegmentCost],
        tell: @escaping @Sendable (BillDifference) -> Void
    ) {
        self.bill = bill
        self.route = route
        self.month = month
        self.database = database
        self.prices = prices
        self.tell = tell
    }

    package func run() async throws -> BillReport {
        var report = BillReport()
        var named = SegmentSet()
        var waiting: [Bill.Line] = []
        try await bill.read { lines in
            waiting += lines
            guard waiting.count >= Self.block else { return }
            try await look(at: waiting, &named, &report)
            waiting = []
        }
        try await look(at: waiting, &named, &report)
        let seen = named
        var found = report
        let missing = try await database.read { session in
            var missing = BillReport()
            try BilledSegments.each(route: route, month: month, in: session) { segment in
                guard !seen.contains(segment.attempt, segment.segment), let cost = cost(of: segment),
                    cost.billedOn == .acceptance || segment.state == .delivered
                else { return }
                let difference = BillDifference(
                    kind: .notBilled, line: nil, carrierID: segment.carrierID, number: "", billed: "",
                    ours: "segment \(segment.segment + 1) of \(segment.segments), taken \(segment.writtenAt)",
                    amount: -cost.millionths)
                missing.note(difference)
                tell(difference)
            }
            missing.gone = try BilledSegments.gone(route: route, month: month, in: session)
            return missing
        }
        found.totals.merge(missing.totals) { first, _ in first }
        found.gone = missing.gone
        return found
    }

    /// Where no price is known a segment is still expected in a bill.
    private func cost(of segment: BilledSegment) -> SegmentCost? {
        segment.price.flatMap { prices[$0] }
            ?? SegmentCost(millionths: 0, currency: Currency(code: "", decimals: 2))
    }

    private func look(at lines: [Bill.Line], _ named: inout SegmentSet, _ report: inout BillReport) async throws {
        guard !lines.isEmpty else { return }
        let ids = Set(lines.flatMap { Self.forms(of: $0.id) }).sorted()
        let found = try await database.read { try BilledSegments.find(ids, route: route, in: $0) }
        for line in lines {
            report.lines += 1
            report.billed += line.amount ?? 0
            let differences = differences(of: line, found, &named)
            if differences.isEmpty { report.agreed += 1 }
            for difference in differences {
                report.note(difference)
                tell(difference)
            }
        }
    }

    /// An id as the bill writes it, and as carriers write the same in other places.
    static func forms(of id: String) -> [String] {
        let bare = id.drop { $0 == "0" }
        var forms: [String] = []
        for form in [id, id.lowercased(), id.uppercased(), bare.isEmpty ? id : String(bare)]
        where !forms.contains(form) { forms.append(form) }
        return forms
    }

    /// The segments of the attempt that the line speaks of: of several under one id that which is nearest in time.
    private func places(of line: Bill.Line, _ found: [String: [BilledSegment]]) -> [BilledSegment] {
        guard let all = Self.forms(of: line.id).lazy.compactMap({ found[$0] }).first(where: { !$0.isEmpty }) else {
            return []
        }
        let nearest: Int64?
        if let time = line.time {
            func distance(_ segment: BilledSegment) -> Int64 { abs((segment.writtenAt - time).milliseconds) }
            let best = all.min { distance($0) < distance($1) }
            nearest = best.flatMap { distance($0) <= Self.farthest.milliseconds ? $0.attempt : nil }
        } else {
            nearest = all.last { $0.month == month }?.attempt ?? all.last?.attempt
        }
        return all.filter { $0.attempt == nearest }
    }

    private func differences(
        of line: Bill.Line, _ found: [String: [BilledSegment]], _ named: inout SegmentSet
    ) -> [BillDifference] {
        let billed = line.amount ?? line.price.map { $0 * Int64(line.segments ?? 1) } ?? 0
        func difference(_ kind: BillDifference.Kind, _ says: String, _ ours: String, _ amount: Int64) -> BillDifference
        {
            BillDifference(
                kind: kind, line: line.line, carrierID: line.id, number: line.number.map(Masked.phone) ?? "",
                billed: says, ours: ours, amount: amount)
        }
        guard line.unreadable.isEmpty else {
            return [
                difference(
                    .unreadable,
                    "columns that cannot be read: " + line.unreadable.map(\.rawValue).joined(separator: ", "),
                    "", billed)
            ]
        }
        let places = places(of: line, found)
        guard let first = places.first else {
            return [difference(.unknown, line.time?.description ?? "", "nothing of this id and time", billed)]
        }
        // A carrier that bills by message names the id of its first segment, and says how many there were.
        let isWhole = first.segment == 0 && line.segments == first.segments
        let covered = isWhole ? Array(0..<first.segments) : places.map(\.segment)
        // Each is noted, whether or not an earlier one was.
        let isNew = covered.map { named.insert(first.attempt, $0) }.contains(true)
        guard isNew else { return [difference(.twice, "again", "billed on an earlier line", billed)] }
        var differences: [BillDifference] = []
        if let time = line.time.map({ bill.zone.civil(at: $0).date }), Charge.month(of: time) != month {
            differences.append(difference(.outsideMonth, time.description, "", billed))
        } else if line.time == nil, first.month != month {
            differences.append(difference(.outsideMonth, "", "taken \(first.writtenAt)", billed))
        }
        let cost = first.price.flatMap { prices[$0] }
        let expected = cost?.millionths(of: Int64(covered.count))
        if let segments = line.segments, segments != covered.count {
            differences.append(
                difference(.segments, String(segments), String(covered.count), expected.map { billed - $0 } ?? 0))
        } else if let cost {
            let asked = line.price ?? line.amount.map { $0 / Int64(covered.count) }
            let isOther = line.amount.map { $0 != expected } ?? false
            if let asked, asked != cost.millionths || isOther {
                differences.append(
                    difference(
                        .price, Self.text(asked), Self.text(cost.millionths),
                        (line.amount ?? asked * Int64(covered.count)) - cost.millionths(of: Int64(covered.count))))
            }
        }
        if cost?.billedOn == .delivery, places.allSatisfy({ $0.state == .undelivered || $0.state == .expired }) {
            differences.append(difference(.undelivered, "", "not delivered", billed))
        }
        return differences
    }

    private static func text(_ millionths: Int64) -> String { SegmentCost.plain(millionths, decimals: 2) }
}
