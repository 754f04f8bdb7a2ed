/// Which generation of the master key is in use: what every node must agree on. Kept in the setting `key_state`.
///
/// Text: `2`, or `2 from 1` while what generation 1 wrapped and hashed is rewritten.
package struct KeyState: Sendable, Hashable, CustomStringConvertible {
    static let setting = "key_state"
    static let readSQL = "SELECT value FROM setting WHERE key = 'key_state'"
    /// The generation is the first byte of a wrapped key.
    package static let lastGeneration: UInt8 = 255

    /// Every new wrapped key and keyed hash is of this generation.
    package let current: UInt8
    /// The generation that a rotation is leaving; nil when none is under way.
    package let before: UInt8?

    package var isRotating: Bool { before != nil }

    init(current: UInt8, before: UInt8? = nil) {
        self.current = current
        self.before = before
    }

    package var description: String { before.map { "\(current) from \($0)" } ?? "\(current)" }

    init(text: String) throws {
        let words = text.split(separator: " ")
        let numbers = words.compactMap { UInt8($0) }.filter { $0 > 0 }
        switch (words.count, numbers.count) {
        case (1, 1): self.init(current: numbers[0])
        case (3, 2) where words[1] == "from" && numbers[1] < numbers[0]:
            self.init(current: numbers[0], before: numbers[1])
        default: throw StoreError(.unreadableRow, "key_state is no state", at: "setting.key_state")
        }
    }

    /// Nil before a vault was first opened on the database.
    package static func read(in session: any SQLSession) throws -> KeyState? {
        try session.text(readSQL).map { try KeyState(text: $0) }
    }

    func write(in session: any SQLSession) throws {
        try session.run(
            "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            [.text(Self.setting), .text(description)])
    }
}
