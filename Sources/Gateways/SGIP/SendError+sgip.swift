import CarrierProtocols
import Messaging

extension SendError {
    /// What a carrier's refusal of Submit means (§5.2), by the route's own table first.
    init(_ result: SGIP.Result, policies: [UInt32: SendError.Policy]) {
        let code = UInt32(result.rawValue)
        self.init(
            policy: policies[code] ?? Self.policy(result), blame: Self.blame(result), code: code,
            words: "the carrier refused: \(result)")
    }

    /// What the text, the number or the handset is to blame for; the rest speaks of the account, of ways and of the carrier's own
    /// state.
    private static func blame(_ result: SGIP.Result) -> Blame {
        switch result.rawValue {
        case 5...8, 25...29, 31: .message
        default: .route
        }
    }

    private static func policy(_ result: SGIP.Result) -> Policy {
        switch result {
        // The protocol has no word for too fast; gateways say that they are busy, or that their queue is full.
        case .busy, .queueFull: .slowDown
        // Faults of this message or of our settings, which the same PDU will meet again. What is not known may pass; delivery
        // counts the tries.
        default: [5, 6, 7, 8, 24, 27, 29, 30, 31].contains(result.rawValue) ? .permanent : .retry
        }
    }
}
