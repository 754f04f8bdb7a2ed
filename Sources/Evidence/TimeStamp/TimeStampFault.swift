/// Why a time-stamp proves nothing.
package enum TimeStampFault: Error, Equatable, CustomStringConvertible {
    case tooLong(bytes: Int, limit: Int)
    /// Not DER, or not laid out as RFC 3161 and RFC 5652 say; `what` names the part.
    case malformed(_ what: String)
    /// The authority answered, but gave none.
    case refused(status: Int, words: String)
    case nonce
    /// Of other bytes than these.
    case imprint
    case algorithm(_ identifier: String)
    case noCertificate
    case signature
    /// The signer's certificate does not lead to one that is trusted for time-stamps.
    case untrusted(_ why: String)
    case anchors(_ what: String)

    package var description: String {
        switch self {
        case .tooLong(let bytes, let limit): "\(bytes) bytes; the limit is \(limit)"
        case .malformed(let what): "\(what) is not as RFC 3161 says"
        case .refused(let status, let words):
            "the authority refused (status \(status))" + (words.isEmpty ? "" : ": \(words)")
        case .nonce: "the nonce is not the one that was asked with: an old answer was given again"
        case .imprint: "it is a time-stamp of something else"
        case .algorithm(let identifier): "the algorithm \(identifier) is not read"
        case .noCertificate: "the signer's certificate is not in it, or is another than it says"
        case .signature: "its signature does not fit"
        case .untrusted(let why): "its certificate is not trusted: \(why)"
        case .anchors(let what): "the certificates to trust cannot be used: \(what)"
        }
    }
}
