internal import LoanBook
internal import Messaging

/// Reads `strategy` of a portfolio: one name, or the champion's and the challengers' names with their weights.
enum StrategyShares {
    static let most = 8

    /// The champion first; empty when a fault was noted.
    static func read(_ fields: inout FieldReader) -> [Portfolio.StrategyShare] {
        let fix = "Name a file of strategies/, such as standard, or several with weights: {standard: 90, brisk: 10}"
        guard let node = fields.required("strategy", fix) else { return [] }
        switch node.content {
        case .scalar(let name) where !name.isEmpty: return [Portfolio.StrategyShare(strategy: name, weight: 1)]
        case .map(let entries) where (1...most).contains(entries.count):
            var shares: [Portfolio.StrategyShare] = []
            for entry in entries {
                guard let weight = entry.value.scalar.flatMap({ Int($0) }), (0...10_000).contains(weight) else {
                    fields.fault(
                        at: entry.value, "the weight of `\(entry.key)` must be a whole number", "Write 0 to 10000")
                    return []
                }
                shares.append(Portfolio.StrategyShare(strategy: entry.key, weight: weight))
            }
            if shares.contains(where: { $0.weight > 0 }) { return shares }
            fields.fault(at: node, "the weights of the strategies add up to nothing", "Give one of them a weight")
            return []
        case .scalar, .map, .list:
            fields.fault(at: node, "`strategy` must be a name, or at most \(most) names with weights", fix)
            return []
        }
    }
}
