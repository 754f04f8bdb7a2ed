internal import LoanBook
internal import Store

/// What a changed borrower's row says of consent, against what stands on record.
///
/// A row speaks only when it differs from what imports said last. A person's own revocation stands until the person
/// gives consent again, and follows the person to a new number.
struct ImportedConsent {
    /// A lender's `sms_consent` is never read as consent to marketing.
    static let classes: [MessageClass] = [.service, .collection, .education]

    let batch: ImportBatch
    let borrower: Borrower.ID
    let contactPoint: ContactPoint.ID

    /// - Parameter others: the person's other numbers, all of them retired.
    func record(_ given: Bool?, others: [ContactPoint.ID]) throws {
        let history = try Consents.list(borrower, in: batch.session)
        var entries: [Consent] = []
        for messageClass in Self.classes + [.marketing] {
            let ofClass = history.filter { $0.messageClass == messageClass }
            // The person's latest own act decides, whatever imports said since.
            let own = ofClass.filter { $0.act != .importedRow }
            var isRevoked = own.last { $0.contactPoint == contactPoint }?.given == false
            if !isRevoked,
                var latest = own.last(where: { others.contains($0.contactPoint) || $0.contactPoint == contactPoint }),
                !latest.given
            {
                latest.contactPoint = contactPoint
                entries.append(latest)
                isRevoked = true
            }
            guard let given, messageClass != .marketing else { continue }
            let imported = ofClass.last { $0.contactPoint == contactPoint && $0.act == .importedRow }
            if imported?.given == given || (given && isRevoked) { continue }
            entries.append(
                Consent(
                    contactPoint: contactPoint, messageClass: messageClass, given: given, at: batch.asOf,
                    act: .importedRow))
        }
        try Consents.append(entries.map { (borrower, $0) }, in: batch.session)
    }

    /// What the number's owner revoked under any borrower id stands for this one too.
    func keepRevocations(ofNumber lookup: KeyedHash) throws {
        let standing = try Consents.list(borrower, in: batch.session)
        let missing = try Consents.revoked(lookup: lookup, in: batch.session).filter { revoked in
            let latest = standing.last {
                $0.contactPoint == contactPoint && $0.messageClass == revoked.messageClass
            }
            // The borrower's own later word on this very number decides.
            return latest.map { $0.given && ($0.act == .importedRow || $0.at < revoked.at) } ?? true
        }
        try Consents.append(
            missing.map { revoked in
                var consent = revoked
                consent.contactPoint = contactPoint
                return (borrower, consent)
            }, in: batch.session)
    }
}
