#if canImport(Glibc)
    internal import Glibc
#else
    internal import Musl
#endif

/// One writer at a time: what several nodes must agree on is agreed already.
extension SQLiteSession {
    func takeNumbers(_ kind: String, _ count: Int64) throws -> Int64 {
        let end = try integer(Numbers.takeSQL, [.text(kind), .integer(count)])
        guard let end else { throw StoreError(.unreadableRow, "gave no number", at: "number.\(kind)") }
        return end - count
    }

    func clock_ms() -> Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    func lock(_ locks: Set<StoreLock>, _ mode: StoreLock.Mode) {}

    /// Nothing is far away.
    func askAhead(_ questions: [SQLQuestion], behind locks: Set<StoreLock>) {}

    func tryLock(_ locks: Set<StoreLock>) -> Set<StoreLock> { locks }
}
