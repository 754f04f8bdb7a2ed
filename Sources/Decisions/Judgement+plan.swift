internal import CivilTime
internal import Compliance
internal import LoanBook
internal import Messaging

extension Judgement {
    /// The step with everything its text needs, before anybody asked whether it may go.
    func plan(_ occurrence: Occurrence) -> PlannedStep {
        let tag = snapshot.borrower.language.isEmpty ? context.portfolio.language : snapshot.borrower.language
        let template = context.templates.template(occurrence.step.template, language: tag)
        let loan = occurrence.loan.map { snapshot.loans[$0].loan }
        var values = sender(language: template?.language, occurrence, loan)
        fill(&values, occurrence)
        let complete = template.map { $0.missing(in: values) == nil } ?? false
        return PlannedStep(
            claim: occurrence.claim, step: occurrence.step, loan: loan?.id, contactPoint: contactPoint(occurrence),
            values: values, daysPastDue: occurrence.daysPastDue, language: template?.language.rawValue ?? tag,
            templateVersion: template?.version ?? 0, text: complete ? template?.render(values) ?? "" : "", dueAt: now,
            strategy: strategy.name, arms: arms, claims: occurrence.claims,
            ladder: strategy.rungs(above: occurrence.step.id).filter { $0.arm.map(arms.contains) ?? true })
    }

    private func sender(language: WrittenLanguage?, _ occurrence: Occurrence, _ loan: Loan?) -> RenderValues {
        let portfolio = context.portfolio
        var disclosure = ""
        if let language, portfolio.role == .thirdPartyCollector {
            let purpose = occurrence.step.purpose
            disclosure = self.disclosure(language, purpose, about: [loan?.id])
        }
        var values = RenderValues(
            name: snapshot.borrower.name, lender: portfolio.lender, signature: portfolio.signature,
            hotline: portfolio.hotline, waysToPay: language.flatMap { portfolio.waysToPay[$0.rawValue] } ?? "",
            loanReference: loan?.reference ?? "", disclosure: disclosure)
        values.isCompany = snapshot.borrower.kind == .company
        values.address = portfolio.address
        values.creditor = portfolio.creditor.isEmpty ? portfolio.lender : portfolio.creditor
        values.validationPage = portfolio.validationPage
        values.product = loan?.product ?? ""
        return values
    }

    /// What a collector says of itself; long when it speaks of one of the loans for the first time.
    func disclosure(_ language: WrittenLanguage, _ purpose: Purpose, about loans: [Loan.ID?]) -> String {
        let role = context.portfolio.role
        guard role == .thirdPartyCollector else { return "" }
        let text = Disclosure.text(
            role: role, language: language, isFirst: loans.contains { isFirst(purpose, $0) })
        if purpose == .optOutConfirmation { return text }
        return text + Disclosure.optOutLine(role: role, language: language)
    }

    /// Whether the long form of a collector's disclosure is due. What only confirms something is never the first.
    private func isFirst(_ purpose: Purpose, _ loan: Loan.ID?) -> Bool {
        switch purpose.messageClass {
        case .collection: !wasTold(loan, onlyCollection: true)
        case .service where purpose == .reminderUpcoming || purpose == .reminderDueToday:
            !wasTold(loan, onlyCollection: false)
        case .service, .marketing, .education: false
        }
    }

    /// A company is told through its officers first; a guarantor, contact person or attorney is never told by a step.
    private func contactPoint(_ occurrence: Occurrence) -> ContactPoint? {
        let usable = snapshot.borrower.contactPoints.lazy.filter {
            $0.channel == occurrence.step.channel && $0.standing == .usable
        }
        if case .optOut = occurrence.subject, occurrence.claim.subjectPart > 0 {
            return usable.first { $0.id.number == Int64(occurrence.claim.subjectPart) }
        }
        let officer = snapshot.borrower.kind == .company ? usable.first { $0.owner == .companyOfficer } : nil
        return officer ?? usable.first { $0.owner == .borrower }
    }
}
