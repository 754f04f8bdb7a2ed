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

extension EvidencePublisher {
    /// How often is looked, and how long in all another process is waited for.
    private static let look = Duration.milliseconds(50)
    private static let patience = Duration.seconds(10)

    /// Publishes as soon as no other process does or holds the store: `dunlin serve`, an export and an import may meet.
    func publishInTurn() async throws -> Published {
        let start = ContinuousClock.now
        while true {
            do {
                return try await publish()
            } catch let error where Self.isOccupied(error) && ContinuousClock.now - start < Self.patience {
                try await Task.sleep(for: Self.look)
            }
        }
    }

    /// Whether another process is at work here, which ends by itself.
    static func isOccupied(_ error: any Error) -> Bool {
        if case .busy? = error as? EvidenceError { return true }
        return (error as? StoreError)?.code == .locked
    }
}

extension OpenStore {
    /// The borrower whom the lender calls `reference`.
    func find(_ reference: String, portfolio: String?) async throws -> Borrower.ID {
        let found = try await database.read { session in
            try Snapshots.find(reference: reference, portfolio: portfolio, in: session)
        }
        if let found { return found }
        if let erased = try await findErased(reference, portfolio: portfolio) {
            throw Failure(
                "the borrower was erased on \(erased.at)",
                fix: erased.record == nil
                    ? "nothing is kept; the leaves stand in the log, and nobody can open them"
                    : "what the law wants kept: dunlin story, dunlin evidence export")
        }
        throw Failure("no borrower of that id is in the book", fix: "check the id, and --home")
    }

    /// The same, and whoever was erased and has a record that is kept.
    func findRecord(_ reference: String, portfolio: String?) async throws -> Borrower.ID {
        if let record = try await findErased(reference, portfolio: portfolio)?.record {
            let inBook = try await database.read { session in
                try Snapshots.find(reference: reference, portfolio: portfolio, in: session)
            }
            return inBook ?? record
        }
        return try await find(reference, portfolio: portfolio)
    }
}
