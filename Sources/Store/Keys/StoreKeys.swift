internal import Crypto
internal import FoundationEssentials

/// The store's own keys, wrapped by a master like the borrowers': table `store_key`. Each generation has new ones; the
/// older stay, because hashes are built on them and leaves that are sealed with them can never be written again.
enum StoreKeys {
    /// The raw value is also what a key of generation 1 is derived by where a store has no rows yet.
    enum Use: String, CaseIterable {
        case lookups = "look-ups"
        case digests
        case seals = "store"
    }

    /// By use, in the order of generations.
    static func read(
        _ wrapping: [UInt8: SymmetricKey], in session: any SQLSession
    ) throws -> [Use: [SymmetricKey]] {
        var keys: [Use: [SymmetricKey]] = [:]
        try session.query("SELECT purpose, generation, wrapped FROM store_key ORDER BY generation", []) { row in
            guard let use = Use(rawValue: row.text(0)), let generation = UInt8(exactly: row.integer(1)) else {
                throw StoreError(.unreadableRow, "a key for an unknown use", at: "store_key")
            }
            keys[use, default: []].append(try unwrap(row.blob(2), use, generation, wrapping))
        }
        return keys
    }

    /// Stores the keys of a generation: those given, or new ones.
    static func insert(
        _ generation: UInt8, _ given: [Use: SymmetricKey] = [:], under wrapper: (generation: UInt8, key: SymmetricKey),
        random: RandomSource, in session: any SQLSession
    ) throws {
        for use in Use.allCases {
            let key = given[use] ?? SymmetricKey(data: random.bytes(MasterKey.length))
            try session.run(
                "INSERT INTO store_key (purpose, generation, wrapped) VALUES (?, ?, ?)",
                [
                    .text(use.rawValue), .integer(Int(generation)),
                    .blob(try wrap(key, use, generation, wrapper, random)),
                ])
        }
    }

    /// Wraps every key anew: a handful of rows, in the transaction that makes a generation the current one.
    static func rewrap(
        _ wrapping: [UInt8: SymmetricKey], under wrapper: (generation: UInt8, key: SymmetricKey),
        random: RandomSource, in session: any SQLSession
    ) throws {
        for (use, keys) in try read(wrapping, in: session) {
            for (index, key) in keys.enumerated() {
                let generation = UInt8(index + 1)
                try session.run(
                    "UPDATE store_key SET wrapped = ? WHERE purpose = ? AND generation = ?",
                    [
                        .blob(try wrap(key, use, generation, wrapper, random)), .text(use.rawValue),
                        .integer(Int(generation)),
                    ])
            }
        }
    }

    private static func wrap(
        _ key: SymmetricKey, _ use: Use, _ generation: UInt8, _ wrapper: (generation: UInt8, key: SymmetricKey),
        _ random: RandomSource
    ) throws -> [UInt8] {
        let bytes = unsafe key.withUnsafeBytes { unsafe Array($0) }
        return [wrapper.generation]
            + (try Sealing.seal(bytes, under: wrapper.key, context: place(use, generation), random: random))
    }

    private static func unwrap(
        _ wrapped: [UInt8], _ use: Use, _ generation: UInt8, _ wrapping: [UInt8: SymmetricKey]
    ) throws -> SymmetricKey {
        guard let wrapper = wrapped.first, let key = wrapping[wrapper] else {
            throw StoreError(
                .masterKeyMissing, "a key is wrapped with generation \(wrapped.first ?? 0) of the master key",
                at: "store_key", fix: "Give that master key too")
        }
        return SymmetricKey(data: try Sealing.open(wrapped[1...], under: key, context: place(use, generation)))
    }

    private static func place(_ use: Use, _ generation: UInt8) -> String { "store_key/\(use.rawValue)/\(generation)" }
}
