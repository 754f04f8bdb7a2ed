/// Where law time comes from. Nothing in Dunlin reads a clock but through a value of this type (promise P9).
///
/// Law time decides windows, caps and due dates; sockets and leases run on the monotonic clock.
package struct LawClock: Sendable {
    /// How the clock is called in evidence: `system`, `fixed` or `virtual`.
    package let name: String
    private let read: @Sendable () -> Instant

    package init(name: String, read: @escaping @Sendable () -> Instant) {
        self.name = name
        self.read = read
    }

    package func now() -> Instant { read() }

    /// The clock of this machine. Where a store is at hand its clock is asked instead.
    package var isSystem: Bool { name == Self.systemName }
    package static let systemName = "system"

    /// A clock that stands still at `instant`; what `--now` makes.
    package static func fixed(_ instant: Instant) -> LawClock { LawClock(name: "fixed") { instant } }
}
