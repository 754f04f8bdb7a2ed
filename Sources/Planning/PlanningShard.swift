/// A part of the borrowers that one node plans: blocks of ids, dealt to the shards in turn, so that old and new borrowers
/// are spread over all.
package struct PlanningShard: Sendable, Hashable {
    package let index: Int64
    package let count: Int64

    /// Ids in a block: some pages, so that a shard's rows stand together.
    static let blockLength: Int64 = 8_192

    package init(index: Int, of count: Int) {
        self.index = Int64(index)
        self.count = Int64(count)
    }

    /// All borrowers.
    package static let whole = PlanningShard(index: 0, of: 1)

    /// The ranges of ids, from 1, that belong to the shard, up to the one that holds `highest`.
    func blocks(through highest: Int64) -> [ClosedRange<Int64>] {
        guard highest > 0 else { return [] }
        guard count > 1 else { return [1...Int64.max] }
        return stride(from: index, through: (highest - 1) / Self.blockLength, by: Int64.Stride(count)).map { block in
            (block * Self.blockLength + 1)...((block + 1) * Self.blockLength)
        }
    }
}
