internal import CivilTime
internal import LoanBook

extension WindowRule {
    private static let weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

    /// `every_day: "[08:00, 22:00)"`, or days by name; a named day wins over `every_day`, and `closed` closes it.
    static func read(_ node: PackNode, _ calendars: [HolidayCalendar]) throws(LawPackError) -> WindowRule {
        let fields = try node.fields(
            ["every_day", "holidays", "calendar", "unless_days_past_due_over", "unless_flag", "unless_consent"]
                + weekdays)
        var week: [Hours?] = []
        for weekday in weekdays {
            guard let hours = fields[weekday] ?? fields["every_day"] else {
                throw node.fault("\(weekday) has no hours", fix: "name it, or write `every_day:`")
            }
            week.append(try self.hours(hours))
        }
        let exception = Exception(
            daysPastDueOver: try fields["unless_days_past_due_over"].map { node throws(LawPackError) in
                try node.number(0...10_000)
            },
            flag: try fields["unless_flag"].map { node throws(LawPackError) in try node.one(of: BorrowerFlag.self) },
            consent: try fields["unless_consent"].map { node throws(LawPackError) in try node.truth() } ?? false)
        var holidays: Holidays?
        switch (fields["calendar"], fields["holidays"]) {
        case (nil, nil): break
        case (let key?, let hours?):
            let name = try key.text()
            guard let calendar = calendars.first(where: { $0.key == name }) else {
                throw key.fault("no calendar \(name) in this pack", fix: "list it under `calendars:`")
            }
            holidays = Holidays(calendar: calendar, hours: try self.hours(hours))
        default: throw node.fault("holidays need a calendar", fix: "write both `calendar:` and `holidays:`")
        }
        return WindowRule(week: week, holidays: holidays, exception: exception)
    }

    private static func hours(_ node: PackNode) throws(LawPackError) -> Hours? {
        let text = try node.text()
        if text == "closed" { return nil }
        guard let hours = Hours(interval: text) else {
            throw node.fault(
                "\(text) is no interval of a day",
                fix: "write [08:00, 22:00): a bracket holds its boundary, a parenthesis does not; or `closed`")
        }
        return hours
    }
}

/// Holiday calendars of a pack: a list of years each, with the source it was taken from.
enum HolidayYears {
    static func read(_ node: PackNode) throws(LawPackError) -> [HolidayCalendar] {
        var calendars: [HolidayCalendar] = []
        for item in try node.items() {
            let fields = try item.fields(["key", "version", "extends", "years"])
            var calendar = HolidayCalendar(
                key: try fields.required("key", in: item).text(),
                version: try fields.required("version", in: item).text(), source: "", days: [:])
            if let base = fields["extends"] {
                let key = try base.text()
                guard let known = calendars.first(where: { $0.key == key }) else {
                    throw base.fault("no calendar \(key) above this one", fix: "list it under `calendars:` first")
                }
                (calendar.source, calendar.days, calendar.workdays) = (known.source, known.days, known.workdays)
            }
            for year in try fields.required("years", in: item).items() { try add(year, to: &calendar) }
            calendars.append(calendar)
        }
        return calendars
    }

    private static func add(_ node: PackNode, to calendar: inout HolidayCalendar) throws(LawPackError) {
        let fields = try node.fields(["year", "grade", "source", "days", "workdays"])
        let year = try fields.required("year", in: node).number(1970...9999)
        let grade = try fields.required("grade", in: node).one(of: PackWords.grades)
        let source = "\(year) (\(grade.rawValue)): \(try fields.required("source", in: node).text())"
        calendar.source += calendar.source.isEmpty ? source : "; \(source)"
        // A day nobody has checked says so wherever it decides.
        let mark = grade == .memory ? ", unverified" : ""
        for (date, name) in try days(try fields.required("days", in: node), of: year) {
            calendar.days[date] = name + mark
        }
        for (date, name) in try fields["workdays"].map({ node throws(LawPackError) in try days(node, of: year) }) ?? []
        {
            calendar.workdays[date] = name + mark
        }
    }

    private static func days(_ node: PackNode, of year: Int) throws(LawPackError) -> [(CivilDate, String)] {
        try node.entries().map { key, value throws(LawPackError) in
            let date = try key.node.date()
            guard date.year == year else {
                throw key.node.fault("\(date) is not in \(year)", fix: "list it under its own year")
            }
            return (date, try value.text())
        }
    }
}
