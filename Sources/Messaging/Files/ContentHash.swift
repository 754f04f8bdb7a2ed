internal import Crypto

/// SHA-256 (FIPS 180-4) of what somebody wrote, in lower-case hex: the version of a template set or strategy.
package enum ContentHash {
    package static func sha256(_ content: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let octets = SHA256.hash(data: Array(content)).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: octets, as: UTF8.self)
    }
}
