import CarrierProtocols
import Messaging

extension SendError {
    /// What a carrier's refusal of Submit means (§6.2.6), by the route's own table first.
    init(_ status: SMGP.Status, policies: [UInt32: SendError.Policy]) {
        self.init(
            policy: policies[status.rawValue] ?? Self.policy(status), blame: Self.blame(status),
            code: status.rawValue, words: "the carrier refused: \(status)")
    }

    /// What the text is to blame for: its form, its format and length, its times. The rest speaks of the account, of numbers that
    /// this carrier does not serve, or is a maker's own code.
    private static func blame(_ status: SMGP.Status) -> Blame {
        switch status.rawValue {
        case 10, 11, 30, 34...37, 44, 45: .message
        default: .route
        }
    }

    private static func policy(_ status: SMGP.Status) -> Policy {
        switch status.rawValue {
        // The protocol has no word for too fast; gateways say that they are busy.
        case SMGP.Status.busy.rawValue: .slowDown
        // Faults of this message or of our settings, which the same PDU will meet again. What is not known (the makers' own
        // codes among it), hours and daily limits may pass; delivery counts the tries.
        case 10, 11, 30...36, 38, 40...49: .permanent
        default: .retry
        }
    }
}
