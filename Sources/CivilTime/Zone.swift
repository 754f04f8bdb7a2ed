/// A time zone: what its clocks show at any instant. Made from a TZif file (RFC 9636), never from the system's calendar,
/// so that quiet hours hold in a statically linked program too.
package struct Zone: Sendable, Hashable, CustomStringConvertible {
    // One reference and nothing else: every decision copies zones about.
    private let table: ZoneTable

    /// IANA name: `America/New_York`.
    package var id: String { table.id }

    package static let utc = Zone(table: ZoneTable(id: "UTC", first: 0, transitions: [], offsets: [], rule: nil))

    /// Reads `tzif`, a whole TZif file of version 1 to 4.
    package init(id: String, tzif: [UInt8]) throws(TZifError) {
        self.init(table: try TZifFile.table(of: tzif, zone: id))
    }

    private init(table: ZoneTable) { self.table = table }

    package static func == (a: Zone, b: Zone) -> Bool { a.table === b.table || a.id == b.id }
    package func hash(into hasher: inout Hasher) { hasher.combine(id) }
    package var description: String { id }

    /// Seconds east of UTC at `instant`.
    package func offset_s(at instant: Instant) -> Int32 { table.stretch(at: instant.seconds).offset_s }

    /// The offset at `instant`, and the next instant at which the clocks change (`distantFuture` when never).
    package func stretch(at instant: Instant) -> (offset_s: Int32, until: Instant) {
        let stretch = table.stretch(at: instant.seconds)
        return (stretch.offset_s, Zone.instant(stretch.until))
    }

    /// What calendar and clock on the wall show; the time is cut to whole seconds.
    package func civil(at instant: Instant) -> (date: CivilDate, time: TimeOfDay) {
        let seconds = instant.seconds
        let local = seconds + Int64(table.stretch(at: seconds).offset_s)
        let days = floorDivide(local, 86_400)
        return (
            CivilDate(daysSinceEpoch: Int32(clamping: days)), TimeOfDay(seconds: Int32(local - days * 86_400))
        )
    }

    /// The instant at which the wall shows `date` and `time`. In a gap (clocks put forward over it) the first instant
    /// after the gap; in a fold (the hour shown twice) the earlier. `24:00` is the next day's midnight.
    package func instant(_ date: CivilDate, _ time: TimeOfDay) -> Instant {
        let local = Int64(date.daysSinceEpoch) * 86_400 + Int64(time.seconds)
        // No zone is more than 26 hours from UTC, so the stretch in force then cannot begin after `local`.
        var stretch = table.stretch(at: local - ZoneTable.greatestOffset_s)
        while stretch.until != .max, local >= stretch.until + Int64(stretch.offset_s) {
            stretch = table.stretch(at: stretch.until)
        }
        return Zone.instant(max(stretch.from, local - Int64(stretch.offset_s)))
    }

    private static func instant(_ seconds: Int64) -> Instant {
        guard seconds < Instant.distantFuture.seconds else { return .distantFuture }
        guard seconds > Instant.distantPast.seconds else { return .distantPast }
        return Instant(seconds: seconds)
    }
}
