internal import CivilTime
internal import Evidence

/// Changes to the lender's files by proposal and approval. Each act is a leaf: who, when, and which texts by hash.
package enum Proposals {
    /// Decisions are taken one after another.
    private static let turn = StoreLock.duty("versions")

    private static let columns =
        "id, state, proposed_ms, proposed_by, note, decided_ms, decided_by, decision_note"

    /// Keeps the texts and makes a proposal of them. `texts`: by file; nil for one that is to go.
    package static func propose(
        _ texts: [String: String?], _ act: Proposal.Act, in session: any SQLSession, vault: Vault,
        random: RandomSource
    ) throws -> Proposal {
        let inForce = try FileVersions.inForce(in: session)
        let id = try Numbers.take("proposal", 1, in: session)
        var files: [Proposal.File] = []
        for (file, text) in texts.sorted(by: { $0.key < $1.key }) {
            files.append(
                Proposal.File(
                    file: file, hash: try text.map { try FileVersions.keep($0, in: session) },
                    base: inForce[file]?.hash))
        }
        try session.run(
            "INSERT INTO proposal (id, state, proposed_ms, proposed_by, note) VALUES (?, ?, ?, ?, ?)",
            [
                .integer(id), .text(Proposal.State.open.rawValue), .instant(act.at), .text(act.by), .text(act.note),
            ])
        try session.runMany(
            "INSERT INTO proposal_file (proposal, file, hash, base) VALUES (?, ?, ?, ?)",
            files.map { [.integer(id), .text($0.file), .text($0.hash), .text($0.base)] })
        let proposal = Proposal(id: id, state: .open, proposed: act, decided: nil, files: files)
        try EvidenceLog.append([.change("proposed", proposal, act)], in: session, vault: vault, random: random)
        return proposal
    }

    package static func find(_ id: Int64, in session: any SQLSession) throws -> Proposal? {
        try session.first("SELECT \(columns) FROM proposal WHERE id = ?", [.integer(id)], Proposal.init(row:))
            .map { try withFiles($0, in: session) }
    }

    /// The newest first; `onlyOpen`: those that wait.
    package static func list(onlyOpen: Bool, atMost limit: Int = 1_000, in session: any SQLSession) throws -> [Proposal]
    {
        let open = onlyOpen ? "WHERE state = 'open' " : ""
        return try session.rows(
            "SELECT \(columns) FROM proposal \(open)ORDER BY id DESC LIMIT ?", [.integer(limit)], Proposal.init(row:)
        ).map { try withFiles($0, in: session) }
    }

    private static func withFiles(_ proposal: Proposal, in session: any SQLSession) throws -> Proposal {
        var proposal = proposal
        proposal.files = try session.rows(
            "SELECT file, hash, base FROM proposal_file WHERE proposal = ? ORDER BY file", [.integer(proposal.id)]
        ) { Proposal.File(file: $0.text(0), hash: $0.optionalText(1), base: $0.optionalText(2)) }
        return proposal
    }

    /// Puts a proposal in force, in the name of a second person. `revision`: of what the whole was checked with.
    package static func approve(
        _ id: Int64, _ act: Proposal.Act, checkedAt revision: Int64, in session: any SQLSession, vault: Vault,
        random: RandomSource
    ) throws -> Proposal {
        try session.lock([turn], .exclusive)
        let proposal = try open(id, in: session)
        if PersonName.isSame(proposal.proposed.by, act.by) { throw ProposalFault.samePerson(proposal.proposed.by) }
        try refuseOtherBase(proposal, in: session)
        if try FileVersions.revision(in: session) != revision { throw ProposalFault.revisionChanged }
        // What was in force when is read by these: they never go back.
        let last = try session.integer("SELECT max(from_ms) FROM file_version").map { Instant(milliseconds: $0) }
        let act = Proposal.Act(by: act.by, at: max(act.at, last ?? act.at), note: act.note)
        for file in proposal.files { try FileVersions.add(file, of: id, from: act.at, in: session) }
        return try decide(proposal, .approved, act, in: session, vault: vault, random: random)
    }

    /// Turns a proposal down; who proposed it may take it back so.
    package static func reject(
        _ id: Int64, _ act: Proposal.Act, in session: any SQLSession, vault: Vault, random: RandomSource
    ) throws -> Proposal {
        try session.lock([turn], .exclusive)
        return try decide(open(id, in: session), .rejected, act, in: session, vault: vault, random: random)
    }

    /// Throws `baseChanged` when a file of it is in force in another text than the change was made on.
    package static func refuseOtherBase(_ proposal: Proposal, in session: any SQLSession) throws {
        let inForce = try FileVersions.inForce(in: session)
        for file in proposal.files where inForce[file.file]?.hash != file.base {
            // A file that is not in force has no version, or one that says that it is gone.
            let version =
                inForce[file.file]
                ?? FileVersion(file: file.file, number: 0, hash: nil, from: .distantPast, proposal: 0)
            throw ProposalFault.baseChanged(proposal, version)
        }
    }

    private static func open(_ id: Int64, in session: any SQLSession) throws -> Proposal {
        guard let proposal = try find(id, in: session) else { throw ProposalFault.unknown(id) }
        guard proposal.state == .open else { throw ProposalFault.decided(proposal) }
        return proposal
    }

    private static func decide(
        _ proposal: Proposal, _ state: Proposal.State, _ act: Proposal.Act, in session: any SQLSession, vault: Vault,
        random: RandomSource
    ) throws -> Proposal {
        try session.run(
            "UPDATE proposal SET state = ?, decided_ms = ?, decided_by = ?, decision_note = ? WHERE id = ?",
            [
                .text(state.rawValue), .instant(act.at), .text(act.by), .text(act.note), .integer(proposal.id),
            ])
        var proposal = proposal
        (proposal.state, proposal.decided) = (state, act)
        try EvidenceLog.append([.change(state.rawValue, proposal, act)], in: session, vault: vault, random: random)
        return proposal
    }
}

extension Proposal {
    init(row: any SQLRow) throws {
        self.init(
            id: row.integer(0), state: try row.value(1, "proposal.state"),
            proposed: Act(by: row.text(3), at: row.instant(2), note: row.text(4)),
            decided: row.optionalInstant(5).map { Act(by: row.text(6), at: $0, note: row.text(7)) }, files: [])
    }
}

extension LeafDraft {
    static func change(_ what: String, _ proposal: Proposal, _ act: Proposal.Act) -> LeafDraft {
        func hash(_ hash: String?) -> LeafValue { hash.map { .text($0) } ?? .null }
        let files = proposal.files.map {
            LeafValue.object([("file", .text($0.file)), ("from", hash($0.base)), ("to", hash($0.hash))])
        }
        return LeafDraft(
            kind: .change, borrower: nil, at: act.at,
            content: [
                ("act", .text(what)), ("by", .text(act.by)), ("files", .list(files)), ("note", .text(act.note)),
                ("proposal", .integer(proposal.id)),
            ])
    }
}
