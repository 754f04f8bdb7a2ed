internal import CivilTime
internal import LoanBook
internal import Store

/// One address of a row with its channel.
struct RowAddress: Sendable, Hashable {
    var channel: Channel
    var text: String
}

extension BorrowerRow {
    /// The phone comes first.
    var addresses: [RowAddress] {
        var addresses: [RowAddress] = []
        if let phone { addresses.append(RowAddress(channel: .sms, text: phone)) }
        if let email { addresses.append(RowAddress(channel: .email, text: email)) }
        return addresses
    }

    /// What the row says, one way of writing it for every way in which a file may: equal bytes, equal content.
    var canonicalBytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(128)
        let birth = birthDate.map { String($0.daysSinceEpoch) } ?? ""
        let consent = smsConsent.map { $0 ? "1" : "0" } ?? ""
        for part in [name, phone ?? "", email ?? "", language, region, zone, birth, consent] {
            bytes.append(contentsOf: part.utf8)
            // A unit separator: no field that is compared here may hold it and still be cut elsewhere by it.
            bytes.append(0x1F)
        }
        bytes.append(UInt8(kind.rawValue))
        return bytes
    }
}

extension BorrowerFacts.Entry {
    init(_ row: BorrowerRow, id: Int64, digest: [UInt8], key: BorrowerKey) throws {
        let profile = BorrowerProfile(name: row.name, birthDate: row.birthDate)
        self.init(
            id: id, reference: row.reference, kind: row.kind, language: row.language, region: row.region,
            zone: row.zone, profile: try key.seal(profile.encode(), context: BorrowerProfile.context), digest: digest)
    }
}

extension ContactPointFacts.Entry {
    init(borrower: Int64, id: Int64, _ address: RowAddress, key: BorrowerKey, vault: Vault) throws {
        self.init(
            borrower: borrower, id: id, channel: address.channel, standing: .usable,
            address: try key.seal(Array(address.text.utf8), context: ContactPoints.sealContext),
            lookup: vault.lookup(address.text).written)
    }
}
