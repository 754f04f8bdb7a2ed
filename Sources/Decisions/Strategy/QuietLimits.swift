/// How much a borrower hears at most, whatever the law allows more. What the law asks to be told is told all the same.
package struct QuietLimits: Sendable, Hashable {
    /// In a day of the borrower's calendar.
    package var messagesADay: Int?
    /// In 7 × 24 hours.
    package var messagesAWeek: Int?

    package static let none = QuietLimits()
    static let mostADay = 20
    static let mostAWeek = 100

    var isNone: Bool { messagesADay == nil && messagesAWeek == nil }
}
