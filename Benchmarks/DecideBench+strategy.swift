extension DecideBench {
    /// Twelve steps, each with a condition over facts of loan, borrower, arrears and history.
    static let strategy = """
        key: decide
        when: loan.status == 'open' || loan.status == 'settled'
        steps:
        """
        + steps.map { id, purpose, anchor, condition in
            """

              - id: \(id)
                purpose: \(purpose)
                template: \(templates[id] ?? id)
                anchor: \(anchor)
                when: \(condition)
                at: "10:00"
                channel: sms
            """
        }.joined() + "\n"

    private static let templates = [
        "upcoming.3": "reminder.upcoming", "upcoming.1": "reminder.upcoming",
        "due.today": "reminder.due_today", "overdue.3": "overdue.1", "overdue.60": "overdue.before_legal",
    ]

    private static let steps: [(String, String, String, String)] = [
        (
            "upcoming.3", "reminder.upcoming", "{days_before_due: 3}",
            "loan.rating in ['A', 'B'] && loan.principal > 500.0"
        ),
        ("upcoming.1", "reminder.upcoming", "{days_before_due: 1}", "history.messages_7_days < 20"),
        ("due.today", "reminder.due_today", "due_day", "borrower.language != 'fr' && loan.outstanding > 10.0"),
        ("overdue.1", "overdue.notice", "{days_past_due: 1}", "arrears.amount >= 5.0 && loan.product != 'mortgage'"),
        ("overdue.3", "overdue.notice", "{days_past_due: 3}", "arrears.amount >= 5.0 && arrears.instalments < 4"),
        ("overdue.7", "overdue.notice", "{days_past_due: 7}", "arrears.amount >= 5.0 || loan.rating == 'C'"),
        ("overdue.15", "overdue.formal", "{days_past_due: 15}", "borrower.overdue_loans > 0"),
        (
            "overdue.30", "overdue.formal", "{days_past_due: 30}",
            "loan.annual_rate < 36.0 && borrower.country in ['CN', 'US']"
        ),
        ("overdue.60", "overdue.before_legal", "{days_past_due: 60}", "history.contacts_30_days < 60"),
        ("payment.received", "payment.received", "payment_received", "history.payments > 0"),
        ("payment.partial", "payment.partial", "payment_partial", "history.last_paid > 1.0"),
        ("loan.settled", "loan.settled", "loan_settled", "today - loan.disbursed_on > 30"),
    ]
}
