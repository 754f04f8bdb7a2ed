import CivilTime
import Evidence
import Store

/// What verifying and auditing found, for people and as one JSON document.
enum EvidenceReports {
    private static func kinds(_ kinds: [LeafKind: Int64]) -> [(LeafKind, Int64)] {
        kinds.sorted { $0.key.rawValue < $1.key.rawValue }.map { ($0.key, $0.value) }
    }

    static func text(_ report: ExportReport) -> String {
        let first = Instant(milliseconds: report.first_ms)
        let last = Instant(milliseconds: report.last_ms)
        var text = "VALID: \(report.leaves) leaves of borrower \(report.borrower) (\(report.portfolio)), "
        text += "from \(first) to \(last)\n"
        text += "  complete: numbered from 1 to \(report.leaves) without a gap\n"
        text += "  in the log \(report.origin) of \(report.size) leaves, root \(Base64.encode(report.root.bytes))\n"
        text += "  " + kinds(report.kinds).map { "\($0.1) \($0.0)" }.joined(separator: ", ")
        if !report.outOfOrder.isEmpty {
            let numbers = report.outOfOrder.prefix(10).map(String.init).joined(separator: ", ")
            text += "\n  the clock was set back before leaves \(numbers)"
        }
        return text
    }

    static func json(_ report: ExportReport) -> String {
        JSONText.write(
            .object([
                ("valid", .bool(true)), ("origin", .text(report.origin)), ("tree_size", .number(report.size)),
                ("root", .text(Base64.encode(report.root.bytes))), ("portfolio", .text(report.portfolio)),
                ("borrower", .text(report.borrower)), ("leaves", .number(report.leaves)),
                ("kinds", .object(kinds(report.kinds).map { ($0.0.rawValue, .number($0.1)) })),
                ("first", .text(Instant(milliseconds: report.first_ms).description)),
                ("last", .text(Instant(milliseconds: report.last_ms).description)),
                ("out_of_order", .list(report.outOfOrder.map { .number($0) })),
            ]))
    }

    static func text(_ report: AuditReport) -> String {
        var text = report.isSound ? "SOUND: " : "NOT SOUND: "
        text += "\(report.size) leaves under the checkpoint, \(report.opened) opened"
        if report.erased > 0 { text += ", \(report.erased) erased" }
        if report.unpublished > 0 { text += ", \(report.unpublished) not published yet" }
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
