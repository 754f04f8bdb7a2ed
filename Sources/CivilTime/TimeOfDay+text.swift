extension TimeOfDay: CustomStringConvertible {
    package static let midnight = TimeOfDay(seconds: 0)
    /// `24:00`: the end of a day in windows; no moment of the day itself.
    package static let endOfDay = TimeOfDay(seconds: 86_400)

    /// Nil when there is no such time; 24:00:00 is the end of the day.
    package init?(hour: Int, minute: Int, second: Int = 0) {
        guard (0...24).contains(hour), (0...59).contains(minute), (0...59).contains(second),
            hour < 24 || (minute == 0 && second == 0)
        else { return nil }
        self.init(seconds: Int32(hour * 3600 + minute * 60 + second))
    }

    /// `08:00`, `08:00:30` or `24:00`.
    package init?(text: some StringProtocol) {
        var reader = DigitReader(text.utf8)
        guard let hour = reader.number(digits: 2), reader.take(UInt8(ascii: ":")),
            let minute = reader.number(digits: 2)
        else { return nil }
        var second = 0
        if reader.take(UInt8(ascii: ":")) {
            guard let number = reader.number(digits: 2) else { return nil }
            second = number
        }
        guard reader.isAtEnd else { return nil }
        self.init(hour: hour, minute: minute, second: second)
    }

    package var hour: Int { Int(seconds) / 3600 }
    package var minute: Int { Int(seconds) / 60 % 60 }
    package var second: Int { Int(seconds) % 60 }

    /// `08:00` when the seconds are zero, else `08:00:30`.
    package var description: String {
        let minutes = "\(padded(hour, 2)):\(padded(minute, 2))"
        return second == 0 ? minutes : "\(minutes):\(padded(second, 2))"
    }
}

extension Weekday {
    /// English name, as findings write it: `Sunday`.
    package var name: String {
        switch self {
        case .monday: "Monday"
        case .tuesday: "Tuesday"
        case .wednesday: "Wednesday"
        case .thursday: "Thursday"
        case .friday: "Friday"
        case .saturday: "Saturday"
        case .sunday: "Sunday"
        }
    }
}
