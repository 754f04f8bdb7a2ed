package import CivilTime

/// The simulated time (`--now`) that nodes of one database share: were each to count from its own start, what one node hears
/// would seem older to it than what another has said.
package enum SimulatedTime {
    private static let setting = "simulated_time"
    /// A node that begins this soon after another, or while lanes of others live, joins their time.
    private static let joinWithin = Span.seconds(15)

    /// What time it is for a node that begins now and was given `given`: the time that nodes given the same share already,
    /// else `given`.
    package static func join(_ given: Instant, as node: String, in session: any SQLSession) throws -> Instant {
        try session.lock([.duty(setting)], .exclusive)
        let now = Instant(milliseconds: try session.clock_ms())
        let others = try Lanes.all(in: session).contains { $0.node != node && $0.until >= now }
        let words = try session.text("SELECT value FROM setting WHERE key = ?", [.text(setting)]) ?? ""
        // given, and the database's clock when it was given.
        let stored = words.split(separator: " ").compactMap { Int64($0) }
        if stored.count == 2, stored[0] == given.milliseconds {
            let begun = Instant(milliseconds: stored[1])
            if others || now < begun + joinWithin { return given + (now - begun) }
        }
        try session.run(
            "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            [.text(setting), .text("\(given.milliseconds) \(now.milliseconds)")])
        return given
    }
}
