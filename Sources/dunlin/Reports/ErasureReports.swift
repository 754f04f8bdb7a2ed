import CivilTime
import Compliance
import Store

/// What an erasure does or did, for people and as one JSON document.
enum ErasureReports {
    static func text(_ judgement: ErasureDesk.Judgement) -> String {
        var text = ""
        if judgement.profile.mayGo {
            text += "goes   profile: name, addresses, consents, and the copy of the loan book\n"
        } else {
            text += stays("profile", judgement.profile)
        }
        if judgement.profile.mayGo, judgement.record.mayGo {
            text += "goes   record: evidence, messages, replies and receipts\n"
        } else if judgement.record.mayGo {
            text += "stays  record: it never goes before the profile\n"
        } else {
            text += stays("record", judgement.record)
        }
        return text
    }

    private static func stays(_ part: String, _ verdict: RetentionVerdict) -> String {
        let until = verdict.until.map { "until \($0)" } ?? "as long as things stand as they do"
        var text = "stays  \(part) \(until)\n"
        for reason in verdict.keeping {
            let end = reason.until.map { " (until \($0))" } ?? ""
            text += "         \(reason.rule), grade \(reason.grade.rawValue): \(reason.detail)\(end)\n"
            text += "         \(reason.citation)\n"
        }
        return text
    }

    static func json(
        _ judgement: ErasureDesk.Judgement, done: Erasure.Done?, receipts: Int, isClean: Bool
    ) -> JSONText.Value {
        let goes = judgement.profile.mayGo
        var classes: [JSONText.Value] = goes ? [.text("profile")] : []
        if goes, done?.isRecordGone ?? judgement.record.mayGo { classes.append(.text("record")) }
        var kept: [JSONText.Value] = []
        if !goes { kept.append(stays("profile", judgement.profile)) }
        if classes.count < 2 { kept.append(stays("record", judgement.record)) }
        return .object([
            ("dry_run", .bool(done == nil)), ("erased", .list(classes)), ("kept", .list(kept)),
            ("superseded", .number(Int64(done?.superseded ?? 0))), ("receipts", .number(Int64(receipts))),
            ("clean", .bool(isClean)),
        ])
    }

    private static func stays(_ part: String, _ verdict: RetentionVerdict) -> JSONText.Value {
        let rules = verdict.keeping.map { reason in
            JSONText.Value.object([
                ("rule", .text(reason.rule)), ("citation", .text(reason.citation)),
                ("grade", .text(reason.grade.rawValue)), ("detail", .text(reason.detail)),
                ("until", reason.until.map { .text($0.description) } ?? .null),
            ])
        }
        return .object([
            ("class", .text(part)), ("until", verdict.until.map { .text($0.description) } ?? .null),
            ("rules", .list(rules)),
        ])
    }
}
