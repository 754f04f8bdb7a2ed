import SwiftASN1

/// Who signed a token, and over what: the one `SignerInfo` of its `SignedData` (RFC 5652 section 5.3).
struct TimeStampSigner: DERParseable, Sendable {
    let digestAlgorithm: ASN1ObjectIdentifier
    let signatureAlgorithm: ASN1ObjectIdentifier
    let signature: [UInt8]
    /// The attributes as they are signed: the bytes of a SET.
    let signedBytes: [UInt8]
    let contentType: ASN1ObjectIdentifier
    let messageDigest: [UInt8]
    /// Hash of the signer's certificate, by SHA-1 (RFC 2634) or another (RFC 5035).
    let certificateHash: (algorithm: ASN1ObjectIdentifier?, bytes: [UInt8])

    init(derEncoded node: ASN1Node) throws {
        let fields = try DER.sequence(node, identifier: .sequence) { nodes in
            _ = try Int(derEncoded: &nodes)
            // The signer's name: the hash of the certificate below says more.
            _ = nodes.next()
            let digestAlgorithm = try AlgorithmName(derEncoded: &nodes).identifier
            // RFC 3161 asks for attributes, so they are never missing.
            guard let attributes = nodes.next(), attributes.identifier == .context(0) else {
                throw TimeStampFault.malformed("the signed attributes")
            }
            let signatureAlgorithm = try AlgorithmName(derEncoded: &nodes).identifier
            let signature = Array(try ASN1OctetString(derEncoded: &nodes).bytes)
            _ = nodes.next()
            return (digestAlgorithm, attributes, signatureAlgorithm, signature)
        }
        (digestAlgorithm, signatureAlgorithm, signature) = (fields.0, fields.2, fields.3)
        var attributes: [ASN1ObjectIdentifier: ASN1Node] = [:]
        guard let children = fields.1.children else { throw TimeStampFault.malformed("the signed attributes") }
        for child in children {
            let (name, value) = try DER.sequence(child, identifier: .sequence) { nodes in
                let name = try ASN1ObjectIdentifier(derEncoded: &nodes)
                guard let values = nodes.next()?.children, let value = values.map({ $0 }).only else {
                    throw TimeStampFault.malformed("a signed attribute")
                }
                return (name, value)
            }
            guard attributes.updateValue(value, forKey: name) == nil else {
                throw TimeStampFault.malformed("a signed attribute")
            }
        }
        guard let type = attributes[.contentTypeAttribute], let digest = attributes[.messageDigestAttribute] else {
            throw TimeStampFault.malformed("the signed attributes")
        }
        contentType = try ASN1ObjectIdentifier(derEncoded: type)
        messageDigest = Array(try ASN1OctetString(derEncoded: digest).bytes)
        if let value = attributes[.signingCertificateV2Attribute] {
            certificateHash = try Self.certificateHash(value, isSecond: true)
        } else if let value = attributes[.signingCertificateAttribute] {
            certificateHash = try Self.certificateHash(value, isSecond: false)
        } else {
            throw TimeStampFault.malformed("the name of the signer's certificate")
        }
        // Signed is the SET that the attributes are, not the tag under which they stand.
        signedBytes = [0x31] + fields.1.encodedBytes.dropFirst()
    }

    /// The first certificate that the attribute names: the signer's.
    private static func certificateHash(
        _ value: ASN1Node, isSecond: Bool
    ) throws -> (ASN1ObjectIdentifier?, [UInt8]) {
        guard let first = value.children?.first(where: { _ in true }), let fields = first.children,
            let name = fields.first(where: { _ in true })
        else { throw TimeStampFault.malformed("the name of the signer's certificate") }
        return try DER.sequence(name, identifier: .sequence) { nodes in
            var algorithm: ASN1ObjectIdentifier? = isSecond ? .sha256 : nil
            guard var node = nodes.next() else { throw TimeStampFault.noCertificate }
            if isSecond, node.identifier == .sequence {
                algorithm = try AlgorithmName(derEncoded: node).identifier
                guard let next = nodes.next() else { throw TimeStampFault.noCertificate }
                node = next
            }
            _ = nodes.next()
            return (algorithm, Array(try ASN1OctetString(derEncoded: node).bytes))
        }
    }
}

extension Array {
    /// The one element; nil where there are none or several.
    fileprivate var only: Element? { count == 1 ? first : nil }
}
