import Foundation
import LoanBook
import Messaging

/// The tables of Documentation/people.md, as a reader sees them.
struct PeopleTable {
    /// A column of the tables, and the purposes that it speaks of.
    enum Column: String, CaseIterable {
        case news = "reminders and news"
        case answers
        case collection
        case agreed = "what was agreed"
        case marketing
        case education

        static func of(_ purpose: Purpose) -> Column? {
            switch purpose {
            // Its own rules say when: there is no opt-out here to confirm.
            case .optOutConfirmation: nil
            case .paymentReceived, .paymentPartial, .loanSettled, .disputeReceived, .answer: .answers
            case .promiseDue, .arrangementOffered, .arrangementDue: .agreed
            default:
                switch purpose.messageClass {
                case .service: .news
                case .collection: .collection
                case .marketing: .marketing
                case .education: .education
                }
            }
        }
    }

    /// Whether it goes, by the first cell's word and column.
    var goes: [String: [Column: Bool]] = [:]

    struct Unreadable: Error { var line: String }

    /// The table whose first heading is `heading`.
    init(_ heading: String) throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(contentsOf: root.appending(path: "Documentation/people.md"), encoding: .utf8)
        var columns: [Column]?
        for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            if columns == nil {
                if cells.first == heading { columns = cells.dropFirst().compactMap { Column(rawValue: $0) } }
                continue
            }
            guard line.hasPrefix("|"), let columns else { break }
            if cells.first?.hasPrefix("---") == true { continue }
            guard cells.count == columns.count + 1, let word = cells.first else { throw Unreadable(line: "\(line)") }
            var row: [Column: Bool] = [:]
            for (column, cell) in zip(columns, cells.dropFirst()) {
                guard cell == "goes" || cell == "stops" else { throw Unreadable(line: "\(line)") }
                row[column] = cell == "goes"
            }
            goes[word.replacing("`", with: "")] = row
        }
    }
}
