/// Text signed by one or more keys: <https://c2sp.org/signed-note>.
package struct SignedNote: Sendable, Equatable {
    package static let longest_bytes = 65_536
    package static let mostSignatures = 64

    package struct Signature: Sendable, Equatable {
        package let name: String
        package let keyID: UInt32
        package let bytes: [UInt8]

        package init(name: String, keyID: UInt32, bytes: [UInt8]) {
            self.name = name
            self.keyID = keyID
            self.bytes = bytes
        }

        /// Whether it says to be by this key.
        package func names(_ key: VerifierKey) -> Bool { keyID == key.id && name.utf8.elementsEqual(key.name.utf8) }
    }

    /// With its final newline, without the blank line.
    package let text: String
    package let signatures: [Signature]

    /// Refuses what could not be read back.
    package init(text: String, signatures: [Signature]) throws(NoteFault) {
        self.text = text
        self.signatures = signatures
        guard text.utf8.last == 0x0a else { throw .malformed("its text does not end with a newline") }
        guard Self.isAllowed(text) else { throw .malformed("its text holds a control character") }
        for signature in signatures where !VerifierKey.isKeyName(signature.name) { throw .keyName }
        guard signatures.count <= Self.mostSignatures else {
            throw .tooManySignatures(limit: Self.mostSignatures)
        }
    }

    package init(parsing bytes: [UInt8]) throws(NoteFault) {
        guard bytes.count <= Self.longest_bytes else {
            throw .tooLong(bytes: bytes.count, limit: Self.longest_bytes)
        }
        guard let whole = String(validating: bytes, as: UTF8.self), Self.isAllowed(whole) else {
            throw .malformed("it is not UTF-8 or holds a control character")
        }
        // The last empty line parts text and signatures.
        guard let blank = Self.lastBlankLine(bytes) else { throw .malformed("no blank line before the signatures") }
        try self.init(
            text: String(decoding: bytes[...blank], as: UTF8.self),
            signatures: try Self.signatures(lines: bytes[(blank + 2)...]))
    }

    /// Signature lines, each with its newline: the end of a note, or a witness's answer.
    package static func signatures(lines: ArraySlice<UInt8>) throws(NoteFault) -> [Signature] {
        guard lines.last == 0x0a else { throw .malformed("its last line does not end with a newline") }
        var signatures: [Signature] = []
        for line in lines.dropLast().split(separator: 0x0a, omittingEmptySubsequences: false) {
            guard signatures.count < mostSignatures else { throw .tooManySignatures(limit: mostSignatures) }
            signatures.append(try signature(line))
        }
        return signatures
    }

    /// The same note with more signatures; those that it bears already are not taken twice.
    package func adding(_ more: [Signature]) throws(NoteFault) -> SignedNote {
        try SignedNote(text: text, signatures: signatures + more.filter { !signatures.contains($0) })
    }

    package var bytes: [UInt8] {
        var bytes = Array(text.utf8)
        bytes.append(0x0a)
        for signature in signatures {
            let id = (0..<4).map { UInt8(truncatingIfNeeded: signature.keyID >> (24 - 8 * $0)) }
            bytes.append(contentsOf: "\u{2014} \(signature.name) ".utf8)
            Base64.append(id + signature.bytes, to: &bytes)
            bytes.append(0x0a)
        }
        return bytes
    }

    /// Throws unless the key signed the text. Signatures of other keys are ignored, as the specification says.
    package func verify(_ key: VerifierKey) throws(NoteFault) {
        var isSigned = false
        for signature in signatures where signature.names(key) {
            let isValid: Bool
            do { isValid = try key.isSignature(signature.bytes, of: Array(text.utf8)) } catch {
                throw .verifierKey("its 32 bytes are no Ed25519 key")
            }
            guard isValid else { throw .wrongSignature(key: key.name) }
            isSigned = true
        }
        guard isSigned else { throw .noKnownSignature(key: key.name) }
    }

    private static func signature(_ line: ArraySlice<UInt8>) throws(NoteFault) -> Signature {
        let dash = Array("\u{2014} ".utf8)
        guard line.starts(with: dash) else { throw .malformed("a signature line does not begin with a dash") }
        let parts = line.dropFirst(dash.count).split(separator: 0x20, omittingEmptySubsequences: false)
        guard parts.count == 2, let bytes = Base64.decode(parts[1]), bytes.count > 4 else {
            throw .malformed("a signature line is not a name and Base64")
        }
        guard let name = String(validating: parts[0], as: UTF8.self), VerifierKey.isKeyName(name) else {
            throw .keyName
        }
        return Signature(
            name: name, keyID: bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }, bytes: Array(bytes.dropFirst(4)))
    }

    /// Where the newline that ends the text stands.
    private static func lastBlankLine(_ bytes: [UInt8]) -> Int? {
        guard bytes.count >= 2 else { return nil }
        for at in stride(from: bytes.count - 2, through: 0, by: -1) where bytes[at] == 0x0a && bytes[at + 1] == 0x0a {
            return at
        }
        return nil
    }

    private static func isAllowed(_ text: String) -> Bool { text.utf8.allSatisfy { $0 >= 0x20 || $0 == 0x0a } }
}
