/// Which borrowers a snapshot statement reads: a range of ids, or some of them.
enum BorrowerScope {
    case range(ClosedRange<Int64>)
    /// Ascending, one at least, at most the width of its statements.
    case some([Int64], width: Int)
    /// Ascending, one at least: one parameter of a server's.
    case list([Int64])

    /// Widths of the lists, so that few statements are prepared: shorter lists repeat their last id.
    private static let wide = 64
    private static let narrow = 8
    /// Ids of one list: what both sides hold is bounded.
    private static let most = 512

    /// The fewest scopes that hold exactly these ids, in ascending order.
    static func covering(_ ids: [Int64], to engine: SQLEngine) -> [BorrowerScope] {
        var scopes: [BorrowerScope] = []
        var rest = ids[...]
        if engine == .postgres, ids.count > 1 {
            return stride(from: 0, to: ids.count, by: most).map { .list(Array(ids[$0..<min($0 + most, ids.count)])) }
        }
        while let first = rest.first {
            if rest.count == 1 {
                scopes.append(.range(first...first))
                break
            }
            // Half a wide list costs less than the narrow ones it stands for.
            let width = rest.count > wide / 2 ? wide : narrow
            scopes.append(.some(Array(rest.prefix(width)), width: width))
            rest = rest.dropFirst(width)
        }
        return scopes
    }

    var values: [SQLValue] {
        switch self {
        case .range(let range):
            return [.integer(range.lowerBound), .integer(range.upperBound)]
        case .some(let ids, let width):
            let padding = ids.last.map { Array(repeating: $0, count: width - ids.count) } ?? []
            return (ids + padding).map { .integer($0) }
        case .list(let ids):
            return [.list(ids.map { .integer($0) }, of: .integers)]
        }
    }

    /// A statement in the forms that scopes need. Its text says `$borrowers` behind the column it binds, and the
    /// scope's values come first.
    struct Statement: Sendable {
        let range: String
        private let wide: String
        private let narrow: String
        private let list: String

        /// `some`: what is said for some borrowers, where it differs from what is said for a range.
        init(_ text: String, some other: String? = nil) {
            func some(_ width: Int) -> String {
                let places = Array(repeating: "?", count: width).joined(separator: ", ")
                return (other ?? text).replacing("$borrowers", with: "IN (\(places))")
            }
            range = text.replacing("$borrowers", with: "BETWEEN ? AND ?")
            wide = some(BorrowerScope.wide)
            narrow = some(BorrowerScope.narrow)
            list = (other ?? text).replacing("$borrowers", with: "= ANY (CAST(? AS BIGINT[]))")
        }

        /// As SQLite hears them.
        var all: [String] { [range, wide, narrow] }

        /// What is asked for the scope; `more` are the values of its other parameters.
        func question(for scope: BorrowerScope, _ more: [SQLValue] = []) -> SQLQuestion {
            SQLQuestion(text(for: scope), scope.values + more)
        }

        private func text(for scope: BorrowerScope) -> String {
            switch scope {
            case .range: range
            case .some(_, BorrowerScope.wide): wide
            case .some: narrow
            case .list: list
            }
        }
    }
}
