internal import CivilTime

/// Timestamps and durations (langdef, "Timestamps and durations"), to the nanosecond.
extension Functions {
    mutating func addTimes(zones: Zones?) {
        add(
            "timestamp", .of(.timestamp, .timestamp) { $0 },
            .of(.string, .timestamp) { text throws(Doubt.Reason) in
                guard let moment = Moment(text: text) else { throw .notConvertible }
                return moment
            },
            .of(.int, .timestamp) { seconds throws(Doubt.Reason) in
                guard let moment = Moment(seconds: seconds) else { throw .outOfRange }
                return moment
            })
        add(
            "duration", .of(.duration, .duration) { $0 },
            .of(.string, .duration) { text throws(Doubt.Reason) in
                guard let length = Length(text: text) else { throw .notConvertible }
                return length
            })
        addSums()
        addGetters(zones: zones)
    }

    private mutating func addSums() {
        add(
            Operator.add,
            .of(.timestamp, .duration, .timestamp) { a, b throws(Doubt.Reason) in try Self.later(a, b.nanoseconds) },
            .of(.duration, .timestamp, .timestamp) { a, b throws(Doubt.Reason) in try Self.later(b, a.nanoseconds) },
            .of(.duration, .duration, .duration) { a, b throws(Doubt.Reason) in
                Length(nanoseconds: try Self.fit(a.nanoseconds.addingReportingOverflow(b.nanoseconds)))
            })
        add(
            Operator.subtract,
            .of(.timestamp, .duration, .timestamp) { moment, length throws(Doubt.Reason) in
                try Self.later(moment, Self.fit(Int64(0).subtractingReportingOverflow(length.nanoseconds)))
            },
            .of(.timestamp, .timestamp, .duration) { a, b throws(Doubt.Reason) in
                let seconds = try Self.fit((a.seconds - b.seconds).multipliedReportingOverflow(by: 1_000_000_000))
                return Length(
                    nanoseconds: try Self.fit(seconds.addingReportingOverflow(Int64(a.nanoseconds - b.nanoseconds))))
            },
            .of(.duration, .duration, .duration) { a, b throws(Doubt.Reason) in
                Length(nanoseconds: try Self.fit(a.nanoseconds.subtractingReportingOverflow(b.nanoseconds)))
            })
    }

    private static func fit(_ result: (partialValue: Int64, overflow: Bool)) throws(Doubt.Reason) -> Int64 {
        if result.overflow { throw .outOfRange }
        return result.partialValue
    }

    private static func later(_ moment: Moment, _ nanoseconds: Int64) throws(Doubt.Reason) -> Moment {
        let total = Int128(moment.seconds) * 1_000_000_000 + Int128(moment.nanoseconds) + Int128(nanoseconds)
        var (seconds, rest) = total.quotientAndRemainder(dividingBy: 1_000_000_000)
        if rest < 0 { (seconds, rest) = (seconds - 1, rest + 1_000_000_000) }
        guard let result = Moment(seconds: Int64(seconds), nanoseconds: Int32(rest)) else { throw .outOfRange }
        return result
    }

    private mutating func addGetters(zones: Zones?) {
        let getters: [(String, @Sendable (CivilDate, Int64, Moment) -> Int)] = [
            ("getFullYear", { date, _, _ in date.year }),
            ("getMonth", { date, _, _ in date.month - 1 }),
            ("getDate", { date, _, _ in date.day }),
            ("getDayOfMonth", { date, _, _ in date.day - 1 }),
            ("getDayOfWeek", { date, _, _ in date.weekday.rawValue % 7 }),
            ("getDayOfYear", { date, _, _ in date.dayOfYear - 1 }),
            ("getHours", { _, second, _ in Int(second / 3600) }),
            ("getMinutes", { _, second, _ in Int(second / 60 % 60) }),
            ("getSeconds", { _, second, _ in Int(second % 60) }),
            ("getMilliseconds", { _, _, moment in Int(moment.nanoseconds) / 1_000_000 }),
        ]
        for (name, field) in getters {
            addMember(
                name,
                .of(.timestamp, .int) { moment in
                    let (date, second) = moment.civil(offset_s: 0)
                    return Int64(field(date, second, moment))
                },
                .of(.timestamp, .string, .int) { moment, zone throws(Doubt.Reason) in
                    let (date, second) = moment.civil(offset_s: try ZoneName.offset_s(zone, at: moment, zones))
                    return Int64(field(date, second, moment))
                })
        }
        addMember("getHours", .of(.duration, .int) { $0.nanoseconds / 3_600_000_000_000 })
        addMember("getMinutes", .of(.duration, .int) { $0.nanoseconds / 60_000_000_000 })
        addMember("getSeconds", .of(.duration, .int) { $0.nanoseconds / 1_000_000_000 })
        addMember("getMilliseconds", .of(.duration, .int) { $0.nanoseconds / 1_000_000 % 1000 })
    }
}

/// A time zone as an expression names it: `Asia/Shanghai`, or an offset such as `+08:00`.
enum ZoneName {
    static func offset_s(_ name: String, at moment: Moment, _ zones: Zones?) throws(Doubt.Reason) -> Int64 {
        if let fixed = fixedOffset_s(name) { return fixed }
        guard let zone = zone(name, zones) else { throw .unknownZone }
        return Int64(zone.offset_s(at: Instant(seconds: moment.seconds)))
    }

    static func isKnown(_ name: String, _ zones: Zones?) -> Bool {
        fixedOffset_s(name) != nil || zone(name, zones) != nil
    }

    static func zone(_ name: String, _ zones: Zones?) -> Zone? {
        name == "UTC" ? .utc : zones?.zone(name)
    }

    private static func fixedOffset_s(_ name: String) -> Int64? {
        var text = name[...]
        let isWest = text.hasPrefix("-")
        if isWest || text.hasPrefix("+") { text = text.dropFirst() }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }), let hours = Int64(parts[0]),
            let minutes = Int64(parts[1]), (0...23).contains(hours), (0...59).contains(minutes)
        else { return nil }
        let seconds = hours * 3600 + minutes * 60
        return isWest ? -seconds : seconds
    }
}
