import CivilTime
import Delivery
import Evidence
import Foundation
import Gateways
import LoanBook
import Messaging
import Store

/// What a manager wants to know at the end, and three stories with their proof.
struct DemoSummary {
    let workplace: Workplace
    let store: OpenStore
    let home: DemoHome
    let carrier: CarrierCounts
    let delivery: DeliveryCounts
    let start: Instant

    func show() async throws {
        let start = start
        let (summary, payments) = try await store.database.read { session in
            (
                try OutboxSummary.read(in: session),
                try OutboxSummary.paymentsAfterMessages(within: .days(7), since: start + .seconds(1), in: session)
            )
        }
        Output.line()
        Output.line("4. What came of it")
        func state(_ state: MessageState) -> Int { summary.byState[state, default: 0] }
        var table = TextTable(headings: ["", "messages", "segments"], numeric: [1, 2])
        table.rows = [
            ["sent (attempts)", String(summary.attempts), String(summary.segments)],
            ["delivered", String(state(.delivered)), ""],
            ["accepted, receipt still to come", String(state(.accepted)), ""],
            ["not delivered, or expired at the carrier", String(state(.undelivered) + state(.expired)), ""],
            ["failed: refused by the carrier", String(state(.failed)), ""],
            ["unknown (answer lost; never repeated)", String(state(.unknown)), ""],
            ["waiting", String(state(.planned)), ""],
            ["held" + heldUntil(summary), String(state(.held)), ""],
            ["not sent after all: no longer true", String(state(.superseded)), ""],
            ["not sent after all: forbidden", String(state(.suppressed)), ""],
        ]
        Output.text(table.text)
        Output.line()
        why(summary)
        let replies = summary.repliesByMeaning.values.reduce(0, +)
        let optOuts = summary.repliesByMeaning["opt_out", default: 0]
        Output.line(
            "Replies: \(replies), of them opt-outs honoured at once: \(optOuts); tasks for people: \(summary.openTasks)"
        )
        Output.line("Payments: \(payments.all) came in, \(payments.after) of them within 7 days of a message")
        Output.line(
            "At the carrier's own side: \(carrier.accepted) segments taken, \(carrier.throttled) sent back as too fast")
        try await prove()
    }

    private func heldUntil(_ summary: OutboxSummary) -> String {
        guard let range = summary.heldUntil else { return "" }
        return ", until \(range.lowerBound) … \(range.upperBound)"
    }

    private func why(_ summary: OutboxSummary) {
        var table = TextTable(headings: ["not sent because", "messages"], numeric: [1])
        var reasons: [String: Int] = summary.suppressedAtPlanning
        // "opted out … on <instant>" is one reason, whatever the instant.
        func kind(_ reason: String) -> String { reason.split(separator: " on 20").first.map(String.init) ?? reason }
        reasons = Dictionary(reasons.map { (kind($0.key), $0.value) }, uniquingKeysWith: +)
        for (ending, count) in summary.byReason where ending.state == .superseded || ending.state == .suppressed {
            reasons[kind(ending.reason), default: 0] += count
        }
        table.rows = reasons.sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(10).map {
            [$0.key, String($0.value)]
        }
        if !table.rows.isEmpty { Output.text(table.text + "\n") }
    }

    private func prove() async throws {
        let (publisher, signer) = try await EvidenceDesk.publisher(workplace, store)
        let published = try await publisher.publishInTurn()
        Output.line()
        Output.line("5. Proof: \(published.size) leaves in \(workplace.home.evidence), signed by \(signer.key)")
        let audit = try await EvidenceDesk.audit(workplace, store, key: signer.key)
        Output.line(EvidenceReports.text(audit))
        Output.line()
        Output.line("6. Three borrowers (masked; --reveal shows more, and is itself recorded)")
        for (number, pick) in try await DemoPicks.choose(from: store).enumerated() {
            let timeline = try await store.timeline(of: pick.borrower, zones: workplace.zones, reveals: false)
            Output.line()
            Output.line("   Borrower \(pick.reference), \(pick.why) (times of \(timeline.zone.id)):")
            for line in timeline.lines { Output.line("     " + line) }
            let path = "\(home.stories)/story-\(number + 1).json"
            _ = try await EvidenceDesk.export(pick.borrower, to: path, workplace, store)
            let bytes = FileManager.default.contents(atPath: path).map { Array($0) } ?? []
            let report = try ExportFile.verify(bytes, key: signer.key)
            Output.line("     proof: \(path): \(report.leaves) leaves verified against the public key alone")
        }
        next(signer.key.description, audit.isSound)
        if !audit.isSound { throw Failure("the audit of the evidence found faults", fix: "") }
    }

    private func next(_ key: String, _ isSound: Bool) {
        let flag = workplace.home.path == "./.dunlin" ? "" : " --home \(workplace.home.path)"
        Output.line()
        Output.line("Try next:")
        Output.line("   dunlin plan --date 2026-11-23 --now 2026-11-23T12:00:00Z\(flag)")
        Output.line("   dunlin plan --explain A10001 --date 2026-11-23 --now 2026-11-23T12:00:00Z\(flag)")
        Output.line("   dunlin story A10001\(flag)")
        Output.line("   dunlin evidence verify \(home.stories)/story-1.json --key '\(key)'")
        Output.line("   dunlin law us-federal")
        Output.line(
            "The program is .build/release/dunlin after `make demo`. Read on: README.md, Documentation/quickstart.md")
    }
}

/// Three borrowers whose stories show something.
enum DemoPicks {
    struct Pick: Sendable {
        var borrower: Borrower.ID
        var reference: String
        var why: String
    }

    private static let questions: [(why: String, sql: String)] = [
        (
            "who paid minutes before a reminder would have gone out",
            """
            SELECT m.borrower FROM message m JOIN payment p ON p.borrower = m.borrower
            WHERE m.state = 12 AND m.reason = 'paid' AND m.purpose = 'reminder.due_today'
                AND p.recorded_ms BETWEEN m.due_ms - 1200000 AND m.due_ms ORDER BY m.due_ms LIMIT 1
            """
        ),
        (
            "who wrote STOP",
            "SELECT borrower FROM reply WHERE meaning = 'opt_out' AND borrower IS NOT NULL ORDER BY id LIMIT 1"
        ),
        (
            "who fell behind and heard in rising tones, within the law's hours and caps",
            """
            SELECT borrower FROM claim WHERE step LIKE 'overdue%' GROUP BY borrower
            ORDER BY count(*) DESC, borrower LIMIT 1
            """
        ),
    ]

    static func choose(from store: OpenStore) async throws -> [Pick] {
        try await store.database.read { session in
            var picks: [Pick] = []
            for question in questions {
                guard let id = try session.integer(question.sql),
                    let reference = try session.text("SELECT ref FROM borrower WHERE id = ?", [.integer(id)])
                else { continue }
                picks.append(Pick(borrower: Borrower.ID(id), reference: reference, why: question.why))
            }
            return picks
        }
    }
}
