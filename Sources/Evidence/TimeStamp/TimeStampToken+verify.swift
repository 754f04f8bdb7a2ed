import Crypto
import FoundationEssentials
import SwiftASN1
@_spi(FixedExpiryValidationTime) import X509

/// Whose word about time is trusted: certificates of an authority, or of those that certify it.
package struct TimeStampAnchors: Sendable {
    let certificates: [Certificate]

    /// One or more certificates in PEM. Throws a `TimeStampFault`.
    package init(pem: String) throws {
        do {
            certificates = try PEMDocument.parseMultiple(pemString: pem).map { try Certificate(pemDocument: $0) }
        } catch { throw TimeStampFault.anchors("they are not certificates in PEM") }
        guard !certificates.isEmpty else { throw TimeStampFault.anchors("there are none") }
    }
}

extension TimeStampToken {
    /// What a sound token proves.
    package struct Proof: Sendable, Equatable {
        /// Milliseconds since 1970, by the authority's clock.
        package let at_ms: Int64
        /// The signer's name, as its certificate has it.
        package let signer: String
    }

    /// Whether these are the bytes that it dates; its signature is not looked at.
    package func isOf(_ bytes: [UInt8]) -> Bool { digest == Array(SHA256.hash(data: bytes)) }

    /// Checks that the token dates `bytes`, that its signature fits, and that the signer's certificate was, at that time,
    /// one for time-stamps under the anchors. Whether it was revoked is not asked. Throws a `TimeStampFault`.
    package func verify(of bytes: [UInt8], anchors: TimeStampAnchors) async throws -> Proof {
        guard isOf(bytes) else { throw TimeStampFault.imprint }
        guard signer.contentType == .timeStampInfo,
            signer.messageDigest == (try Self.hash(content, signer.digestAlgorithm))
        else { throw TimeStampFault.signature }
        let certificate = try signersCertificate(anchors)
        guard
            certificate.publicKey.isValidSignature(
                signer.signature, for: signer.signedBytes, signatureAlgorithm: try signatureAlgorithm())
        else { throw TimeStampFault.signature }
        try await trust(certificate, anchors)
        return Proof(at_ms: at_ms, signer: certificate.subject.description)
    }

    private func trust(_ certificate: Certificate, _ anchors: TimeStampAnchors) async throws {
        let time = Date(timeIntervalSince1970: Double(at_ms) / 1000)
        // Pinned itself, it needs nobody's word; the general verifier takes only those for that certify others.
        if anchors.certificates.contains(certificate) {
            guard TimeStampingPolicy.isMet(certificate) else {
                throw TimeStampFault.untrusted(TimeStampingPolicy.words)
            }
            guard certificate.notValidBefore <= time, time <= certificate.notValidAfter else {
                throw TimeStampFault.untrusted("it was not valid at that time")
            }
            return
        }
        var verifier = Verifier(rootCertificates: CertificateStore(anchors.certificates)) {
            RFC5280Policy(fixedExpiryValidationTime: time)
            TimeStampingPolicy()
        }
        switch await verifier.validate(leaf: certificate, intermediates: CertificateStore(certificates)) {
        case .validCertificate: return
        case .couldNotValidate(let failures):
            throw TimeStampFault.untrusted(
                failures.first.map { "\($0.policyFailureReason)" } ?? "no way leads to a trusted one")
        }
    }

    /// The certificate whose hash is signed; an authority may leave it out where the reader has it.
    private func signersCertificate(_ anchors: TimeStampAnchors) throws -> Certificate {
        for certificate in certificates + anchors.certificates {
            var coder = DER.Serializer()
            try coder.serialize(certificate)
            let bytes = coder.serializedBytes
            let hash =
                try signer.certificateHash.algorithm.map { try Self.hash(bytes, $0) }
                ?? Array(Insecure.SHA1.hash(data: bytes))
            if hash == signer.certificateHash.bytes { return certificate }
        }
        throw TimeStampFault.noCertificate
    }

    private static func hash(_ bytes: [UInt8], _ algorithm: ASN1ObjectIdentifier) throws -> [UInt8] {
        switch algorithm {
        case .sha256: Array(SHA256.hash(data: bytes))
        case .sha384: Array(SHA384.hash(data: bytes))
        case .sha512: Array(SHA512.hash(data: bytes))
        default: throw TimeStampFault.algorithm("\(algorithm)")
        }
    }

    private func signatureAlgorithm() throws -> Certificate.SignatureAlgorithm {
        switch (signer.signatureAlgorithm, signer.digestAlgorithm) {
        case (.rsa, .sha256), (.rsaWithSHA256, _): .sha256WithRSAEncryption
        case (.rsa, .sha384), (.rsaWithSHA384, _): .sha384WithRSAEncryption
        case (.rsa, .sha512), (.rsaWithSHA512, _): .sha512WithRSAEncryption
        case (.ecdsaWithSHA256, _): .ecdsaWithSHA256
        case (.ecdsaWithSHA384, _): .ecdsaWithSHA384
        case (.ecdsaWithSHA512, _): .ecdsaWithSHA512
        default: throw TimeStampFault.algorithm("\(signer.signatureAlgorithm)")
        }
    }
}

/// The signer's certificate must be for time-stamps and nothing else, and say so as critical: RFC 3161 section 2.3.
private struct TimeStampingPolicy: VerifierPolicy {
    static let words = "it is not for time-stamps alone"

    let verifyingCriticalExtensions: [ASN1ObjectIdentifier] = [.X509ExtensionID.extendedKeyUsage]

    static func isMet(_ certificate: Certificate) -> Bool {
        guard let found = certificate.extensions[oid: .X509ExtensionID.extendedKeyUsage], found.critical,
            let usage = try? ExtendedKeyUsage(found)
        else { return false }
        return usage.elementsEqual([.timeStamping])
    }

    func chainMeetsPolicyRequirements(chain: UnverifiedCertificateChain) async -> PolicyEvaluationResult {
        Self.isMet(chain.leaf) ? .meetsPolicy : .failsToMeetPolicy(reason: Self.words)
    }
}
