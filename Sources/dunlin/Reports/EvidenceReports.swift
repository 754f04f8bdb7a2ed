import CivilTime
import Countersigning
import Evidence
import Store

/// What verifying and auditing found, for people and as one JSON document.
enum EvidenceReports {
    private static func kinds(_ kinds: [LeafKind: Int64]) -> [(LeafKind, Int64)] {
        kinds.sorted { $0.key.rawValue < $1.key.rawValue }.map { ($0.key, $0.value) }
    }

    /// A time-stamp that was found sound: what the operator calls the authority, and what it proves.
    typealias Dated = (authority: String, proof: TimeStampToken.Proof)

    static func text(_ report: ExportReport, _ stamps: [Dated] = []) -> String {
        let first = Instant(milliseconds: report.first_ms)
        let last = Instant(milliseconds: report.last_ms)
        var text = "VALID: \(report.leaves) leaves of borrower \(report.borrower) (\(report.portfolio)), "
        text += "from \(first) to \(last)\n"
        text +=
            report.isClosed
            ? "  complete: at \(last) these \(report.leaves) leaves were closed as all of this borrower's, numbered without a gap\n"
            : "  numbered from 1 to \(report.leaves) without a gap; nothing says that none came after (an older form of file)\n"
        text += "  in the log \(report.origin) of \(report.size) leaves, root \(Base64.encode(report.root.bytes))\n"
        for cosignature in report.cosignatures {
            text += "  countersigned by the witness \(cosignature.witness) at \(instant(cosignature))\n"
        }
        for stamp in stamps {
            text += "  time-stamped by \(stamp.authority) (\(stamp.proof.signer)) at "
            text += "\(Instant(milliseconds: stamp.proof.at_ms))\n"
        }
        let unchecked = (report.otherSignatures - report.cosignatures.count, report.timeStamps.count - stamps.count)
        if unchecked.0 > 0 {
            text += "  \(unchecked.0) more signatures of the checkpoint, not checked: name --witness\n"
        }
        if unchecked.1 > 0 { text += "  \(unchecked.1) more time-stamps, not checked: name --timestamps\n" }
        for pack in report.packs {
            let length = pack.bytes.map { "its text, \($0) bytes" } ?? "its text is not in the file"
            text += "  law pack \(pack.name.key) \(pack.name.version), \(pack.name.hash): \(length)\n"
        }
        text += "  " + kinds(report.kinds).map { "\($0.1) \($0.0)" }.joined(separator: ", ")
        if !report.outOfOrder.isEmpty {
            let numbers = report.outOfOrder.prefix(10).map(String.init).joined(separator: ", ")
            text += "\n  the clock was set back before leaves \(numbers)"
        }
        return text
    }

    private static func instant(_ cosignature: Cosignature) -> Instant {
        Instant(milliseconds: cosignature.at_s &* 1000)
    }

    static func json(_ report: ExportReport, _ stamps: [Dated] = []) -> String {
        JSONText.write(
            .object([
                ("valid", .bool(true)), ("origin", .text(report.origin)), ("tree_size", .number(report.size)),
                ("root", .text(Base64.encode(report.root.bytes))), ("portfolio", .text(report.portfolio)),
                ("borrower", .text(report.borrower)), ("leaves", .number(report.leaves)),
                ("closed", .bool(report.isClosed)),
                (
                    "cosignatures",
                    .list(
                        report.cosignatures.map {
                            .object([("witness", .text($0.witness)), ("at", .text(instant($0).description))])
                        })
                ),
                (
                    "time_stamps",
                    .list(
                        stamps.map {
                            .object([
                                ("authority", .text($0.authority)), ("signer", .text($0.proof.signer)),
                                ("at", .text(Instant(milliseconds: $0.proof.at_ms).description)),
                            ])
                        })
                ),
                ("packs", .list(report.packs.map(pack))),
                ("kinds", .object(kinds(report.kinds).map { ($0.0.rawValue, .number($0.1)) })),
                ("first", .text(Instant(milliseconds: report.first_ms).description)),
                ("last", .text(Instant(milliseconds: report.last_ms).description)),
                ("out_of_order", .list(report.outOfOrder.map { .number($0) })),
            ]))
    }

    private static func pack(_ pack: ExportReport.Pack) -> JSONText.Value {
        .object([
            ("key", .text(pack.name.key)), ("version", .text(pack.name.version)), ("hash", .text(pack.name.hash)),
            ("bytes", pack.bytes.map { .number(Int64($0)) } ?? .null),
        ])
    }

    /// A line for everybody who was asked to countersign; nothing where nobody was.
    static func text(_ round: CountersigningRound?) -> String {
        guard let round else { return "" }
        return round.answers.map { answer in
            let name = (answer.isWitness ? "witness " : "time-stamps by ") + answer.name
            guard case .signed(let at_ms) = answer.outcome else { return "  \(name): \(answer.outcome)\n" }
            return "  \(name): countersigned \(round.size) leaves at \(Instant(milliseconds: at_ms))\n"
        }.joined()
    }

    static func json(_ round: CountersigningRound?) -> JSONText.Value {
        .list(
            (round?.answers ?? []).map { answer in
                var at = JSONText.Value.null
                if case .signed(let at_ms) = answer.outcome { at = .text(Instant(milliseconds: at_ms).description) }
                return .object([
                    ("name", .text(answer.name)), ("kind", .text(answer.isWitness ? "witness" : "timestamps")),
                    ("signed", .bool(answer.isSigned)), ("at", at), ("words", .text("\(answer.outcome)")),
                ])
            })
    }

    static func text(_ report: AuditReport) -> String {
        var text = report.isSound ? "SOUND: " : "NOT SOUND: "
        text += "\(report.size) leaves under the checkpoint, \(report.opened) opened"
        if report.erased > 0 { text += ", \(report.erased) erased" }
        if report.unpublished > 0 { text += ", \(report.unpublished) not published yet" }
        if report.countersigned > 0 {
            text +=
                "; \(report.countersigned) checkpoints countersigned, \(report.cosignatures) times by known witnesses, "
            text += "\(report.timeStamps) time-stamps"
        }
        text += "; \(report.files) files; \(report.attempts) attempts and \(report.receipts) receipts found\n"
        text += "  " + kinds(report.kinds).map { "\($0.1) \($0.0)" }.joined(separator: ", ")
        for fault in report.faults { text += "\n  \(fault)" }
        let unlisted = report.faultCount - Int64(report.faults.count)
        if unlisted > 0 { text += "\n  and \(unlisted) more" }
        return text
    }

    static func json(_ report: AuditReport) -> String {
        JSONText.write(
            .object([
                ("valid", .bool(report.isSound)), ("leaves", .number(report.size)),
                ("unpublished", .number(report.unpublished)), ("opened", .number(report.opened)),
                ("erased", .number(report.erased)), ("files", .number(report.files)),
                ("attempts", .number(report.attempts)), ("receipts", .number(report.receipts)),
                ("countersigned", .number(report.countersigned)), ("cosignatures", .number(report.cosignatures)),
                ("time_stamps", .number(report.timeStamps)),
                ("root", .text(Base64.encode(report.root.bytes))),
                ("kinds", .object(kinds(report.kinds).map { ($0.0.rawValue, .number($0.1)) })),
                ("fault_count", .number(report.faultCount)),
                (
                    "faults",
                    .list(report.faults.map { .object([("place", .text($0.place)), ("what", .text($0.what))]) })
                ),
            ]))
    }
}
