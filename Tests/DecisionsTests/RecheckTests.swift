import CivilTime
import Compliance
import Decisions
import LoanBook
import Messaging
import Testing

@Suite struct RecheckTests {
    static let overdue = Claim(
        borrower: Borrower.ID(1), subject: .instalment, subjectID: 7, subjectPart: 4, step: "overdue.1", generation: 1)

    static func look(
        _ claim: Claim, step: String? = nil, _ snapshot: BorrowerSnapshot, _ now: String,
        _ portfolio: Portfolio = Sample.chinese, header: Int = 6
    ) throws -> Recheck {
        recheck(
            claim, stepID: step ?? claim.step, snapshot: snapshot, context: try Sample.context(portfolio),
            now: Sample.instant(now),
            form: TextForm(concatenationHeader_bytes: header))
    }

    static func words(_ answer: Recheck) -> String {
        switch answer {
        case .send: "send"
        case .hold(let until, let reason, _): "hold \(until) \(reason)"
        case .suppress(let reason, _): "suppress \(reason)"
        case .superseded(let reason): "superseded \(reason)"
        }
    }

    @Test func `what is still true goes out with the text of the moment and the end of its window`() throws {
        guard
            case .send(let planned, let text, let segmented, let until, let verdict) = try Self.look(
                Self.overdue, Sample.borrower(asOf: "2026-11-22T00:00:00Z"), "2026-11-22T02:00:00Z")
        else {
            Issue.record(
                "not sent: \(Self.words(try Self.look(Self.overdue, Sample.borrower(asOf: "2026-11-22T00:00:00Z"), "2026-11-22T02:00:00Z")))"
            )
            return
        }
        #expect(text.contains("1,000.00元已于2026年11月21日到期") && text == planned.text)
        #expect(segmented.text == text)
        #expect(until > Sample.instant("2026-11-22T02:00:00Z") && until <= Sample.instant("2026-11-22T14:00:00Z"))
        #expect(!verdict.findings.isEmpty)
    }

    @Test func `amounts are those of submission, not of planning`() throws {
        var paid = Sample.borrower(asOf: "2026-11-22T00:00:00Z")
        paid.loans[0].payments.append(Sample.payment(9, "2026-11-22", 40_000))
        guard case .send(_, let text, _, _, _) = try Self.look(Self.overdue, paid, "2026-11-22T02:00:00Z") else {
            Issue.record("not sent")
            return
        }
        #expect(text.contains("600.00元"))
    }

