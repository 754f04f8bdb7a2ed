/// What a column of a carrier's bill holds.
package enum BillColumn: String, Sendable, CaseIterable {
    /// The carrier's id of the message.
    case id
    case time
    case segments
    /// Of one segment.
    case price
    /// Of the line.
    case amount
    case number

    /// Headings by which carriers are known to call it, as `plain` writes them.
    private var usual: Set<String> {
        switch self {
        case .id: ["id", "msgid", "messageid", "smscid", "smsid", "carrierid", "消息id", "短信id", "消息编号"]
        case .time:
            [
                "time", "date", "datetime", "submittime", "submitted", "sendtime", "senttime", "sentat", "timestamp",
                "提交时间", "发送时间", "时间",
            ]
        case .segments: ["segments", "parts", "units", "segmentcount", "smscount", "pktotal", "条数", "计费条数"]
        case .price: ["price", "unitprice", "rate", "persegment", "单价"]
        case .amount: ["amount", "cost", "fee", "charge", "total", "金额", "费用"]
        case .number: ["number", "msisdn", "mobile", "destination", "dest", "phone", "to", "手机号", "号码", "手机号码"]
        }
    }

    private static func plain(_ heading: String) -> String {
        heading.lowercased().filter { !" _-./".contains($0) }
    }

    /// Where each stands in a heading; `named` says it where the usual names do not. Throws for what is not there.
    static func places(
        in header: [String], named: [BillColumn: String], file: String
    ) throws(IntakeError) -> [BillColumn: Int] {
        var places: [BillColumn: Int] = [:]
        for column in allCases {
            if let name = named[column] {
                guard let place = header.firstIndex(of: name) else {
                    throw IntakeError(
                        .missingColumn, file: file, line: 1, "has no column `\(name)`",
                        fix: "Correct --columns \(column.rawValue)=…")
                }
                places[column] = place
            } else if let place = header.firstIndex(where: { column.usual.contains(plain($0)) }) {
                places[column] = place
            }
        }
        guard places[.id] != nil else {
            throw IntakeError(
                .missingColumn, file: file, line: 1, "has no column of the carrier's ids that is known by its heading",
                fix: "Name it: --columns id=HEADING")
        }
        return places
    }
}
