import Crypto
import SwiftASN1

/// What a time-stamping authority is asked: RFC 3161 section 2.4.1, over HTTP as section 3.4 says.
package struct TimeStampRequest: Sendable {
    package static let contentType = "application/timestamp-query"
    package static let answerContentType = "application/timestamp-reply"

    /// SHA-256 of what is to be dated.
    package let digest: [UInt8]
    /// What the answer must repeat, so that an old one cannot be given again.
    package let nonce: UInt64

    /// `chance`: eight random bytes.
    package init(of bytes: [UInt8], chance: [UInt8]) {
        digest = Array(SHA256.hash(data: bytes))
        nonce = chance.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// DER.
    package var encoded: [UInt8] {
        get throws {
            var coder = DER.Serializer()
            try coder.appendConstructedNode(identifier: .sequence) { coder in
                try coder.serialize(1)
                try coder.appendConstructedNode(identifier: .sequence) { coder in
                    try coder.appendConstructedNode(identifier: .sequence) { coder in
                        try coder.serialize(ASN1ObjectIdentifier.sha256)
                        try coder.serialize(ASN1Null())
                    }
                    try coder.serialize(ASN1OctetString(contentBytes: digest[...]))
                }
                try coder.serialize(nonce)
                // The certificate shall come with the answer: whoever checks it years later needs it.
                try coder.serialize(true)
            }
            return coder.serializedBytes
        }
    }

    /// The token of an answer to this request, whose signature is still to be checked. Throws a `TimeStampFault`.
    package func token(answer: [UInt8]) throws -> TimeStampToken {
        guard answer.count <= TimeStampToken.longest_bytes else {
            throw TimeStampFault.tooLong(bytes: answer.count, limit: TimeStampToken.longest_bytes)
        }
        let (status, words, token) = try TimeStampToken.reading("the answer") { try Self.split(answer) }
        // 0: granted; 1: granted with changes.
        guard status == 0 || status == 1, let token else {
            throw TimeStampFault.refused(status: status, words: words)
        }
        let stamp = try TimeStampToken(der: token)
        guard stamp.nonce == nonce else { throw TimeStampFault.nonce }
        guard stamp.digest == digest else { throw TimeStampFault.imprint }
        return stamp
    }

    /// Status, its words, and the token where there is one.
    private static func split(_ answer: [UInt8]) throws -> (Int, String, [UInt8]?) {
        try DER.sequence(try DER.parse(answer), identifier: .sequence) { nodes in
            guard let information = nodes.next() else { throw TimeStampFault.malformed("the answer") }
            let (status, words) = try DER.sequence(information, identifier: .sequence) { nodes in
                let status = try Int(derEncoded: &nodes)
                var words: [String] = []
                while let node = nodes.next() {
                    guard node.identifier == .sequence, let texts = node.children else { continue }
                    for text in texts {
                        words.append(String(decoding: try ASN1UTF8String(derEncoded: text).bytes, as: UTF8.self))
                    }
                }
                return (status, words.joined(separator: "; "))
            }
            return (status, words, nodes.next().map { Array($0.encodedBytes) })
        }
    }
}
