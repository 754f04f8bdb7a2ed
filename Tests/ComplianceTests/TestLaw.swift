import CivilTime
import Compliance
import Foundation
import LoanBook
import Messaging

/// Facts for tests of the law: a borrower whose every part can be changed.
enum TestLaw {
    static let zones = Zones {
        FileManager.default.contents(atPath: "/usr/share/zoneinfo/\($0)").map { [UInt8]($0) }
    }
    static let point = ContactPoint.ID(1)
    static let loan = Loan.ID(1)

    static func context() throws -> LawContext { LawContext(zones: zones, book: try LawBook.builtIn()) }

    static func snapshot(
        region: String, zone: String = "", number: String = "+18005550100", owner: ContactPoint.Owner = .borrower,
        consents: [Consent] = [], flags: Set<BorrowerFlag> = [], contacts: [PastContact] = []
    ) -> BorrowerSnapshot {
        BorrowerSnapshot(
            borrower: Borrower(
                id: Borrower.ID(1), reference: "B1", portfolio: "test", kind: .person, language: "en", region: region,
                zone: zone, name: "", birthDate: nil, contactPoints: [contactPoint(number, owner)]),
            loans: [], consents: consents, flags: flags, contacts: contacts, paymentsAsOf: nil)
    }

    static func contactPoint(
        _ number: String = "+18005550100", _ owner: ContactPoint.Owner = .borrower,
        standing: ContactPoint.Standing = .usable
    ) -> ContactPoint {
        ContactPoint(id: point, channel: .sms, address: number, owner: owner, standing: standing)
    }

    static func contact(
        _ snapshot: BorrowerSnapshot, _ purpose: Purpose = .overdueNotice, text: String? = nil,
        language: String = "en", first: Bool = false
    ) -> ProposedContact {
        ProposedContact(
            purpose: purpose, channel: .sms, contactPoint: snapshot.borrower.contactPoints.first, loan: loan,
            daysPastDue: 10, text: text, language: language, isFirstCollectionContact: first)
    }

    static func consents(given: Bool = true, at: Instant = Instant(seconds: 0)) -> [Consent] {
        MessageClass.allCases.map {
            Consent(contactPoint: point, messageClass: $0, given: given, at: at, act: .importedRow)
        }
    }

    static func message(_ at: Instant, loan: Loan.ID? = loan) -> PastContact {
        PastContact(kind: .message, channel: .sms, messageClass: .collection, contactPoint: point, loan: loan, at: at)
    }

    static func pack(_ rules: String, jurisdiction: String = "US", key: String = "test") throws -> LawPack {
        try LawPack.parse(
            yaml: "pack: \(key)\ntitle: Test\nversion: 1\njurisdiction: \(jurisdiction)\nrules:\n" + rules,
            file: "test.yaml")
    }
}
