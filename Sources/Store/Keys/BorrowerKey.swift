internal import Crypto

/// The key of one borrower and retention class. Destroying its wrapped form erases all that it sealed.
package struct BorrowerKey: Sendable {
    /// As `borrower_key.wrapped` holds it.
    package let wrapped: [UInt8]
    private let secret: SymmetricKey
    private let random: RandomSource

    init(wrapped: [UInt8], secret: SymmetricKey, random: RandomSource) {
        self.wrapped = wrapped
        self.secret = secret
        self.random = random
    }

    /// Seals for one place: `profile`, `contact_point`, `leaf` …
    package func seal(_ plain: [UInt8], context: String) throws -> [UInt8] {
        try Sealing.seal(plain, under: secret, context: context, random: random)
    }

    /// The same with a nonce of `Sealing.nonceLength` random bytes, for who seals many at once.
    func seal(_ plain: [UInt8], context: String, nonce: [UInt8]) throws -> [UInt8] {
        try Sealing.seal(plain, under: secret, context: context, nonce: nonce)
    }

    /// Opens what was sealed with the same context. Throws `brokenSeal`.
    package func open(_ box: [UInt8], context: String) throws -> [UInt8] {
        try Sealing.open(box[...], under: secret, context: context)
    }
}
