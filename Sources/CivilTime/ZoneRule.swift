/// A POSIX TZ rule, as the footer of a TZif file holds it: standard time for ever, or daylight saving between two dates
/// of every year.
struct ZoneRule: Sendable, Hashable {
    /// A day of any year (POSIX TZ: `Jn`, `n`, `Mm.w.d`).
    enum Day: Sendable, Hashable {
        /// 1 … 365; 29 February is never counted.
        case julian(Int)
        /// 0 … 365; 29 February is counted.
        case dayOfYear(Int)
        /// Month 1 … 12, week 1 … 5 (5: the last), weekday 0 (Sunday) … 6.
        case weekday(month: Int, week: Int, day: Int)

        /// Days since the epoch in `year`.
        func days(in year: Int) -> Int {
            let january = CivilDate.days(year: year, month: 1, day: 1)
            switch self {
            case .julian(let day): return january + day - (CivilDate.isLeap(year) && day >= 60 ? 0 : 1)
            case .dayOfYear(let day): return january + day
            case .weekday(let month, let week, let day):
                let first = CivilDate.days(year: year, month: month, day: 1)
                // 1970-01-01 was a Thursday, weekday 4 here.
                let firstWeekday = first + 4 - floorDivide(first + 4, 7) * 7
                let offset = (day - firstWeekday + 7) % 7 + (week - 1) * 7
                return first + (offset < CivilDate.lengthOfMonth(month, in: year) ? offset : offset - 7)
            }
        }
    }

    struct Change: Sendable, Hashable {
        var day: Day
        /// Seconds after midnight by the clock in force just before; -167 to +167 hours.
        var time_s: Int64
    }

    struct Daylight: Sendable, Hashable {
        var offset_s: Int32
        var start: Change
        var end: Change
    }

    var standard_s: Int32
    var daylight: Daylight?

    func stretch(at second: Int64) -> ZoneTable.Stretch {
        guard let daylight else { return ZoneTable.Stretch(from: .min, until: .max, offset_s: standard_s) }
        let bounded = min(max(second, Instant.distantPast.seconds), Instant.distantFuture.seconds)
        let year = CivilDate(daysSinceEpoch: Int32(floorDivide(bounded + Int64(standard_s), 86_400))).year
        // A rule may reach a week into the neighbouring years, so three of them are laid out in order.
        var changes: [(at: Int64, offset_s: Int32)] = []
        changes.reserveCapacity(6)
        for candidate in (year - 1)...(year + 1) {
            let start = Int64(daylight.start.day.days(in: candidate)) * 86_400 + daylight.start.time_s
            let end = Int64(daylight.end.day.days(in: candidate)) * 86_400 + daylight.end.time_s
            let on = (at: start - Int64(standard_s), offset_s: daylight.offset_s)
            let off = (at: end - Int64(daylight.offset_s), offset_s: standard_s)
            changes.append(on.at <= off.at ? on : off)
            changes.append(on.at <= off.at ? off : on)
        }
        var stretch = ZoneTable.Stretch(from: .min, until: .max, offset_s: standard_s)
        for change in changes {
            if change.at <= second {
                stretch.from = change.at
                stretch.offset_s = change.offset_s
            } else {
                stretch.until = change.at
                break
            }
        }
        return stretch
    }
}
