package import Messaging

extension Purpose {
    /// Whether the law of many countries asks for the message, so that no experiment and no limit of a strategy may keep
    /// it from a borrower. Which notices are owed is the lender's counsel's to say; these never hang on chance:
    ///
    /// - a refusal of credit (15 U.S.C. 1691(d), 12 CFR 1002.9; Directive (EU) 2023/2225, art. 18);
    /// - a change of schedule or rate (Directive (EU) 2023/2225, arts. 22 and 23; 12 CFR 1026.20(c));
    /// - the validation of a debt (15 U.S.C. 1692g, 12 CFR 1006.34);
    /// - a formal notice, and the last one before court (Consumer Credit Act 1974, s. 87), without which more may not
    ///   be claimed;
    /// - the receipt of a dispute, and the answer to an opt-out, which the borrower has asked for.
    package var isStatutory: Bool {
        switch self {
        case .applicationDeclined, .scheduleChanged, .rateChanged, .debtValidation, .overdueFormal,
            .overdueBeforeLegal, .disputeReceived, .optOutConfirmation:
            true
        default: false
        }
    }
}
