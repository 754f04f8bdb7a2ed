import Crypto

/// The public key of a note's signer, written `name+hash+base64`: what a verifier is given beforehand.
/// Ed25519 only: the two kinds of signature of <https://c2sp.org/signed-note> that use it.
package struct VerifierKey: Sendable, Hashable, CustomStringConvertible {
    /// What its signatures are, by the byte that stands for it.
    package enum Kind: UInt8, Sendable {
        /// Of the note's text: a log's own.
        case signature = 0x01
        /// Of the text and a time: a witness's (<https://c2sp.org/tlog-cosignature>).
        case cosignature = 0x04
    }

    static let publicKeyLength = 32

    package let kind: Kind
    package let name: String
    /// 32 bytes as RFC 8032 encodes them.
    package let publicKey: [UInt8]
    /// The first four bytes of SHA-256(name ‖ newline ‖ kind ‖ public key).
    package let id: UInt32

    package init(name: String, publicKey: [UInt8], _ kind: Kind = .signature) throws(NoteFault) {
        guard Self.isKeyName(name) else { throw .keyName }
        guard publicKey.count == Self.publicKeyLength else { throw .verifierKey("the key is not 32 bytes") }
        self.kind = kind
        self.name = name
        self.publicKey = publicKey
        id = Self.id(name: name, publicKey: publicKey, kind)
    }

    package init(text: String, _ kind: Kind = .signature) throws(NoteFault) {
        let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw .verifierKey("it is not written name+hash+key") }
        guard let hash = Hexadecimal.decode(parts[1]), hash.count == 4 else {
            throw .verifierKey("its hash is not 8 lower-case hexadecimal digits")
        }
        guard let key = Base64.decode(parts[2].utf8), let algorithm = key.first else {
            throw .verifierKey("its last part is not Base64")
        }
        guard algorithm == kind.rawValue else {
            throw .verifierKey("it is not an Ed25519 key for a \(kind) (its first byte is not \(kind.rawValue))")
        }
        try self.init(name: String(parts[0]), publicKey: Array(key.dropFirst()), kind)
        guard id == hash.reduce(0, { $0 << 8 | UInt32($1) }) else {
            throw .verifierKey("its hash does not belong to its name and key")
        }
    }

    package var description: String {
        "\(name)+\(Hexadecimal.encode(idBytes))+\(Base64.encode([kind.rawValue] + publicKey))"
    }

    /// Big-endian, as a signature line begins.
    var idBytes: [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: id >> (24 - 8 * $0)) } }

    func isSignature(_ signature: [UInt8], of text: [UInt8]) throws -> Bool {
        try Curve25519.Signing.PublicKey(rawRepresentation: publicKey).isValidSignature(signature, for: text)
    }

    /// Not empty, no Unicode space, no plus; no control characters either, which a note cannot hold.
    static func isKeyName(_ name: some StringProtocol) -> Bool {
        !name.isEmpty && name.utf8.count <= 255
            && name.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && $0 != "+" && $0.value >= 0x20 }
    }

    private static func id(name: String, publicKey: [UInt8], _ kind: Kind) -> UInt32 {
        SHA256.hash(data: Array(name.utf8) + [0x0a, kind.rawValue] + publicKey).prefix(4)
            .reduce(0) { $0 << 8 | UInt32($1) }
    }
}

/// What is wrong with a note, its key or its signatures.
package enum NoteFault: Error, Equatable, CustomStringConvertible {
    case keyName
    case verifierKey(_ what: String)
    case seedLength(Int)
    case tooLong(bytes: Int, limit: Int)
    case malformed(_ what: String)
    case tooManySignatures(limit: Int)
    case noKnownSignature(key: String)
    case wrongSignature(key: String)
    case checkpoint(_ what: String)

    package var description: String {
        switch self {
        case .keyName: "a key's name must be 1 to 255 bytes without spaces, plus signs or control characters"
        case .verifierKey(let what): "the verifier key cannot be used: \(what)"
        case .seedLength(let count): "an Ed25519 seed is 32 bytes, not \(count)"
        case .tooLong(let bytes, let limit): "the note is \(bytes) bytes; the limit is \(limit)"
        case .malformed(let what): "the note is malformed: \(what)"
        case .tooManySignatures(let limit): "the note has more than \(limit) signatures"
        case .noKnownSignature(let key): "the note bears no signature by \(key)"
        case .wrongSignature(let key): "the signature by \(key) does not fit the note's text"
        case .checkpoint(let what): "the checkpoint is malformed: \(what)"
        }
    }
}
