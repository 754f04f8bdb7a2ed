import CarrierProtocols
import Messaging

extension SendError {
    /// What a carrier's refusal of CMPP_SUBMIT means (§8.4.3.2), by the route's own table first.
    init(_ result: CMPP.Result, policies: [UInt32: SendError.Policy]) {
        self.init(
            policy: policies[result.rawValue] ?? Self.policy(result), blame: Self.blame(result),
            code: result.rawValue,
            words: "the carrier refused: \(result)")
    }

    /// What the text is to blame for. The rest speaks of the account, its services and fees, of numbers that this carrier does
    /// not serve (one that was carried to another among them), or is a maker's own code, as a rule about the sender and what
    /// it may say.
    private static func blame(_ result: CMPP.Result) -> Blame {
        switch result {
        case .malformed, .wrongLength, .unknownCommand, .contentTooLong: .message
        default: .route
        }
    }

    private static func policy(_ result: CMPP.Result) -> Policy {
        switch result {
        case .tooFast: .slowDown
        // The next try has another sequence.
        case .repeatedSequence: .retry
        // Faults of this message or of our settings, which the same PDU will meet again. What is not known (the makers' own
        // codes among it) may pass; delivery counts the tries.
        default: (1...13).contains(result.rawValue) ? .permanent : .retry
        }
    }
}