    @Test func `what was planned of an earlier generation does not go out`() throws {
        var moved = Sample.borrower(asOf: "2026-11-22T00:00:00Z")
        moved.loans[0].instalments[3].generation = 2
        #expect(
            Self.words(try Self.look(Self.overdue, moved, "2026-11-22T02:00:00Z"))
                == "superseded the instalment was rescheduled, or what had paid it was taken back")
        var claim = Self.overdue
        claim.generation = 2
        guard case .send = try Self.look(claim, moved, "2026-11-22T02:00:00Z") else {
            Issue.record("not sent")
            return
        }
    }

    @Test func `a payment before submission suppresses the reminder`() throws {
        var paid = Sample.borrower(asOf: "2026-11-22T00:00:00Z")
        paid.loans[0].payments.append(Sample.payment(9, "2026-11-22", 100_000))
        #expect(Self.words(try Self.look(Self.overdue, paid, "2026-11-22T02:00:00Z")) == "superseded paid")
    }

    @Test(arguments: [
        ("2026-11-22T02:00:00Z", "send"), ("2026-11-24T02:00:00Z", "send"),
        ("2026-11-22T01:59:59Z", "hold 2026-11-22T02:00:00Z before the step's hour, 10:00"),
        ("2026-11-21T15:59:59Z", "hold 2026-11-21T16:00:00Z its day has not begun in Asia/Shanghai"),
        ("2026-11-20T02:00:00Z", "superseded"), ("2026-11-24T16:00:00Z", "superseded its day and 2 more have passed"),
        ("2026-11-28T02:00:00Z", "superseded the step `overdue.7` has taken its place"),
    ])
    func `a step is held before its day and hour, and falls when they have passed`(now: String, expected: String) throws
    {
        var borrower = Sample.borrower()
        borrower.paymentsAsOf = Sample.instant(now)
        let answer = Self.words(try Self.look(Self.overdue, borrower, now))
        #expect(expected == "superseded" ? answer.hasPrefix(expected) : answer == expected)
    }

    @Test func `the book may have changed in every way`() throws {
        let now = "2026-11-22T02:00:00Z"
        let fresh = Sample.borrower(asOf: "2026-11-22T00:00:00Z")
        var changed = fresh
        changed.loans[0].loan.status = .settled
        #expect(Self.words(try Self.look(Self.overdue, changed, now)) == "superseded the loan is settled")
        changed.loans[0].loan.status = .writtenOff
        #expect(Self.words(try Self.look(Self.overdue, changed, now)) == "superseded the loan is written off")
        changed = fresh
        changed.loans[0].instalments.removeAll { $0.number == 4 }
        #expect(
            Self.words(try Self.look(Self.overdue, changed, now))
                == "superseded the instalment is no longer in the schedule")
        changed = fresh
        changed.loans[0].instalments[3].dueOn = Sample.date("2026-11-29")
        #expect(Self.words(try Self.look(Self.overdue, changed, now)).hasPrefix("superseded"))
        changed = fresh
        changed.loans[0].payments.removeFirst()
        #expect(
            Self.words(try Self.look(Self.overdue, changed, now))
                == "superseded an older instalment is unpaid; its notices speak for the loan")
        changed = fresh
        changed.loans = []
        #expect(Self.words(try Self.look(Self.overdue, changed, now)) == "superseded the loan is no longer in the book")
        changed = fresh
        changed.loans[0].rejectedPayments = 1
        #expect(
            Self.words(try Self.look(Self.overdue, changed, now))
                == "hold 2026-11-22T03:00:00Z a payment row of this loan was rejected")
        changed = fresh
        changed.paymentsAsOf = Sample.instant("2026-11-20T01:00:00Z")
        #expect(
            Self.words(try Self.look(Self.overdue, changed, now))
                == "hold 2026-11-22T03:00:00Z payments feed older than 48 h")
        changed = fresh
        changed.borrower.contactPoints = []
        #expect(Self.words(try Self.look(Self.overdue, changed, now)) == "suppress no usable phone number")
        #expect(
            Self.words(try Self.look(Self.overdue, step: "overdue.2", fresh, now))
                == "superseded the strategy has no step `overdue.2` any more")
    }

    @Test func `what the law says at submission decides`() throws {
        var flagged = Sample.borrower(asOf: "2026-11-22T00:00:00Z")
        flagged.flags = [.deceased]
        #expect(Self.words(try Self.look(Self.overdue, flagged, "2026-11-22T02:00:00Z")).hasPrefix("suppress"))
        // 22:00 in Shanghai: the window has closed until the next morning.
        guard
            case .hold(let until, _, let verdict) = try Self.look(
                Self.overdue, Sample.borrower(asOf: "2026-11-22T00:00:00Z"), "2026-11-22T14:00:00Z")
        else {
            Issue.record("not held")
            return
        }
        #expect(until == Sample.instant("2026-11-23T00:00:00Z") && verdict != nil)
    }

    @Test func `due today ends with its day, however long the window`() throws {
        var claim = Self.overdue
        claim.step = "due.today"
        guard
            case .send(_, _, _, let until, _) = try Self.look(
                claim, Sample.borrower(asOf: "2026-11-21T00:00:00Z"), "2026-11-21T05:00:00Z")
        else {
            Issue.record("not sent")
            return
        }
        #expect(until <= Sample.instant("2026-11-21T16:00:00Z"))
        #expect(
            Self.words(try Self.look(claim, Sample.borrower(asOf: "2026-11-21T15:00:00Z"), "2026-11-21T16:00:00Z"))
                == "superseded the due date has passed")
    }

    @Test func `what planning sends, submission sends, and what happened once is not told twice`() throws {
        let context = try Sample.context()
        let borrowers = [
            Sample.borrower(),
            Sample.borrower(payments: [
                Sample.payment(1, "2026-10-20", 300_000), Sample.payment(9, "2026-11-20", 100_000),
            ]),
            Sample.borrower(payments: [Sample.payment(1, "2026-11-20", 1_000_000)]), Sample.borrower(payments: []),
        ]
        var sent = 0
        for var borrower in borrowers {
            for offset in 0..<60 {
                let date = Sample.date("2026-11-01") + offset
                let now = Sample.zones.zone("Asia/Shanghai")?.instant(date, TimeOfDay(seconds: 0)) ?? .distantPast
                borrower.paymentsAsOf = now
                for decision in decide(borrower, context: context, claimed: { _ in false }, on: date, now: now) {
                    guard case .send(let planned, _) = decision else { continue }
                    let answer = recheck(
                        planned.claim, stepID: planned.step.id, snapshot: borrower, context: context, now: planned.dueAt
                    )
                    guard case .send(let again, let text, _, let until, _) = answer else {
                        Issue.record("\(planned.step.id) on \(date): \(Self.words(answer))")
                        continue
                    }
                    sent += 1
                    #expect(again.claim == planned.claim && text == planned.text && until > planned.dueAt)
                }
            }
        }
        #expect(sent > 10)
    }

    @Test func `a collector says first that it collects, and later only who it is`() throws {
        let now = "2026-11-23T15:00:00Z"
        var borrower = Sample.borrower(Sample.american, asOf: "2026-11-23T00:00:00Z")
        guard case .send(_, let first, _, _, _) = try Self.look(Self.overdue, borrower, now, Sample.american) else {
            Issue.record("not sent: \(Self.words(try Self.look(Self.overdue, borrower, now, Sample.american)))")
            return
        }
        #expect(
            first.contains("attempt to collect a debt") && first.contains("from a debt collector")
                && first.hasSuffix("Reply STOP to opt out."))
        borrower.contacts = [
            PastContact(
                kind: .message, channel: .sms, messageClass: .collection, contactPoint: ContactPoint.ID(1),
                loan: Loan.ID(7),
                at: Sample.instant("2026-11-01T15:00:00Z"))
        ]
        guard case .send(_, let later, _, _, _) = try Self.look(Self.overdue, borrower, now, Sample.american) else {
            Issue.record("not sent")
            return
        }
        #expect(!later.contains("attempt to collect a debt") && later.contains("from a debt collector"))
        // Another loan's history is not this one's.
        borrower.contacts[0].loan = Loan.ID(8)
        guard case .send(_, let other, _, _, _) = try Self.look(Self.overdue, borrower, now, Sample.american) else {
            Issue.record("not sent")
            return
        }
        #expect(other == first)
    }
}
