import CivilTime
import LoanBook
import Messaging
import Testing

@testable import Decisions

/// A broadcast beside the borrower's own strategy.
struct BroadcastDecisionTests {
    private static let purposes: [(Purpose, String)] = [
        (.education, "education"), (.renewalOffer, "renewal.offer"),
        (.fraudWarning, "fraud.warning"), (.disasterNotice, "disaster.notice"),
    ]

    private func decision(
        _ purpose: Purpose, _ template: String, _ borrower: BorrowerSnapshot, _ context: DecisionContext
    ) throws -> Decision {
        let now = Sample.instant("2026-11-21T03:00:00Z")
        let broadcast = try Broadcast(
            id: 1, purpose: purpose, template: template, condition: "", from: now, until: now + .days(7),
            zones: Sample.zones)
        return broadcast.decide(borrower, context: context, at: now)
    }

    /// Of what a text for many names, everything must be known of somebody without a loan.
    @Test(arguments: Broadcast.purposes) func `a text for many needs no fact of a loan or a day`(purpose: Purpose) {
        let known: Set<TemplateVariable> = [.lender, .signature, .hotline, .disclosure, .name, .addressee]
        #expect(purpose.variables.isSubset(of: known))
        #expect(Self.purposes.contains { $0.0 == purpose })
    }

    @Test(arguments: purposes) func `a hold-out hears warnings only`(purpose: Purpose, template: String) throws {
        let context = try SampleStrategy.context(ExperimentTests.yaml)
        let experiment = try #require(context.strategy.experiments.first)
        var heldOut = 0
        for number in 1...40 {
            let reference = "B\(number)"
            let found = try decision(purpose, template, ExperimentTests.borrower(reference), context)
            let arm = experiment.arm(strategy: "mine", portfolio: "zh", borrower: reference)
            let isKept = arm.isHoldout && !Broadcast.warnings.contains(purpose)
            if isKept { heldOut += 1 }
            #expect(found.reason.hasPrefix("the hold-out of the experiment `tone`") == isKept, "\(found.reason)")
        }
        #expect((heldOut > 0) != Broadcast.warnings.contains(purpose))
    }

    @Test(arguments: [Purpose.education, .fraudWarning]) func `limits hold what is no warning`(purpose: Purpose) throws
    {
        let yaml = ExperimentTests.yaml.replacing("key: mine\n", with: "key: mine\nlimits: {messages_a_day: 1}\n")
        let context = try SampleStrategy.context(yaml)
        let experiment = try #require(context.strategy.experiments.first)
        let reference = try #require(
            (1...40).map { "B\($0)" }.first {
                !experiment.arm(strategy: "mine", portfolio: "zh", borrower: $0).isHoldout
            })
        var borrower = ExperimentTests.borrower(reference)
        let template = purpose == .education ? "education" : "fraud.warning"
        #expect(try decision(purpose, template, borrower, context).kind == "send")
        borrower.contacts = [
            PastContact(
                kind: .message, channel: .sms, messageClass: .service,
                contactPoint: borrower.borrower.contactPoints.first?.id, loan: nil,
                at: Sample.instant("2026-11-21T01:00:00Z"))
        ]
        let second = try decision(purpose, template, borrower, context)
        #expect(second.kind == (purpose == .education ? "hold" : "send"), "\(second.reason)")
    }

    /// Two in the morning of the 21st in Shanghai, six in the evening of the 20th in London: the day of the portfolio has not
    /// begun there.
    @Test func `a borrower west of the portfolio is asked about at the moment itself`() throws {
        let context = try Sample.context()
        var borrower = Sample.borrower()
        (borrower.borrower.region, borrower.borrower.zone) = ("GB", "Europe/London")
        borrower.borrower.contactPoints[0].address = "+442079460123"
        let now = Sample.instant("2026-11-20T18:00:00Z")
        let broadcast = try Broadcast(
            id: 1, purpose: .fraudWarning, template: "fraud.warning", condition: "", from: now, until: now + .days(7),
            zones: Sample.zones)
        #expect(broadcast.decide(borrower, context: context, at: now).planned.dueAt == now)
        guard case .send(let planned, _, _, let until, _) = broadcast.recheck(borrower, context: context, now: now)
        else {
            Issue.record("\(broadcast.recheck(borrower, context: context, now: now).words)")
            return
        }
        #expect(planned.dueAt == now && until > now)
    }
}
