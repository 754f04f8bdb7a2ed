package import CivilTime
package import LoanBook
package import Messaging

/// One rule of a pack: whom and what it binds, and what it asks. Shared by reference, since every decision reads it.
package final class LawRule: Sendable {
    /// Pack and rule: `us-federal/regf.window`.
    package let id: String
    package let citation: String
    package let grade: Grade
    /// What it says in plain words, for a compliance officer.
    package let says: String
    /// First and last civil day in force, in the borrower's zones; nil: always.
    package let from: CivilDate?
    package let to: CivilDate?
    /// Subdivisions of the pack's country that it binds alone; nil: the whole country.
    package let regions: [String]?
    package let roles: Set<Portfolio.Role>
    package let classes: Set<MessageClass>
    package let channels: Set<Channel>
    package let exceptPurposes: Set<Purpose>
    /// Loans of these products alone, as the lender's book calls them; nil: all.
    package let products: Set<String>?
    package let kind: RuleKind
    /// Cases beside the rule that show where it begins and ends.
    package let vectors: [LawVector]
    /// The same for a rule of retention.
    package let retentionVectors: [RetentionVector]
    /// The finding of a rule that has no objection: made once, because most decisions end in it.
    let allowed: Finding
    /// It may allow the confirmation of an opt-out.
    let confirms: Bool

    /// A rule that nobody has checked against a source.
    package var isUnverified: Bool { grade == .memory }

    init(
        id: String, pack: LawPack.Identity, citation: String, grade: Grade, says: String, from: CivilDate?,
        to: CivilDate?, regions: [String]?, roles: Set<Portfolio.Role>, classes: Set<MessageClass>,
        channels: Set<Channel>,
        exceptPurposes: Set<Purpose>, products: Set<String>?, kind: RuleKind, vectors: [LawVector],
        retentionVectors: [RetentionVector]
    ) {
        self.id = "\(pack.key)/\(id)"
        self.citation = citation
        self.grade = grade
        self.says = says
        self.from = from
        self.to = to
        self.regions = regions
        self.roles = roles
        self.classes = classes
        self.channels = channels
        self.exceptPurposes = exceptPurposes
        self.products = products
        self.kind = kind
        if case .optOut = kind { confirms = true } else { confirms = false }
        self.vectors = vectors
        self.retentionVectors = retentionVectors
        allowed = Finding(
            allowing: RuleSource(
                rule: self.id, packVersion: pack.version, packHash: pack.hash, citation: citation, grade: grade,
                noObjection: kind.noObjection))
    }

    func finding(_ outcome: Finding.Outcome, _ detail: String) -> Finding {
        Finding(source: allowed.source, outcome: outcome, detail: detail)
    }

    /// Whether it binds a portfolio of `role` and a borrower of `region`; whose state is not known may live in any.
    func binds(_ role: Portfolio.Role, in region: String) -> Bool {
        roles.contains(role) && (regions?.contains { Jurisdiction.binds($0, region) } ?? true)
    }

    /// What is about no loan, or one of a product that is not known, may be about one of these: in doubt it binds.
    func concerns(product: String?) -> Bool {
        guard let products, let product else { return true }
        return products.contains(product)
    }

    func concerns(_ purpose: Purpose, _ channel: Channel) -> Bool {
        classes.contains(purpose.messageClass) && channels.contains(channel) && !exceptPurposes.contains(purpose)
            && !kind.isDataOnly
    }
}
