import CivilTime
import Countersigning
import Evidence
import LoanBook
import SettingsFiles
import Store

/// What commands do with the evidence of a home.
enum EvidenceDesk {
    /// The log's name begins with this; what follows is random, so that no two homes share a name.
    private static let originPrefix = "dunlin.invalid/"

    /// The name of a log that is about to begin.
    static func newOrigin(_ random: RandomSource) -> String {
        originPrefix + random.bytes(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    static func publisher(
        _ workplace: Workplace, _ store: OpenStore
    ) async throws -> (publisher: EvidencePublisher, signer: NoteSigner) {
        let signer = try await EvidenceKey.signer(
            origin: newOrigin(workplace.random), database: store.database, vault: store.vault, random: workplace.random)
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

    /// Has the log's newest checkpoint countersigned by everybody whom the settings name; nil where they name nobody.
    static func countersign(
        _ workplace: Workplace, _ publisher: EvidencePublisher
    ) async throws -> CountersigningRound? {
        let outside = try EvidenceFile.load(workplace.settings).outside
        guard !outside.isEmpty else { return nil }
        return try await Countersigner(outside: outside, random: workplace.random).run(publisher)
    }

    /// Closes a borrower's leaves, has the log published and countersigned over them, and writes them to a file.
    static func export(
        _ borrower: Borrower.ID, to path: String, _ workplace: Workplace, _ store: OpenStore
    ) async throws -> (written: EvidenceExport.Written, key: VerifierKey, round: CountersigningRound?) {
        let (publisher, signer) = try await publisher(workplace, store)
        let closing = try await EvidenceExport.close(
            borrower: borrower.number, at: workplace.clock.now(), database: store.database, vault: store.vault,
            random: workplace.random)
        let round = try await countersign(workplace, publisher)
        let note = if let round { round.note } else { try await publisher.publishInTurn().note }
        let written = try await EvidenceExport.write(
            closing, to: path, note: note, timeStamps: round?.timeStamps ?? [], database: store.database,
            directory: workplace.home.evidence, key: signer.key, vault: store.vault)
        return (written, signer.key, round)
    }

    static func audit(
        _ workplace: Workplace, _ store: OpenStore, key: VerifierKey
    ) async throws -> AuditReport {
        try await publisher(workplace, store).publisher.setAsideEnded()
        return try await EvidenceAudit.run(
            database: store.database, directory: workplace.home.evidence, key: key, vault: store.vault,
            countersigners: try EvidenceFile.load(workplace.settings).outside.countersigners)
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
