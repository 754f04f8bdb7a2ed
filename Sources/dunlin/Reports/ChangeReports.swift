import CivilTime
import Store

/// Proposals and versions, for people and as JSON.
enum ChangeReports {
    static func text(_ proposals: [Proposal]) -> String {
        var table = TextTable(
            headings: ["id", "state", "proposed by", "at", "decided by", "at", "files", "note"], numeric: [0])
        table.rows = proposals.map { proposal in
            [
                String(proposal.id), proposal.state.rawValue, proposal.proposed.by, proposal.proposed.at.description,
                proposal.decided?.by ?? "", proposal.decided?.at.description ?? "",
                proposal.files.map(\.file).joined(separator: " "), proposal.proposed.note,
            ]
        }
        return table.text
    }

    /// One proposal with what it changes. `texts`: by hash.
    static func text(_ proposal: Proposal, texts: [String: String]) -> String {
        var text = "Proposal \(proposal.id), \(proposal.state.rawValue), proposed by \(proposal.proposed.by) at "
        text += "\(proposal.proposed.at)\(note(proposal.proposed))\n"
        if let decided = proposal.decided {
            text += "\(proposal.state.rawValue) by \(decided.by) at \(decided.at)\(note(decided))\n"
        }
        for file in proposal.files {
            let what = file.hash == nil ? "is to go" : file.base == nil ? "is new" : "changes"
            text += "\n\(file.file) \(what)\n"
            text += changes(file, texts).map { $0 + "\n" }.joined()
        }
        return text
    }

    private static func note(_ act: Proposal.Act) -> String { act.note.isEmpty ? "" : ": \(act.note)" }

    private static func changes(_ file: Proposal.File, _ texts: [String: String]) -> [String] {
        func text(_ hash: String?) -> String { hash.flatMap { texts[$0] } ?? "" }
        return LineChanges(from: text(file.base), to: text(file.hash)).lines
    }

    static func json(_ proposal: Proposal, texts: [String: String]? = nil) -> JSONText.Value {
        let files = proposal.files.map { file in
            var fields: [(String, JSONText.Value)] = [
                ("file", .text(file.file)), ("from", hash(file.base)), ("to", hash(file.hash)),
            ]
            if let texts { fields.append(("lines", .list(changes(file, texts).map { .text($0) }))) }
            return JSONText.Value.object(fields)
        }
        return .object([
            ("id", .number(proposal.id)), ("state", .text(proposal.state.rawValue)),
            ("proposed_by", .text(proposal.proposed.by)), ("proposed_at", .text(proposal.proposed.at.description)),
            ("note", .text(proposal.proposed.note)),
            ("decided_by", proposal.decided.map { .text($0.by) } ?? .null),
            ("decided_at", proposal.decided.map { .text($0.at.description) } ?? .null),
            ("decision_note", proposal.decided.map { .text($0.note) } ?? .null), ("files", .list(files)),
        ])
    }

    private static func hash(_ hash: String?) -> JSONText.Value { hash.map { .text($0) } ?? .null }

    /// Versions with the proposals that brought them.
    static func text(_ versions: [(version: FileVersion, proposal: Proposal?)]) -> String {
        var table = TextTable(
            headings: ["file", "version", "in force since", "proposed by", "approved by", "proposal", "sha-256"],
            numeric: [1, 5])
        table.rows = versions.map { version, proposal in
            [
                version.file, String(version.number), version.from.description, proposal?.proposed.by ?? "",
                proposal?.decided?.by ?? "", String(version.proposal),
                version.hash.map { String($0.prefix(12)) } ?? "gone",
            ]
        }
        return table.text
    }

    static func json(_ version: FileVersion, _ proposal: Proposal?, text: String? = nil) -> JSONText.Value {
        var fields: [(String, JSONText.Value)] = [
            ("file", .text(version.file)), ("version", .number(version.number)), ("sha256", hash(version.hash)),
            ("from", .text(version.from.description)), ("proposal", .number(version.proposal)),
            ("proposed_by", proposal.map { .text($0.proposed.by) } ?? .null),
            ("approved_by", (proposal?.decided?.by).map { .text($0) } ?? .null),
        ]
        if let text { fields.append(("text", .text(text))) }
        return .object(fields)
    }
}
