internal import CivilTime

/// Civil dates: a type of Dunlin's own, for due dates and birthdays, which have no hour and no zone. Days are whole numbers.
extension Functions {
    mutating func addDates(zones: Zones?) {
        add(
            "date", .of(.date, .date) { $0 },
            .of(.string, .date) { text throws(Doubt.Reason) in
                guard let date = CivilDate(iso: text) else { throw .notConvertible }
                return date
            },
            .of(.timestamp, .string, .date) { moment, zone throws(Doubt.Reason) in
                moment.civil(offset_s: try ZoneName.offset_s(zone, at: moment, zones)).date
            })
        add(
            "timestamp",
            .of(.date, .string, .timestamp) { date, name throws(Doubt.Reason) in
                guard let zone = ZoneName.zone(name, zones) else { throw .unknownZone }
                guard let moment = Moment(seconds: zone.instant(date, .midnight).seconds) else { throw .outOfRange }
                return moment
            })
        add(
            Operator.add, .of(.date, .int, .date) { a, b throws(Doubt.Reason) in try Self.moved(a, b) },
            .of(.int, .date, .date) { a, b throws(Doubt.Reason) in try Self.moved(b, a) })
        add(
            Operator.subtract, .of(.date, .date, .int) { Int64($0 - $1) },
            .of(.date, .int, .date) { date, days throws(Doubt.Reason) in
                try Self.moved(date, WholeArithmetic.exact(Int64(0).subtractingReportingOverflow(days)))
            })
        addMember("year", .of(.date, .int) { Int64($0.year) })
        addMember("month", .of(.date, .int) { Int64($0.month) })
        addMember("day", .of(.date, .int) { Int64($0.day) })
        addMember("weekday", .of(.date, .int) { Int64($0.weekday.rawValue) })
        addMember("dayOfYear", .of(.date, .int) { Int64($0.dayOfYear) })
        addMember(
            "addMonths",
            .of(.date, .int, .date) { date, months throws(Doubt.Reason) in
                guard months.magnitude < 120_000 else { throw .outOfRange }
                let (year, month, day) = date.fields
                let count = year * 12 + month - 1 + Int(months)
                let length = CivilDate.lengthOfMonth(count % 12 + 1, in: count / 12)
                guard count > 0, let moved = CivilDate(year: count / 12, month: count % 12 + 1, day: min(day, length))
                else { throw .outOfRange }
                return moved
            })
    }

    private static func moved(_ date: CivilDate, _ days: Int64) throws(Doubt.Reason) -> CivilDate {
        guard days.magnitude < 4_000_000 else { throw .outOfRange }
        let moved = Int64(date.daysSinceEpoch) + days
        guard moved >= Moment.leastSeconds / 86_400, moved <= Moment.greatestSeconds / 86_400 else { throw .outOfRange }
        return CivilDate(daysSinceEpoch: Int32(moved))
    }
}

extension CivilDate {
    /// 1 January is 1.
    var dayOfYear: Int { CivilDate(year: year, month: 1, day: 1).map { self - $0 + 1 } ?? 1 }
}
