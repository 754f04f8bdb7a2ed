import CivilTime
import Compliance
import Decisions
import LoanBook
import Messaging
import Testing

@Suite struct ExplanationTests {
    @Test func `a send says what, why, when and by which rules, and shows no person`() throws {
        let decision = try #require(try DecideTests.decisions(Sample.borrower(), on: "2026-11-28").first)
        let zone = try #require(Sample.zones.zone("Asia/Shanghai"))
        let lines = Explanation(zone: zone).lines(for: decision)
        #expect(lines[0] == "overdue.7: goes out by SMS at 2026-11-28 10:00 Asia/Shanghai")
        #expect(
            lines[1] == "  why: told at 7 days past due, loan …2607: CNY 1,000.00 to pay, due 2026-11-21, "
                + "7 days past due, CNY 7,000.00 outstanding in all")
        #expect(lines[2] == "  text: template overdue.7 zh-Hans version 1, 2 segments, 86 UTF-16 units")
        let verdict = try #require(decision.verdict)
        #expect(lines.count == 3 + verdict.findings.count)
        for finding in verdict.findings {
            #expect(lines.contains { $0.contains(finding.rule) && $0.contains(finding.citation) })
        }
        #expect(!lines.joined().contains("王芳") && !lines.joined().contains("138"))
        #expect(Explanation(zone: zone, reveals: true).lines(for: decision).joined().contains("王芳您好"))
    }

    @Test func `a hold and a suppression say what decided`() throws {
        let zone = try #require(Sample.zones.zone("Asia/Shanghai"))
        var borrower = Sample.borrower()
        borrower.loans[0].rejectedPayments = 1
        let held = try #require(try DecideTests.decisions(borrower, on: "2026-11-28").first)
        #expect(
            Explanation(zone: zone).lines(for: held).first
                == "overdue.7: held until 2026-11-28 10:00 Asia/Shanghai: a payment row of this loan was rejected")
        #expect(Explanation(zone: zone).lines(for: held).last == "  law: not asked, the facts decided")
        borrower = Sample.borrower()
        borrower.flags = [.bankruptcy]
        let stopped = try #require(try DecideTests.decisions(borrower, on: "2026-11-28").first)
        let lines = Explanation(zone: zone).lines(for: stopped)
        #expect(lines.first?.hasPrefix("overdue.7: not sent: ") == true)
        #expect(lines.contains { $0.contains(" forbids: ") })
        #expect(stopped.heading != nil && stopped.heading != stopped.reason)
    }

    @Test func `an opt-out is confirmed once, at once, to the number that asked`() throws {
        var borrower = Sample.borrower(Sample.american)
        borrower.borrower.contactPoints.append(
            ContactPoint(
                id: ContactPoint.ID(2), channel: .sms, address: "+12125550101", owner: .borrower, standing: .usable))
        let now = Sample.instant("2026-11-23T15:00:00Z")
        for messageClass in MessageClass.allCases {
            borrower.consents.append(
                Consent(
                    contactPoint: ContactPoint.ID(2), messageClass: messageClass, given: false, at: now, act: .reply))
        }
        let context = try Sample.context(Sample.american)
        let decision = try #require(
            confirmOptOut(reply: 31, from: ContactPoint.ID(2), snapshot: borrower, context: context, now: now))
        #expect(decision.kind == "send", "\(decision.reason)")
        let planned = decision.planned
        #expect(planned.contactPoint?.id == ContactPoint.ID(2) && planned.dueAt == now)
        #expect(
            planned.claim
                == Claim(
                    borrower: Borrower.ID(1), subject: .reply, subjectID: 31, subjectPart: 2,
                    step: "opt_out.confirmation", generation: 1))
        #expect(
            planned.text
                == "Meadow: You will receive no more text messages from us at this number. Questions: 1-800-555-0142. This is from a debt collector."
        )
        let answer = recheck(planned.claim, stepID: planned.step.id, snapshot: borrower, context: context, now: now)
        guard case .send(let again, _, _, _, _) = answer else {
            Issue.record("not sent: \(RecheckTests.words(answer))")
            return
        }
        #expect(again.contactPoint?.id == ContactPoint.ID(2))
    }
}
