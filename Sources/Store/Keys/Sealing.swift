internal import Crypto
internal import FoundationEssentials

/// AES-256-GCM boxes: nonce (12 bytes), ciphertext, tag (16 bytes). The context is authenticated, so that a box moved to
/// another place does not open there.
enum Sealing {
    static let nonceLength = 12
    static let tagLength = 16

    static func seal(
        _ plain: [UInt8], under key: SymmetricKey, context: some StringProtocol, random: RandomSource
    ) throws -> [UInt8] {
        try seal(plain, under: key, context: context, nonce: random.bytes(nonceLength))
    }

    /// `nonce`: random bytes that nothing else was sealed with.
    static func seal(
        _ plain: [UInt8], under key: SymmetricKey, context: some StringProtocol, nonce: [UInt8]
    ) throws -> [UInt8] {
        let box = try AES.GCM.seal(
            plain, using: key, nonce: AES.GCM.Nonce(data: nonce), authenticating: Array(context.utf8))
        // Nil only for nonces of another length.
        guard let combined = box.combined else { throw broken(context) }
        return Array(combined)
    }

    static func open(_ box: ArraySlice<UInt8>, under key: SymmetricKey, context: some StringProtocol) throws -> [UInt8]
    {
        guard box.count >= nonceLength + tagLength else { throw broken(context) }
        do {
            let sealed = try AES.GCM.SealedBox(combined: box)
            return Array(try AES.GCM.open(sealed, using: key, authenticating: Array(context.utf8)))
        } catch is CryptoKitError {
            throw broken(context)
        }
    }

    static func opens(_ box: [UInt8], under key: SymmetricKey, context: some StringProtocol) -> Bool {
        do {
            _ = try open(box[...], under: key, context: context)
            return true
        } catch { return false }
    }

    private static func broken(_ context: some StringProtocol) -> StoreError {
        StoreError(
            .brokenSeal, "a sealed value does not open with its key", at: String(context),
            fix: "Restore the database and the master key from the same backup")
    }
}
