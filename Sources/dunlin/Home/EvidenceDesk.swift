import CivilTime
import Evidence
import LoanBook
import Store

/// What commands do with the evidence of a home.
enum EvidenceDesk {
    /// The log's name begins with this; what follows is random, so that no two homes share a name.
    private static let originPrefix = "dunlin.invalid/"

    static func publisher(
        _ workplace: Workplace, _ store: OpenStore
    ) async throws -> (publisher: EvidencePublisher, signer: NoteSigner) {
        let tail = workplace.random.bytes(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let signer = try await EvidenceKey.signer(
            origin: originPrefix + tail, database: store.database, vault: store.vault, random: workplace.random)
        let publisher = EvidencePublisher(
            database: store.database, directory: workplace.home.evidence, signer: signer)
        return (publisher, signer)
    }

    /// Looking at what is masked is itself recorded, before it is shown.
    static func recordReveal(
        of borrower: Borrower.ID, how: String, _ workplace: Workplace, _ store: OpenStore
    ) async throws {
        let draft = LeafDraft(
            kind: .reveal, borrower: borrower.number, at: workplace.clock.now(), content: [("how", .text(how))])
        let (vault, random) = (store.vault, workplace.random)
        try await store.database.write { session in
            try EvidenceLog.append([draft], in: session, vault: vault, random: random)
        }
    }

    static func audit(
        _ workplace: Workplace, _ store: OpenStore, key: VerifierKey
    ) async throws -> AuditReport {
        try await EvidenceAudit.run(
            database: store.database, directory: workplace.home.evidence, key: key, vault: store.vault)
    }
}

extension OpenStore {
    /// The borrower whom the lender calls `reference`.
    func find(_ reference: String, portfolio: String?) async throws -> Borrower.ID {
        let found = try await database.read { session in
            try Snapshots.find(reference: reference, portfolio: portfolio, in: session)
        }
        guard let found else {
            throw Failure("no borrower of that id is in the book", fix: "check the id, and --home")
        }
        return found
    }
}
