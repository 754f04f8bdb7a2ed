internal import CivilTime
package import Decisions

extension Lapse {
    /// Where the store keeps it: it belongs to what the store holds, and moves with it.
    static let setting = "lapse"

    /// What the store has forgotten; nil when it was never brought back from a backup.
    package static func read(in session: any SQLSession) throws -> Lapse? {
        try session.text(StoreMark.select, [.text(setting)]).map { try Lapse(text: $0) }
    }

    init(text: String) throws {
        let numbers = text.split(separator: " ").compactMap { Int64($0) }
        guard numbers.count == 3 else { throw StoreError(.unreadableRow, "no lapse", at: "setting.\(Self.setting)") }
        self.init(
            from: Instant(milliseconds: numbers[0]), until: Instant(milliseconds: numbers[1]), firstReply: numbers[2])
    }

    func write(in session: any SQLSession) throws {
        try StoreMark.set(Self.setting, "\(from.milliseconds) \(until.milliseconds) \(firstReply)", in: session)
    }
}
