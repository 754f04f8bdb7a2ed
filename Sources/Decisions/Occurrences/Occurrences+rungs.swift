internal import CivilTime
internal import LoanBook
internal import Messaging

/// What hangs on messages that were not delivered.
extension Occurrences {
    /// What the steps have to tell, whatever it hangs on but other messages.
    func all(in snapshot: BorrowerSnapshot) -> [Occurrence] {
        var found: [Occurrence] = []
        for index in snapshot.loans.indices { find(snapshot.loans[index], at: index, into: &found) }
        findApplications(snapshot.applications, of: snapshot.borrower.id, into: &found)
        findPersonal(snapshot, into: &found)
        return found
    }

    /// The rungs whose turn has come by `now`. A rung tells what the first step of its ladder told, as long as that is true.
    func rungs(in snapshot: BorrowerSnapshot, at now: Instant) -> [Occurrence] {
        guard !snapshot.undelivered.isEmpty, let patient = strategy.patient, let zone else { return [] }
        var facts: [Occurrence]?
        var found: [Occurrence] = []
        for message in snapshot.undelivered {
            for steps in strategy.rungs[message.step] ?? [] {
                guard let step = steps.first, case .undelivered(_, let hours, _) = step.anchor,
                    let root = strategy.root(of: step.id)
                else { continue }
                let moment = min(message.failedAt ?? .distantFuture, message.writtenAt + .hours(Int64(hours)))
                guard moment <= now else { continue }
                let firstDay = zone.civil(at: moment).date
                guard date >= firstDay, date - firstDay <= steps.mostLateDays else { continue }
                let known = facts ?? Occurrences(strategy: patient, date: date, zone: zone).all(in: snapshot)
                facts = known
                guard
                    var told = known.first(where: { fact in
                        message.isAbout(fact.claim) && fact.steps.contains { $0.id == root.id }
                    })
                else { continue }
                told.claim.step = step.id
                (told.step, told.steps) = (step, steps)
                (told.firstDay, told.daysLate) = (firstDay, date - firstDay)
                found.append(told)
            }
        }
        return found
    }
}

extension UndeliveredMessage {
    /// Whether the message and the claim are about the same.
    func isAbout(_ claim: Claim) -> Bool {
        subject == claim.subject.rawValue && subjectID == claim.subjectID && subjectPart == claim.subjectPart
            && generation == claim.generation
    }
}
