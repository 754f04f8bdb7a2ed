internal import Decisions
package import LoanBook
import Messaging

/// Two sides beside each other, in counts: nothing grows with the book but them.
package struct Comparison: Sendable {
    /// What groups are formed by.
    package enum Dimension: String, Sendable, CaseIterable {
        case portfolio
        case productAndRating = "product_and_rating"
        case region
        case daysPastDue = "days_past_due"
    }

    package struct Group: Sendable, Hashable {
        package var dimension: Dimension
        package var name: String

        package init(dimension: Dimension, name: String) {
            self.dimension = dimension
            self.name = name
        }
    }

    /// Messages, segments and cost of one side.
    package struct Side: Sendable, Equatable {
        package var messages = 0
        package var segments = 0
        /// By currency, in millionths of its main unit; of routes that say what a segment costs.
        package var cost: [Currency: Int64] = [:]
        /// Segments over routes that do not say it.
        package var segmentsWithoutCost = 0

        mutating func add(_ half: ComparedMessage.Half, _ cost: SegmentCost?) {
            messages += 1
            segments += half.segments
            guard let cost else {
                segmentsWithoutCost += half.segments
                return
            }
            self.cost[cost.currency, default: 0] += cost.millionths * Int64(half.segments)
        }
    }

    package struct Tally: Sendable, Equatable {
        package var a = Side()
        package var b = Side()
        package var changes: [ComparedMessage.Change: Int] = [:]
    }

    package struct Reason: Sendable, Hashable {
        package var change: ComparedMessage.Change
        package var stepA: String
        package var stepB: String
        package var why: String
    }

    /// Names of products, regions and reasons come from the lender: beyond so many the others are counted together.
    package static let mostGroups = 2_000
    package static let others = "(others)"

    package private(set) var borrowers = 0
    package private(set) var whole = Tally()
    package private(set) var groups: [Group: Tally] = [:]
    package private(set) var reasons: [Reason: Int] = [:]
    /// Borrowers by how many messages they hear, on each side; those who hear nothing on either are not counted.
    package private(set) var contactsA: [Int: Int] = [:]
    package private(set) var contactsB: [Int: Int] = [:]
    /// What is held, by the rule or reason that holds it.
    package private(set) var heldA: [String: Int] = [:]
    package private(set) var heldB: [String: Int] = [:]
    private let scale: DelinquencyScale

    package init(scale: DelinquencyScale = .months) { self.scale = scale }

    mutating func look(at borrowers: Int) { self.borrowers += borrowers }

    mutating func add(
        _ messages: [ComparedMessage], _ a: Forecast, _ b: Forecast, portfolio: String, cost: SegmentCost?
    ) {
        for message in messages { add(message, portfolio: portfolio, cost: cost) }
        let (countA, countB) = (messages.count { $0.a != nil }, messages.count { $0.b != nil })
        if countA + countB > 0 {
            contactsA[countA, default: 0] += 1
            contactsB[countB, default: 0] += 1
        }
        for entry in a.entries { Self.hold(entry, into: &heldA) }
        for entry in b.entries { Self.hold(entry, into: &heldB) }
    }

    private static func hold(_ entry: Forecast.Entry, into held: inout [String: Int]) {
        guard case .hold = entry.decision, let heading = entry.decision.heading else { return }
        held[held.count < mostGroups || held[heading] != nil ? heading : others, default: 0] += 1
    }

    private mutating func add(_ message: ComparedMessage, portfolio: String, cost: SegmentCost?) {
        Self.add(message, cost, to: &whole)
        for dimension in Dimension.allCases {
            let name =
                switch dimension {
                case .portfolio: portfolio
                case .productAndRating: [message.product, message.rating].filter { !$0.isEmpty }.joined(separator: " ")
                case .region: message.region
                case .daysPastDue: scale.step(daysPastDue: message.daysPastDue).label
                }
            var group = Group(dimension: dimension, name: name)
            if groups[group] == nil, groups.count >= Self.mostGroups { group.name = Self.others }
            Self.add(message, cost, to: &groups[group, default: Tally()])
        }
        guard message.change != .same else { return }
        var reason = Reason(
            change: message.change, stepA: message.a?.step ?? "", stepB: message.b?.step ?? "", why: message.why)
        if reasons[reason] == nil, reasons.count >= Self.mostGroups { reason.why = Self.others }
        reasons[reason, default: 0] += 1
    }

    private static func add(_ message: ComparedMessage, _ cost: SegmentCost?, to tally: inout Tally) {
        if let half = message.a { tally.a.add(half, cost) }
        if let half = message.b { tally.b.add(half, cost) }
        tally.changes[message.change, default: 0] += 1
    }
}
