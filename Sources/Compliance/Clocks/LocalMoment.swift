internal import CivilTime

/// One instant on one clock, with what is needed to walk along it: no calendar is asked twice.
struct LocalMoment {
    let zone: Zone
    /// Seconds since the epoch.
    let second: Int64
    /// The next change of this zone's clocks, in seconds since the epoch.
    let changesAt: Int64
    private let offset_s: Int64
    let date: CivilDate
    /// Seconds of the local day.
    let time: Int32

    init(_ zone: Zone, at instant: Instant) {
        let stretch = zone.stretch(at: instant)
        self.init(
            zone: zone, second: instant.seconds, offset_s: Int64(stretch.offset_s), changesAt: stretch.until.seconds)
    }

    private init(zone: Zone, second: Int64, offset_s: Int64, changesAt: Int64) {
        self.zone = zone
        self.second = second
        self.offset_s = offset_s
        self.changesAt = changesAt
        let local = second + offset_s
        var days = local / 86_400
        if local % 86_400 < 0 { days -= 1 }
        date = CivilDate(daysSinceEpoch: Int32(clamping: days))
        time = Int32(truncatingIfNeeded: local - days * 86_400)
    }

    /// The same clock later on.
    func moved(to later: Int64) -> LocalMoment {
        if later < changesAt {
            return LocalMoment(zone: zone, second: later, offset_s: offset_s, changesAt: changesAt)
        }
        return LocalMoment(zone, at: Instant(seconds: later))
    }
}

extension TimeOfDay {
    /// With seconds always, as findings write an observed time.
    var full: String { second == 0 ? "\(description):00" : description }
}
