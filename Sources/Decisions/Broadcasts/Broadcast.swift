package import CivilTime
internal import Compliance
package import LoanBook
package import Messaging

/// One message to many: whom it concerns and what is said. Told once to each borrower, if ever.
package struct Broadcast: Sendable {
    /// The step of its claims; the broadcast's number is their subject.
    package static let step = "broadcast"
    /// Why a message may go to many: to teach, to warn, to tell of a disaster or to offer. Greetings are a strategy's, which
    /// knows the festival or the birthday that their texts must name.
    package static let purposes: [Purpose] = [.education, .fraudWarning, .disasterNotice, .renewalOffer]

    /// Told whatever a strategy's hold-outs and limits say.
    package static let warnings: Set<Purpose> = [.fraudWarning, .disasterNotice]

    package let id: Int64
    package let purpose: Purpose
    package let template: String
    /// Nil: everybody of the portfolio.
    package let condition: Condition?
    package let from: Instant
    /// Not told after this instant.
    package let until: Instant
    /// What speaks to everybody, whatever their own strategy: its name is the broadcast's.
    private let strategy: Strategy
    private let telling: Step

    /// - Parameters:
    ///   - condition: CEL over the facts of borrower and loan; empty for everybody.
    ///   - zones: where the condition finds time zones by name.
    package init(
        id: Int64, purpose: Purpose, template: String, condition: String, from: Instant, until: Instant, zones: Zones
    ) throws(ExpressionFaults) {
        self.id = id
        self.purpose = purpose
        self.template = template
        self.from = from
        self.until = until
        telling = Step(
            id: Self.step, purpose: purpose, template: template, anchor: .broadcast, at: .midnight, lateDays: 0,
            channel: .sms)
        strategy = Strategy(key: Self.step, version: String(id), steps: [telling])
        let environment = Environment(Fact.declarations, zones: zones)
        self.condition = try condition.isEmpty ? nil : Condition.compile(condition, in: environment)
    }

    /// What its condition asks of snapshots.
    package func needs(at now: Instant) -> SnapshotNeeds {
        SnapshotNeeds(
            answersSince: condition?.readsAnswers == true ? now - PreferredHour.reach : nil,
            scores: condition?.readsScores == true)
    }

    /// Where a borrower stands to it.
    package enum Place: Sendable, Equatable {
        case inside
        case outside
        /// The condition cannot be decided; then it is not told (promise P10).
        case doubtful(String)
    }

    /// A condition on a loan holds when it holds for one of the borrower's; a doubt about one loan does not matter beside
    /// another for which it holds.
    package func place(
        of snapshot: BorrowerSnapshot, context: DecisionContext, at now: Instant
    ) -> Place {
        guard let condition else { return .inside }
        let zone = context.law.zones.zone(context.portfolio.zone) ?? .utc
        let date = zone.civil(at: now).date
        let isOfLoan = ConditionReader.factOfLoan(condition) != nil
        let loans: [Int?] = isOfLoan ? snapshot.loans.indices.map { $0 } : [nil]
        var doubt: String?
        for loan in loans {
            let facts = BookFacts(
                snapshot, loan: loan, portfolio: context.portfolio, on: date, now: now,
                zone: context.zone(of: snapshot.borrower))
            do throws(Doubt) {
                if try condition.holds(facts) { return .inside }
            } catch {
                if doubt == nil { doubt = condition.words(for: error) }
            }
        }
        return doubt.map(Place.doubtful) ?? .outside
    }

    package func claim(of borrower: Borrower.ID) -> Claim {
        Claim(
            borrower: borrower, subject: .broadcast, subjectID: id, subjectPart: 0, step: Self.step,
            generation: Occurrences.generation)
    }

    /// What becomes of it for one borrower at `moment`, whose place is inside: the facts, then the law.
    package func decide(_ snapshot: BorrowerSnapshot, context: DecisionContext, at moment: Instant) -> Decision {
        let zone = context.law.zones.zone(context.portfolio.zone) ?? .utc
        let date = zone.civil(at: moment).date
        var occurrence = occurrence(of: snapshot.borrower.id, context.lapse, zone)
        var speaking = strategy
        // A warning is for everybody. The rest is the lender's wish, as the borrower's own strategy is.
        if !Self.warnings.contains(purpose) {
            let own = Judgement(
                snapshot: snapshot, context: context, strategy: context.strategy(for: snapshot.borrower), date: date,
                now: moment)
            if let holdout = own.holdout {
                occurrence.heldOut = "the hold-out of the experiment `\(holdout)` hears only warnings of broadcasts"
            }
            speaking = Strategy(
                key: strategy.key, version: strategy.version, steps: strategy.steps, limits: own.strategy.limits)
        }
        return Judgement(snapshot: snapshot, context: context, strategy: speaking, date: date, now: moment)
            .decision(on: occurrence)
    }

    /// At submission: does it still concern the borrower, and may it be said now?
    package func recheck(
        _ snapshot: BorrowerSnapshot, context: DecisionContext, now: Instant, form: TextForm = TextForm()
    ) -> Recheck {
        guard now <= until else { return .superseded(reason: "the time of the broadcast is over") }
        switch place(of: snapshot, context: context, at: now) {
        case .inside: break
        case .outside: return .superseded(reason: "the condition of the broadcast does not hold any more")
        case .doubtful(let reason): return .suppress(reason: reason, nil)
        }
        switch decide(snapshot, context: context, at: now) {
        case .task: return .superseded(reason: "a broadcast is no task")
        case .suppress(_, let reason, let verdict): return .suppress(reason: reason, verdict)
        case .hold(_, let until, let reason, let verdict):
            return .hold(until: until, reason: reason, verdict)
        case .send(let planned, let verdict):
            guard case .allow(let window) = verdict.outcome else {
                return .suppress(reason: "the law gave no window", verdict)
            }
            let segmented = Segmenter.segment(planned.text, as: form)
            guard segmented.segments.count <= Template.mostSegments else {
                return .suppress(
                    reason: "the text needs \(segmented.segments.count) segments, more than \(Template.mostSegments)",
                    verdict)
            }
            return .send(planned, text: planned.text, segmented: segmented, until: min(window, until), verdict)
        }
    }

    private func occurrence(of borrower: Borrower.ID, _ lapse: Lapse?, _ zone: Zone) -> Occurrence {
        var occurrence = Occurrence(
            claim: claim(of: borrower), step: telling, steps: [telling], loan: nil, subject: .broadcast,
            daysPastDue: 0, outstandingMinor: 0)
        if let lapse {
            // What began before the store was brought back may have been told already; what began after was not.
            let restored = zone.civil(at: lapse.until).date
            occurrence.firstDay = from <= lapse.until ? min(zone.civil(at: from).date, restored) : restored + 1
        }
        return occurrence
    }
}
