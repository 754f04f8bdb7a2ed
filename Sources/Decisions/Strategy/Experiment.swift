package import LoanBook
internal import Messaging

/// A comparison of what borrowers hear: each borrower is in one arm, for as long as the file does not change.
package struct Experiment: Sendable, Hashable {
    package struct Arm: Sendable, Hashable {
        package var key: String
        package var weight: Int
        /// Hears nothing of the whole strategy but what the law asks for: see `Purpose.isStatutory`.
        package var isHoldout: Bool
    }

    /// An arm as leaves and reports name it: `tone=gentle`.
    package struct ArmName: Sendable, Hashable, CustomStringConvertible {
        package var experiment: String
        package var arm: String

        package var description: String { "\(experiment)=\(arm)" }
    }

    package static let most = 8
    package static let mostArms = 16

    package var key: String
    package var salt: String
    /// At least two; their weights add up to 1 or more.
    package var arms: [Arm]

    /// The arm of a borrower, by the lender's own id.
    package func arm(strategy: String, portfolio: Portfolio.Key, borrower: Reference) -> Arm {
        arms[
            Draw.place(
                of: ["dunlin experiment", strategy, key, salt, portfolio, borrower], weights: arms.map(\.weight))]
    }
}

/// Draws lots that anybody can draw again.
///
/// The parts, joined by line feeds, are hashed by SHA-256. The first 16 hexadecimal digits are a number `h`; the lot is
/// `h * total / 2^64`, rounded down, where `total` is the sum of the weights. It falls to the first whose weight,
/// added to those before it, is greater than the lot.
enum Draw {
    static func place(of parts: [String], weights: [Int]) -> Int {
        let digest = ContentHash.sha256(parts.joined(separator: "\n").utf8)
        let head = UInt64(digest.prefix(16), radix: 16) ?? 0
        let total = UInt64(max(1, weights.reduce(0, +)))
        let lot = Int(head.multipliedFullWidth(by: total).high)
        var sum = 0
        for (place, weight) in weights.enumerated() {
            sum += weight
            if lot < sum { return place }
        }
        return 0
    }
}
