import CivilTime
import LoanBook

/// One computed schedule, for people and for programs.
enum ScheduleReport {
    static func text(_ schedule: Schedule) -> String {
        let plain = schedule.terms.currency.plain
        var table = TextTable(
            headings: ["no.", "due on", "principal", "interest", "amount", "balance"], numeric: [0, 2, 3, 4, 5])
        table.rows = schedule.rows.map { row in
            [
                String(row.number), row.dueOn.description, plain(row.principalMinor), plain(row.interestMinor),
                plain(row.amountMinor), plain(row.balanceMinor),
            ]
        }
        return table.text
            + "\(schedule.rows.count) instalments, \(plain(schedule.interestMinor)) interest, "
            + "\(plain(schedule.amountMinor)) \(schedule.terms.currency.code) in all\n"
    }

    static func csv(_ schedule: Schedule) -> String {
        "number,due_on,principal,interest,fee,amount,balance" + CSVText.lineEnd
            + schedule.rows.map { row in
                "\(row.number),\(row.dueOn),\(row.principalMinor),\(row.interestMinor),\(row.feeMinor),"
                    + "\(row.amountMinor),\(row.balanceMinor)" + CSVText.lineEnd
            }.joined()
    }

    static func json(_ schedule: Schedule) -> String {
        JSONText.write(
            .object([
                ("currency", .text(schedule.terms.currency.code)), ("principal", .number(schedule.principalMinor)),
                ("interest", .number(schedule.interestMinor)), ("amount", .number(schedule.amountMinor)),
                (
                    "instalments",
                    .list(
                        schedule.rows.map { row in
                            .object([
                                ("number", .number(Int64(row.number))), ("due_on", .text(row.dueOn.description)),
                                ("principal", .number(row.principalMinor)), ("interest", .number(row.interestMinor)),
                                ("fee", .number(row.feeMinor)), ("amount", .number(row.amountMinor)),
                                ("balance", .number(row.balanceMinor)),
                            ])
                        })
                ),
            ]))
    }
}
