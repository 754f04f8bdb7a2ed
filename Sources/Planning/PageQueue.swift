import Store

/// The pages of a shard in their order, looked up some at a time.
struct PageQueue {
    /// Pages looked up at once.
    static let pagesAtOnce = 64

    private let database: any SQLDatabase
    private let portfolio: Int64
    private var blocks: ArraySlice<ClosedRange<Int64>>
    private var pages: ArraySlice<Snapshots.Page> = []

    init(_ shard: PlanningShard, portfolio: Int64, in database: any SQLDatabase) async throws {
        self.database = database
        self.portfolio = portfolio
        let highest = try await database.read { try $0.integer("SELECT max(id) FROM borrower") } ?? 0
        blocks = shard.blocks(through: highest)[...]
    }

    /// Nil behind the end.
    mutating func next() async throws -> Snapshots.Page? {
        while pages.isEmpty, let block = blocks.popFirst() {
            let portfolio = portfolio
            let found = try await database.read {
                try Snapshots.pages(of: block, atMost: Self.pagesAtOnce, portfolio: portfolio, in: $0)
            }
            pages = found[...]
            // A block may hold more pages than were looked up.
            if let last = found.last?.ids.upperBound, found.count == Self.pagesAtOnce, last < block.upperBound {
                blocks = [last + 1...block.upperBound] + blocks
            }
        }
        return pages.popFirst()
    }
}
