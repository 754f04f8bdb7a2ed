package import LoanBook

/// Why a message is sent. Each purpose belongs to one class; the class is what consent and most law speaks of.
package enum Purpose: String, Sendable, Codable, CaseIterable {
    case reminderUpcoming = "reminder.upcoming"
    case reminderDueToday = "reminder.due_today"
    case overdueNotice = "overdue.notice"
    case overdueFormal = "overdue.formal"
    case paymentReceived = "payment.received"
    case loanSettled = "loan.settled"
    case optOutConfirmation = "opt_out.confirmation"

    package var messageClass: MessageClass {
        switch self {
        case .overdueNotice, .overdueFormal: .collection
        case .reminderUpcoming, .reminderDueToday, .paymentReceived, .loanSettled, .optOutConfirmation: .service
        }
    }
}
