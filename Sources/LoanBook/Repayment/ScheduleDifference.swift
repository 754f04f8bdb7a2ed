package import CivilTime

/// One instalment as the lender's system has it. What it does not tell is nil.
package struct ImportedInstalment: Sendable, Hashable {
    package var number: Int32
    package var dueOn: CivilDate
    package var amountMinor: Int64
    package var principalMinor: Int64?
    package var interestMinor: Int64?
    package var feeMinor: Int64?

    package init(
        number: Int32, dueOn: CivilDate, amountMinor: Int64, principalMinor: Int64? = nil, interestMinor: Int64? = nil,
        feeMinor: Int64? = nil
    ) {
        self.number = number
        self.dueOn = dueOn
        self.amountMinor = amountMinor
        self.principalMinor = principalMinor
        self.interestMinor = interestMinor
        self.feeMinor = feeMinor
    }

    package init(_ instalment: Instalment, _ parts: InstalmentParts = InstalmentParts()) {
        self.init(
            number: instalment.number, dueOn: instalment.dueOn, amountMinor: instalment.amountMinor,
            principalMinor: parts.principalMinor, interestMinor: parts.interestMinor, feeMinor: parts.feeMinor)
    }
}

/// Where the lender's schedule and the computed one part. The lender's figures stand: this is a report.
package struct ScheduleDifference: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// The lender has no such instalment.
        case missing
        /// The terms give no such instalment.
        case additional
        case dueOn(imported: CivilDate, computed: CivilDate)
        case amount(imported: Int64, computed: Int64)
        case principal(imported: Int64, computed: Int64)
        case interest(imported: Int64, computed: Int64)
        case fee(imported: Int64, computed: Int64)
    }

    package var instalment: Int32
    package var kind: Kind

    /// How far figures may part before it is told.
    package struct Tolerance: Sendable, Hashable {
        package var amountMinor: Int64
        package var days: Int

        package static let none = Tolerance(amountMinor: 0, days: 0)

        package init(amountMinor: Int64, days: Int) {
            self.amountMinor = max(0, amountMinor)
            self.days = max(0, days)
        }
    }

    /// Every difference, in the order of the instalments' numbers. Neither list has a number twice.
    package static func between(
        _ imported: [ImportedInstalment], _ computed: Schedule, tolerance: Tolerance = .none
    ) -> [ScheduleDifference] {
        let rows = Dictionary(computed.rows.map { ($0.number, $0) }) { first, _ in first }
        let known = Dictionary(imported.map { ($0.number, $0) }) { first, _ in first }
        var differences: [ScheduleDifference] = []
        for number in Set(rows.keys).union(known.keys).sorted() {
            guard let instalment = known[number] else {
                // What asks for nothing is no instalment to the lender.
                if let row = rows[number], row.amountMinor > tolerance.amountMinor {
                    differences.append(ScheduleDifference(instalment: number, kind: .missing))
                }
                continue
            }
            guard let row = rows[number] else {
                differences.append(ScheduleDifference(instalment: number, kind: .additional))
                continue
            }
            for kind in kinds(instalment, row, tolerance) {
                differences.append(ScheduleDifference(instalment: number, kind: kind))
            }
        }
        return differences
    }

    private static func kinds(
        _ imported: ImportedInstalment, _ row: ScheduleRow, _ tolerance: Tolerance
    ) -> [Kind] {
        var kinds: [Kind] = []
        if abs(imported.dueOn - row.dueOn) > tolerance.days {
            kinds.append(.dueOn(imported: imported.dueOn, computed: row.dueOn))
        }
        func compare(_ imported: Int64?, _ computed: Int64, _ kind: (Int64, Int64) -> Kind) {
            guard let imported, (imported - computed).magnitude > UInt64(tolerance.amountMinor) else { return }
            kinds.append(kind(imported, computed))
        }
        compare(imported.amountMinor, row.amountMinor) { .amount(imported: $0, computed: $1) }
        compare(imported.principalMinor, row.principalMinor) { .principal(imported: $0, computed: $1) }
        compare(imported.interestMinor, row.interestMinor) { .interest(imported: $0, computed: $1) }
        compare(imported.feeMinor, row.feeMinor) { .fee(imported: $0, computed: $1) }
        return kinds
    }
}
