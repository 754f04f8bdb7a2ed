internal import CivilTime
internal import LoanBook
internal import Messaging

/// What is told to a borrower about no loan.
extension Occurrences {
    func findApplications(_ applications: [Application], of borrower: Borrower.ID, into found: inout [Occurrence]) {
        guard strategy.events.hasApplications else { return }
        for application in applications {
            add(
                strategy.steps(on: .application(application.status)), borrower, .application, application.id.number,
                Int32(application.status.rawValue), .application(application), since: application.statusOn,
                into: &found)
        }
    }

    /// What only the borrower's own record says.
    func findPersonal(_ snapshot: BorrowerSnapshot, into found: inout [Occurrence]) {
        let (borrower, events) = (snapshot.borrower, strategy.events)
        if !events.dispute.isEmpty, let zone {
            for dispute in snapshot.disputes {
                add(
                    events.dispute, borrower.id, .flag, dispute.id.number, 0, .dispute,
                    since: zone.civil(at: dispute.raisedAt).date, into: &found)
            }
        }
        if borrower.kind == .person, let born = borrower.birthDate, born.isAnniversary(date), born < date {
            add(
                events.birthday, borrower.id, .day, Int64(date.daysSinceEpoch), 0, .birthday, since: date, into: &found)
        }
        for (festival, steps) in strategy.festivals(on: date) {
            add(
                steps, borrower.id, .day, Int64(date.daysSinceEpoch), 0, .festival(festival), since: date, into: &found)
        }
    }

    private func add(
        _ steps: [Step], _ borrower: Borrower.ID, _ kind: Claim.Subject, _ id: Int64, _ part: Int32,
        _ subject: Occurrence.Subject, since firstDay: CivilDate, into found: inout [Occurrence]
    ) {
        let daysLate = date - firstDay
        guard let step = steps.first, daysLate >= 0, daysLate <= steps.mostLateDays else { return }
        found.append(
            Occurrence(
                claim: Claim(
                    borrower: borrower, subject: kind, subjectID: id, subjectPart: part, step: step.id,
                    generation: Self.generation), step: step, steps: steps, loan: nil, subject: subject,
                daysPastDue: 0, outstandingMinor: 0, firstDay: firstDay, daysLate: daysLate))
    }
}

extension CivilDate {
    /// Who was born on 29 February has a birthday on 1 March of other years, as `borrower.age` has it.
    fileprivate func isAnniversary(_ day: CivilDate) -> Bool {
        let (born, today) = (fields, day.fields)
        if born.month == 2, born.day == 29, today.month == 3, today.day == 1 { return (day + -1).fields.day == 28 }
        return (born.month, born.day) == (today.month, today.day)
    }
}
