internal import Crypto
internal import FoundationEssentials

/// The key from which every other key of a store is derived or under which it is wrapped: 32 bytes, base64 in its file
/// or in `DUNLIN_MASTER_KEY`. Whoever has it and the database can read both; whoever lost it has lost the personal data.
package struct MasterKey: Sendable {
    package static let variable = "DUNLIN_MASTER_KEY"
    static let length = 32
    /// Of a key in base64.
    private static let textLength = 44
    private static let fileLimit = 4096

    let secret: SymmetricKey

    init(bytes: [UInt8]) { secret = SymmetricKey(data: bytes) }

    /// A key for one use by HKDF-SHA256 (RFC 5869).
    func derived(_ use: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: secret, info: Array("dunlin \(use) 1".utf8), outputByteCount: 32)
    }

    /// What the database knows a master by; it tells nothing of the key.
    var mark: String {
        let text = Array("dunlin master check".utf8)
        return Data(KeyedHash.hash(text, derived("check"))).base64EncodedString()
    }

    /// The key from the environment if it is there, else from the file.
    package static func load(file: String, environment: [String: String]) throws -> MasterKey {
        if let text = environment[variable], !text.isEmpty { return try parse(text, place: variable) }
        guard let key = try existing(file: file) else { throw missing(file: file) }
        return key
    }

    /// The key in a file; nil when there is no file.
    static func existing(file: String) throws -> MasterKey? {
        let found: (bytes: [UInt8], mode: UInt32)?
        do {
            found = try PrivateFile.contents(of: file, limit: fileLimit)
        } catch let error as PrivateFile.Failure {
            throw StoreError(
                .masterKeyMissing, "cannot read the master key (\(error.words))", at: file,
                fix: "Give this user the right to read it, or set \(variable)")
        }
        guard let found else { return nil }
        guard found.mode & 0o077 == 0 else {
            throw StoreError(
                .masterKeyExposed, "others than its owner may read the master key", at: file,
                fix: "chmod 600 the file, and consider the key known to them")
        }
        return try parse(String(decoding: found.bytes, as: UTF8.self), place: file)
    }

    static func missing(file: String) -> StoreError {
        StoreError(
            .masterKeyMissing, "there is no master key", at: file,
            fix: "Restore the file from your backup, or set \(variable)")
    }

    /// One key, also when white space stands in it; or several between commas or white space.
    static func parseSeveral(_ text: String, place: String) throws -> [MasterKey] {
        let parts = text.split { $0 == "," || $0.isWhitespace }
        guard parts.count > 1, parts.allSatisfy({ $0.count == textLength }) else {
            return [try parse(text, place: place)]
        }
        return try parts.map { try parse(String($0), place: place) }
    }

    /// Makes a new key and its file, mode 0600, flushed to disk. Refuses to replace one.
    package static func create(file: String, random: RandomSource) throws -> MasterKey {
        let bytes = random.bytes(length)
        let made: Bool
        do {
            made = try PrivateFile.create(path: file, bytes: Array((Data(bytes).base64EncodedString() + "\n").utf8))
        } catch let error as PrivateFile.Failure {
            throw StoreError(
                .masterKeyMissing, "cannot write a master key (\(error.words))", at: file,
                fix: "Check that the folder exists and may be written")
        }
        guard made else {
            throw StoreError(
                .masterKeyInvalid, "there is a file of that name", at: file, fix: "Use it, or move it away")
        }
        return MasterKey(bytes: bytes)
    }

    private static func parse(_ text: String, place: String) throws -> MasterKey {
        let trimmed = text.filter { !$0.isWhitespace }
        guard let data = Data(base64Encoded: trimmed) else {
            throw StoreError(
                .masterKeyInvalid, "the master key is not base64", at: place, fix: "It is one line of 44 characters")
        }
        guard data.count == length else {
            throw StoreError(
                .masterKeyInvalid, "the master key has \(data.count) bytes, not \(length)", at: place,
                fix: "It is one line of 44 characters, base64 of \(length) bytes")
        }
        return MasterKey(bytes: Array(data))
    }
}
