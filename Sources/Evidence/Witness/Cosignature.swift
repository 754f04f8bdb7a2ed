/// A witness's word about a checkpoint: that at a time it saw no greater tree of this log, and none that contradicts it.
/// <https://c2sp.org/tlog-cosignature>, Ed25519.
package struct Cosignature: Sendable, Equatable {
    /// Bytes of a signature line's value: the time and an Ed25519 signature.
    static let length = 8 + 64

    package let witness: String
    /// When the witness signed, by its own clock: seconds since 1970.
    package let at_s: Int64

    /// What a witness signs: the note's text behind two lines of its own.
    package static func message(_ text: String, at_s: Int64) -> [UInt8] {
        Array("cosignature/v1\ntime \(at_s)\n\(text)".utf8)
    }

    /// Checks one signature line. Throws where it is not what `key` signed about this text.
    package init(_ signature: SignedNote.Signature, of text: String, key: VerifierKey) throws(NoteFault) {
        guard key.kind == .cosignature, signature.names(key) else { throw .noKnownSignature(key: key.name) }
        guard signature.bytes.count == Self.length else { throw .wrongSignature(key: key.name) }
        let time = signature.bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        // Zero would say that the tree need not be the greatest; a witness must not leave the time out.
        guard time > 0, let at_s = Int64(exactly: time) else { throw .wrongSignature(key: key.name) }
        let isValid: Bool
        do {
            isValid = try key.isSignature(Array(signature.bytes.dropFirst(8)), of: Self.message(text, at_s: at_s))
        } catch { throw .verifierKey("its 32 bytes are no Ed25519 key") }
        guard isValid else { throw .wrongSignature(key: key.name) }
        witness = key.name
        self.at_s = at_s
    }
}

extension SignedNote {
    /// What the witness with this key said of the note; nil where it said nothing. A false word of a known key throws, as
    /// the specification asks.
    package func cosignature(by key: VerifierKey) throws(NoteFault) -> Cosignature? {
        var latest: Cosignature?
        for signature in signatures where signature.names(key) {
            let cosignature = try Cosignature(signature, of: text, key: key)
            if cosignature.at_s > latest?.at_s ?? 0 { latest = cosignature }
        }
        return latest
    }
}
