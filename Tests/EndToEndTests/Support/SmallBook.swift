/// A lender's book small enough to know every answer by heart, in the English dialect of the lender-book mapping.
/// Days count from 2026-11-21, a Saturday; all borrowers live by New York's clock.
struct SmallBook: Sendable {
    struct Row: Sendable {
        var id: String
        var name = "Pat Example"
        var phone = "+12125550100"
        var due = "2026-11-20"
        var amount = "120.00"
        var consent = "Y"
    }

    var rows: [Row]
    var loanStatus = "open"
    var payments: [(loan: String, paidOn: String, amount: String)] = []

    /// What `now` makes of it: three of the five hear of their arrears, one opted out, one has no phone.
    static let standard = SmallBook(rows: [
        Row(id: "1", name: "Ann Archer", phone: "+12125550101"),
        Row(id: "2", name: "Bob Baker", phone: "(212) 555-0102", due: "2026-11-21"),
        Row(id: "3", name: "Cy Carter", phone: "+12125550103", due: "2026-11-24"),
        Row(id: "4", name: "Di Dorset", phone: "+12125550104", consent: "N"),
        Row(id: "5", name: "Ed Ellis", phone: "n/a"),
    ])

    /// One in the afternoon in New York: every step's hour has come, and every window is open.
    static let now = "2026-11-21T18:00:00Z"

    /// `count` borrowers who fell due yesterday.
    static func overdue(_ count: Int) -> SmallBook {
        SmallBook(
            rows: (1...count).map { number in
                let tail = String(String(10_000 + number).suffix(4))
                return Row(id: "\(number)", name: "Pat Example\(number)", phone: "+1212555\(tail)")
            })
    }

    var files: [(name: String, text: String)] {
        var borrowers =
            "borrower_id,name,mobile,email,language,region,time_zone,birth_date,sms_consent\n"
        var loans = "loan_id,borrower_id,product,principal,annual_rate,disbursed_on,rating,status\n"
        var instalments = "loan_id,number,due_on,amount_due\n"
        for row in rows {
            borrowers +=
                "B\(row.id),\(row.name),\(row.phone),,en,US-NY,America/New_York,1980-05-05,\(row.consent)\n"
            loans += "L\(row.id),B\(row.id),revolving,5000.00,0.154,2025-05-20,A,\(loanStatus)\n"
            instalments += "L\(row.id),1,\(row.due),\(row.amount)\n"
        }
        var paid = "payment_id,loan_id,paid_on,amount\n"
        for (number, payment) in payments.enumerated() {
            paid += "P\(number + 1),\(payment.loan),\(payment.paidOn),\(payment.amount)\n"
        }
        return [
            ("borrowers.csv", borrowers), ("loans.csv", loans), ("instalments.csv", instalments),
            ("payments.csv", paid),
        ]
    }
}
