import CivilTime
import Foundation
import Messaging
import Store

/// What commands do to change the lender's files by proposal and approval.
struct ChangeDesk: Sendable {
    /// So often a check is made anew when something else is approved in between.
    private static let mostChecks = 10
    static let longestNote_bytes = 1_000

    let workplace: Workplace
    let store: OpenStore

    /// A moment other than the system's is only taken where nobody can be reached: who did what when is evidence.
    static func open(_ options: GlobalOptions) async throws -> ChangeDesk {
        var workplace = try await Workplace.open(options)
        try workplace.home.refuseDemo()
        if options.givenNow != nil {
            let store = try await workplace.store(making: false)
            let lender = try await workplace.lenderForClock(in: store)
            workplace.clock = try SendingDesk.clock(options, lender)
            return ChangeDesk(workplace: workplace, store: store)
        }
        return ChangeDesk(workplace: workplace, store: try await workplace.store(making: false))
    }

    func act(by name: String, note: String?) async throws -> Proposal.Act {
        guard let by = PersonName.read(name) else {
            throw Failure(
                "the name is empty, holds control characters, or is longer than \(PersonName.longest_bytes) bytes",
                fix: "give your name with --by")
        }
        let note = note ?? ""
        guard note.utf8.count <= Self.longestNote_bytes else {
            throw Failure("the note is longer than \(Self.longestNote_bytes) bytes", fix: "shorten it")
        }
        return Proposal.Act(by: by, at: try await store.now(by: workplace.clock), note: note)
    }

    /// Proposes texts by file, nil for a file that is to go, when all that would be in force holds together.
    func propose(_ texts: [String: String?], _ act: Proposal.Act) async throws -> Proposal {
        let inForce = try await store.database.read { try FileVersions.texts(in: $0).texts }
        let changed = texts.filter { inForce[$0.key] != $0.value }
        guard !changed.isEmpty else {
            throw Failure("nothing differs from what is in force", fix: "change a file first")
        }
        for case (let file, let text?) in changed where text.utf8.count > LenderTexts.longest_bytes {
            throw Failure("\(file) is longer than \(LenderTexts.longest_bytes) bytes", fix: "split it")
        }
        try check(inForce, with: changed)
        let (vault, random) = (store.vault, workplace.random)
        return try await store.database.write { session in
            let waiting = try Proposals.list(onlyOpen: true, in: session)
            let hashes = changed.mapValues { $0.map { ContentHash.sha256($0.utf8) } }
            for other in waiting
            where Dictionary(uniqueKeysWithValues: other.files.map { ($0.file, $0.hash) }) == hashes {
                throw Failure(
                    "proposal \(other.id) by \(other.proposed.by) says the same and waits",
                    fix: "approve or reject that one")
            }
            return try Proposals.propose(changed, act, in: session, vault: vault, random: random)
        }
    }

    /// Puts a proposal in force if what would be in force then holds together.
    func approve(_ id: Int64, _ act: Proposal.Act) async throws -> Proposal {
        let (vault, random) = (store.vault, workplace.random)
        for _ in 0..<Self.mostChecks {
            do {
                let (proposal, changes, inForce) = try await store.database.read { session in
                    guard let proposal = try Proposals.find(id, in: session) else { throw ProposalFault.unknown(id) }
                    guard proposal.state == .open else { throw ProposalFault.decided(proposal) }
                    try Proposals.refuseOtherBase(proposal, in: session)
                    var changes: [String: String?] = [:]
                    for file in proposal.files {
                        changes[file.file] = .some(try file.hash.map { try FileVersions.text($0, in: session) })
                    }
                    return (proposal, changes, try FileVersions.texts(in: session))
                }
                do { try check(inForce.texts, with: changes) } catch let faults as Faults {
                    throw Failure(
                        "proposal \(proposal.id) does not hold together with what is in force now:\n\(faults)",
                        fix: "reject it, mend the files and propose them anew")
                }
                return try await store.database.write { session in
                    try Proposals.approve(
                        id, act, checkedAt: inForce.revision, in: session, vault: vault, random: random)
                }
            } catch ProposalFault.revisionChanged {
                continue
            } catch let fault as ProposalFault {
                throw try await words(fault)
            }
        }
        throw Failure("other proposals are being approved all the time", fix: "try again")
    }

    func reject(_ id: Int64, _ act: Proposal.Act) async throws -> Proposal {
        let (vault, random) = (store.vault, workplace.random)
        do {
            return try await store.database.write { session in
                try Proposals.reject(id, act, in: session, vault: vault, random: random)
            }
        } catch let fault as ProposalFault {
            throw try await words(fault)
        }
    }

    /// Throws the faults of the whole as it would be.
    private func check(_ inForce: [String: String], with changes: [String: String?]) throws {
        var whole = LenderTexts(texts: inForce)
        for (file, text) in changes { whole.texts[file] = text }
        if let lack = whole.lack {
            throw Failure("with this change \(lack)", fix: "propose everything together: dunlin propose --all")
        }
        guard whole.texts.count <= LenderTexts.mostFiles else {
            throw Failure("more than \(LenderTexts.mostFiles) files would be in force", fix: "join some")
        }
        _ = try workplace.files.load(whole)
    }

    private func words(_ fault: ProposalFault) async throws -> Failure {
        switch fault {
        case .unknown(let id): return Failure("there is no proposal \(id)", fix: "see dunlin proposals --all")
        case .decided(let proposal):
            let by = proposal.decided.map { " by \($0.by) at \($0.at)" } ?? ""
            return Failure("proposal \(proposal.id) was \(proposal.state.rawValue) already\(by)", fix: "")
        case .samePerson(let name):
            return Failure(
                "\(name) proposed it, and who proposes does not approve", fix: "let a second person approve it")
        case .baseChanged(let proposal, let version):
            let since = try await store.database.read { try Proposals.find(version.proposal, in: $0) }
            let by = since?.decided.map { ", approved by \($0.by) at \($0.at)" } ?? ""
            let now = version.hash == nil ? "not in force any more" : "in force in version \(version.number)\(by)"
            return Failure(
                "proposal \(proposal.id) was made on another text of \(version.file), which is \(now)",
                fix: "look at it with dunlin versions show \(version.file), put the change into it, propose that, and "
                    + "reject this one")
        case .revisionChanged: return Failure("something else was approved meanwhile", fix: "try again")
        }
    }
}

extension Workplace {
    /// Whose routes say whether another clock may be taken; before anything is approved that is the files'.
    fileprivate func lenderForClock(in store: OpenStore) async throws -> Lender {
        do { return try await lender(in: store).lender } catch { return try lender() }
    }
}
