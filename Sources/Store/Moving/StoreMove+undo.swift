extension StoreMove {
    /// Goes back to the source of a move, while nothing was done with the target since. First the target is marked as
    /// unfinished, then the source is freed: at no instant do both allow work. May be killed and run again; a move that
    /// was never finished is given up in the same way.
    @concurrent package func undo() async throws {
        let (from, to) = (source.name, target.name)
        let moved = try await source.database.read { try $0.text(StoreMark.select, [.text(StoreMark.moved)]) }
        if let moved, moved != to {
            throw StoreError(
                .elsewhere, "was moved to \(moved), not to \(to)", at: from, fix: "Name that store")
        }
        try await target.database.write { session in
            try session.lock([.facts, .log], .exclusive)
            if try session.text(StoreMark.select, [.text(StoreMark.filling)]) != nil { return }
            guard let arrived = try session.text(StoreMark.select, [.text(StoreMark.arrived)]), moved != nil else {
                throw StoreError(.differs, "was not filled by a move from \(from)", at: to, fix: "Check the addresses")
            }
            guard try arrived == Self.stamp(in: session) + " " + from else {
                throw StoreError(
                    .differs, "was worked with since the move", at: to,
                    fix: "Move back into a new store: `dunlin move --from \(to) --to sqlite:NEW`")
            }
            try StoreMark.set(StoreMark.filling, from, in: session)
        }
        try await source.database.write(repeatable: true) { try StoreMark.clear(StoreMark.moved, in: $0) }
    }
}
