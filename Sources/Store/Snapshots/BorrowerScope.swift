/// Which borrowers a snapshot statement reads: a range of ids, or some of them.
enum BorrowerScope {
    case range(ClosedRange<Int64>)
    /// Ascending, one at least, at most the width of its statements.
    case some([Int64], width: Int)

    /// Widths of the lists, so that few statements are prepared: shorter lists repeat their last id.
    private static let wide = 64
    private static let narrow = 8

    /// The fewest scopes that hold exactly these ids, in ascending order.
    static func covering(_ ids: [Int64]) -> [BorrowerScope] {
        var scopes: [BorrowerScope] = []
        var rest = ids[...]
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
        }
    }

    /// A statement in the three forms that scopes need. Its text says `$borrowers` behind the column it binds, and the
    /// scope's values come first.
    struct Statement: Sendable {
        let range: String
        private let wide: String
        private let narrow: String

        /// `some`: what is said for some borrowers, where it differs from what is said for a range.
        init(_ text: String, some other: String? = nil) {
            func list(_ width: Int) -> String { Array(repeating: "?", count: width).joined(separator: ", ") }
            func some(_ width: Int) -> String {
                (other ?? text).replacing("$borrowers", with: "IN (\(list(width)))")
            }
            range = text.replacing("$borrowers", with: "BETWEEN ? AND ?")
            wide = some(BorrowerScope.wide)
            narrow = some(BorrowerScope.narrow)
        }

        var all: [String] { [range, wide, narrow] }

        func text(for scope: BorrowerScope) -> String {
            switch scope {
            case .range: range
            case .some(_, BorrowerScope.wide): wide
            case .some: narrow
            }
        }
    }
}
