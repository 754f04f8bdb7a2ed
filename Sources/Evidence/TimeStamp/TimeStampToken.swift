import SwiftASN1
import X509

/// An authority's signed word that certain bytes were there at a time: RFC 3161 section 2.4.2, a CMS `SignedData`
/// (RFC 5652) in DER.
package struct TimeStampToken: Sendable {
    package static let longest_bytes = 64 << 10

    package let der: [UInt8]
    /// SHA-256 of what was dated.
    package let digest: [UInt8]
    /// The authority's time: milliseconds since 1970.
    package let at_ms: Int64
    let nonce: UInt64?
    /// The signed `TSTInfo`.
    let content: [UInt8]
    let certificates: [Certificate]
    let signer: TimeStampSigner

    /// Takes it apart; `verify` checks it. Throws a `TimeStampFault`.
    package init(der: [UInt8]) throws {
        guard der.count <= Self.longest_bytes else {
            throw TimeStampFault.tooLong(bytes: der.count, limit: Self.longest_bytes)
        }
        self.der = der
        let parts = try Self.reading("the token") { try Self.parts(der) }
        content = parts.content
        certificates = parts.certificates
        signer = parts.signer
        let info = try Self.reading("the dated content") { try TimeStampInfo(der: parts.content) }
        guard info.algorithm == .sha256 else { throw TimeStampFault.algorithm("\(info.algorithm)") }
        (digest, at_ms, nonce) = (info.digest, info.at_ms, info.nonce)
    }

    /// Runs a reader of DER; its complaints name the part and never hold bytes of it.
    static func reading<Value>(_ what: String, _ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let fault as TimeStampFault { throw fault } catch {
            throw TimeStampFault.malformed(what)
        }
    }

    private static func parts(_ der: [UInt8]) throws -> (
        content: [UInt8], certificates: [Certificate], signer: TimeStampSigner
    ) {
        let inner = try DER.sequence(try DER.parse(der), identifier: .sequence) { nodes in
            guard try ASN1ObjectIdentifier(derEncoded: &nodes) == .signedData else {
                throw TimeStampFault.malformed("the token's type")
            }
            return try DER.explicitlyTagged(&nodes, tagNumber: 0, tagClass: .contextSpecific) { $0 }
        }
        return try DER.sequence(inner, identifier: .sequence) { nodes in
            _ = try Int(derEncoded: &nodes)
            guard nodes.next()?.identifier == .set, let wrapped = nodes.next() else {
                throw TimeStampFault.malformed("the signed data")
            }
            let content = try DER.sequence(wrapped, identifier: .sequence) { nodes in
                guard try ASN1ObjectIdentifier(derEncoded: &nodes) == .timeStampInfo else {
                    throw TimeStampFault.malformed("the type of the signed content")
                }
                return try DER.explicitlyTagged(&nodes, tagNumber: 0, tagClass: .contextSpecific) {
                    Array(try ASN1OctetString(derEncoded: $0).bytes)
                }
            }
            var certificates: [Certificate] = []
            var signers: [TimeStampSigner] = []
            while let node = nodes.next() {
                guard let children = node.children else { throw TimeStampFault.malformed("the signed data") }
                switch node.identifier {
                case .context(0): certificates += try children.map { try Certificate(derEncoded: $0) }
                case .context(1): continue
                case .set: signers += try children.map { try TimeStampSigner(derEncoded: $0) }
                default: throw TimeStampFault.malformed("the signed data")
                }
            }
            guard signers.count == 1, let signer = signers.first else {
                throw TimeStampFault.malformed("the number of its signers")
            }
            return (content, certificates, signer)
        }
    }
}

/// The content that the authority signs: `TSTInfo`.
struct TimeStampInfo {
    let algorithm: ASN1ObjectIdentifier
    let digest: [UInt8]
    let at_ms: Int64
    let nonce: UInt64?

    init(der: [UInt8]) throws {
        let fields = try DER.sequence(try DER.parse(der), identifier: .sequence) { nodes in
            guard try Int(derEncoded: &nodes) == 1 else { throw TimeStampFault.malformed("the version") }
            _ = try ASN1ObjectIdentifier(derEncoded: &nodes)
            guard let imprint = nodes.next() else { throw TimeStampFault.malformed("the imprint") }
            let (algorithm, digest) = try DER.sequence(imprint, identifier: .sequence) { nodes in
                (try AlgorithmName(derEncoded: &nodes).identifier, Array(try ASN1OctetString(derEncoded: &nodes).bytes))
            }
            // The token's number, of any length.
            guard nodes.next()?.identifier == .integer else { throw TimeStampFault.malformed("the number") }
            let time = try GeneralizedTime(derEncoded: &nodes)
            var nonce: UInt64?
            while let node = nodes.next() {
                switch node.identifier {
                case .integer: nonce = try UInt64(derEncoded: node)
                // Whoever asks for no extensions is given none; one that must be understood is not.
                case .context(1): throw TimeStampFault.malformed("an extension of the content")
                default: continue
                }
            }
            return (algorithm, digest, time, nonce)
        }
        (algorithm, digest, nonce) = (fields.0, fields.1, fields.3)
        at_ms = Self.milliseconds(fields.2)
    }

    /// Since 1970, in the proleptic Gregorian calendar.
    private static func milliseconds(_ time: GeneralizedTime) -> Int64 {
        // Years begin in March, so that the odd day is the last.
        let month = Int64(time.month + 9) % 12
        let year = Int64(time.year) - (month >= 10 ? 1 : 0)
        let days =
            365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + Int64(time.day) - 1 - 719_468
        let seconds = days * 86_400 + Int64(time.hours) * 3600 + Int64(time.minutes) * 60 + Int64(time.seconds)
        return seconds * 1000 + Int64(time.fractionalSeconds * 1000)
    }
}
