internal import LoanBook
internal import Store

/// Whether the rows of a file agree about each arrangement.
struct PlanCheck {
    private struct Plan {
        var place: LoanFacts.Place
        /// Of the first row; every other repeats them.
        var values: [Int64]
        var numbers: Set<Int32> = []
    }

    private var plans: [Reference: Plan] = [:]

    /// What is wrong with the row, after the rows that were asked before it.
    ///
    /// - Parameter owner: of the arrangement in the book; nil when it knows none.
    mutating func fault(_ row: ArrangementRow, at place: LoanFacts.Place, owner: LoanFacts.Place?) -> RowFault? {
        guard plans[row.reference]?.place ?? owner ?? place == place else { return RowFault(.loan, .otherOwner) }
        let first = plans[row.reference]?.values ?? row.values
        guard first == row.values else {
            return RowFault(first.first == row.values.first ? .statusOn : .status, .otherThanFirst)
        }
        let isNew = plans[row.reference, default: Plan(place: place, values: row.values)].numbers
            .insert(row.instalment.number).inserted
        return isNew ? nil : RowFault(.number, .repeatedKey)
    }
}
