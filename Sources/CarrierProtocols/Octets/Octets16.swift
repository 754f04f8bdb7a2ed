import Crypto
import NIOCore

/// Sixteen octets that are looked at as a whole: the authenticators of CMPP and SMGP.
package struct Octets16: Sendable, Hashable {
    package var high: UInt64
    package var low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    package static let zero = Octets16(high: 0, low: 0)

    /// MD5, because the protocols ask for it; it keeps no secret from who can try passwords.
    init(md5Of octets: [UInt8]) {
        let digest = ByteBuffer(bytes: Insecure.MD5.hash(data: octets))
        self.init(
            high: digest.getInteger(at: 0, as: UInt64.self) ?? 0, low: digest.getInteger(at: 8, as: UInt64.self) ?? 0)
    }

    package var bytes: [UInt8] {
        [high, low].flatMap { half in
            stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: half >> $0) }
        }
    }
}

extension RawSpan {
    @inline(__always)
    func readOctets16(_ field: StaticString, _ place: inout Int) throws(WireFault) -> Octets16 {
        Octets16(high: try read(UInt64.self, field, &place), low: try read(UInt64.self, field, &place))
    }
}

extension OutputRawSpan {
    @inline(__always)
    mutating func append(_ octets: Octets16) {
        append(integer: octets.high)
        append(integer: octets.low)
    }
}
