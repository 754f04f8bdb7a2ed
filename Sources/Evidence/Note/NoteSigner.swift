import Crypto

/// Signs notes under one name with one Ed25519 key.
package struct NoteSigner: Sendable {
    package static let seedLength = 32

    package let key: VerifierKey
    private let privateKey: Curve25519.Signing.PrivateKey

    /// `seed`: the 32 bytes that RFC 8032 calls the private key.
    package init(name: String, seed: [UInt8]) throws {
        guard seed.count == Self.seedLength else { throw NoteFault.seedLength(seed.count) }
        privateKey = try Curve25519.Signing.PrivateKey(rawRepresentation: seed)
        key = try VerifierKey(name: name, publicKey: Array(privateKey.publicKey.rawRepresentation))
    }

    /// `text` must end with a newline.
    package func sign(_ text: String) throws -> SignedNote {
        let signature = try privateKey.signature(for: Array(text.utf8))
        return try SignedNote(
            text: text, signatures: [.init(name: key.name, keyID: key.id, bytes: Array(signature))])
    }
}
