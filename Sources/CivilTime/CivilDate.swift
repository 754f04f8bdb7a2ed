/// A day of the proleptic Gregorian calendar, without a zone: days since 1970-01-01.
package struct CivilDate: Sendable, Hashable, Comparable, Codable {
    package var daysSinceEpoch: Int32

    @inlinable package init(daysSinceEpoch: Int32) { self.daysSinceEpoch = daysSinceEpoch }
    @inlinable package static func < (a: CivilDate, b: CivilDate) -> Bool { a.daysSinceEpoch < b.daysSinceEpoch }
    @inlinable package static func + (a: CivilDate, days: Int) -> CivilDate {
        CivilDate(daysSinceEpoch: a.daysSinceEpoch + Int32(days))
    }
    /// Days from `b` to `a`.
    @inlinable package static func - (a: CivilDate, b: CivilDate) -> Int {
        Int(a.daysSinceEpoch) - Int(b.daysSinceEpoch)
    }
}

/// Days of the week as ISO 8601 numbers them.
package enum Weekday: Int, Sendable, CaseIterable, Codable {
    case monday = 1, tuesday, wednesday, thursday, friday, saturday, sunday
}

/// A wall-clock time of day, to the second: 0 ..< 86,400 (86,400 itself stands for the end of the day in windows).
package struct TimeOfDay: Sendable, Hashable, Comparable, Codable {
    package var seconds: Int32

    @inlinable package init(seconds: Int32) { self.seconds = seconds }
    @inlinable package static func < (a: TimeOfDay, b: TimeOfDay) -> Bool { a.seconds < b.seconds }
}
