internal import LoanBook

/// Turns the rows of one kind of file into facts, block by block, inside the batch's transaction.
protocol Stage {
    /// Whether what becomes of a row hangs on rows behind it: all blocks are then shown to `look` before the first is taken.
    var looksAhead: Bool { get }
    mutating func look(_ records: [Record]) throws
    mutating func take(_ records: [Record]) throws
    /// After the last block. `isWhole` is false for a corrected rejected file: what it lacks says nothing.
    mutating func finish(isWhole: Bool) throws
}

extension Stage {
    var looksAhead: Bool { false }
    mutating func look(_ records: [Record]) throws {}
    mutating func finish(isWhole: Bool) throws {}
}

/// A row as far as it can be read without the store.
typealias ReadRow<Row: Sendable> = Result<Row, RowFault>

extension Result where Failure == RowFault {
    /// Nil when the row is rejected.
    var row: Success? {
        switch self {
        case .success(let row): row
        case .failure: nil
        }
    }
}

/// What became of one row.
enum RowOutcome {
    case accepted(FactChange)
    case rejected(RowFault)
    /// Of somebody who was erased.
    case leftOut

    static func rejected(_ field: BookField?, _ reason: RowFault.Reason) -> RowOutcome {
        .rejected(RowFault(field, reason))
    }
}

extension Array where Element == Record {
    func read<Row>(_ parse: (Record) throws(RowFault) -> Row) -> [ReadRow<Row>] {
        map { record in
            do throws(RowFault) {
                return .success(try parse(record))
            } catch {
                return .failure(error)
            }
        }
    }
}
