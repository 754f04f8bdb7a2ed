internal import Crypto
internal import FoundationEssentials

/// The keys of a store, derived from its master by HKDF-SHA256 (RFC 5869), each for one use.
package struct Vault: Sendable {
    /// Length of look-ups and digests: HMAC-SHA256 cut to 16 bytes.
    package static let lookupLength = 16

    /// First byte of a wrapped key: which master wraps it. One so far.
    private static let generation: UInt8 = 1
    private static let checkSetting = "master_check"
    private static let readCheck = "SELECT value FROM setting WHERE key = '\(checkSetting)'"

    private let wrapping: SymmetricKey
    private let lookups: SymmetricKey
    private let digests: SymmetricKey
    private let store: SymmetricKey
    private let check: SymmetricKey
    private let recordKeys = KnownKeys()
    package let random: RandomSource

    package init(master: MasterKey, random: RandomSource) {
        func derived(_ use: String) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(
                inputKeyMaterial: master.secret, info: Array("dunlin \(use) 1".utf8), outputByteCount: 32)
        }
        wrapping = derived("wrapping")
        lookups = derived("look-ups")
        digests = derived("digests")
        store = derived("store")
        check = derived("check")
        self.random = random
    }

    /// The vault of a migrated database. The first time leaves a check value there; later a master key other than
    /// that time's is refused with `wrongMasterKey`.
    package static func open(
        _ database: any SQLDatabase, master: MasterKey, random: RandomSource
    ) async throws -> Vault {
        let vault = Vault(master: master, random: random)
        let mine = vault.checkText
        var stored = try await database.read { try $0.text(readCheck) }
        if stored == nil {
            stored = try await database.write { session in
                try session.run(
                    "INSERT INTO setting (key, value) VALUES ('\(checkSetting)', ?) ON CONFLICT (key) DO NOTHING",
                    [.text(mine)])
                return try session.text(readCheck)
            }
        }
        guard stored == mine else {
            throw StoreError(
                .wrongMasterKey, "the master key is not the one that this database was made with", at: "master key",
                fix: "Give the right key, by file or \(MasterKey.variable)")
        }
        return vault
    }

    /// Whether a migrated database was made with some master key already: then no other may be made for it.
    package static func hasMaster(_ database: any SQLDatabase) async throws -> Bool {
        try await database.read { try $0.text(readCheck) } != nil
    }

    /// A fresh key for a borrower; the caller stores `wrapped`. Prefer `Keys.key`.
    package func newKey(borrower: Int64, retention: Retention) throws -> BorrowerKey {
        let bytes = random.bytes(32)
        let box = try Sealing.seal(
            bytes, under: wrapping, context: Self.place(borrower, retention), random: random)
        return BorrowerKey(wrapped: [Self.generation] + box, secret: SymmetricKey(data: bytes), random: random)
    }

    /// Throws `brokenSeal` for a key of another borrower, class or master.
    package func unwrap(_ wrapped: [UInt8], borrower: Int64, retention: Retention) throws -> BorrowerKey {
        if retention == .record, let known = recordKeys.key(of: borrower, wrapped: wrapped) { return known }
        guard wrapped.first == Self.generation else {
            throw StoreError(.unreadableRow, "a key wrapped in an unknown way", at: "borrower_key")
        }
        let bytes = try Sealing.open(wrapped[1...], under: wrapping, context: Self.place(borrower, retention))
        let key = BorrowerKey(wrapped: wrapped, secret: SymmetricKey(data: bytes), random: random)
        if retention == .record { recordKeys.keep(key, of: borrower) }
        return key
    }

    /// The keyed hash by which a number, address or reference is found: the same text, the same 16 bytes.
    package func lookup(_ text: String) -> [UInt8] { Self.hash(Array(text.utf8), lookups) }

    /// The keyed hash of an imported row, to see whether it changed: 16 bytes.
    package func digest(_ bytes: [UInt8]) -> [UInt8] { Self.hash(bytes, digests) }

    /// Seals what belongs to no borrower (yet): an unmatched reply, a revision.
    package func sealStore(_ plain: [UInt8], context: String) throws -> [UInt8] {
        try Sealing.seal(plain, under: store, context: context, random: random)
    }

    func sealStore(_ plain: [UInt8], context: String, nonce: [UInt8]) throws -> [UInt8] {
        try Sealing.seal(plain, under: store, context: context, nonce: nonce)
    }

    package func openStore(_ box: [UInt8], context: String) throws -> [UInt8] {
        try Sealing.open(box[...], under: store, context: context)
    }

    private var checkText: String { Data(Self.hash(Array("dunlin master check".utf8), check)).base64EncodedString() }

    private static func place(_ borrower: Int64, _ retention: Retention) -> String {
        "key/\(borrower)/\(retention.rawValue)"
    }

    private static func hash(_ bytes: [UInt8], _ key: SymmetricKey) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: bytes, using: key).prefix(lookupLength))
    }
}
