import CarrierProtocols
import Messaging

extension SendError {
    /// What a carrier's refusal of `submit_sm` means (§5.1.3), by the route's own table first.
    init(_ status: SMPP.Status, policies: [UInt32: SendError.Policy]) {
        self.init(
            policy: policies[status.rawValue] ?? Self.policy(status), blame: Self.blame(status),
            code: status.rawValue,
            words: "the carrier refused: \(status)")
    }

    /// What the number or the text is to blame for: its length (0x01), the destination (0x0B), its type and plan (0x50, 0x51),
    /// how many there are (0x33) and the fields of the PDU (0x40 to 0x43, 0x54, 0x61 to 0x63, 0xC0 to 0xC4). The rest speaks
    /// of the account, the sender, the carrier's own state, or is a vendor's code.
    private static func blame(_ status: SMPP.Status) -> Blame {
        switch status.rawValue {
        case 0x01, 0x0B, 0x33, 0x40...0x43, 0x50, 0x51, 0x54, 0x61...0x63, 0xC0...0xC4: .message
        default: .route
        }
    }

    private static func policy(_ status: SMPP.Status) -> Policy {
        switch status {
        case .throttled, .queueFull: .slowDown
        case .invalidMessageLength, .invalidSourceAddress, .invalidDestinationAddress: .permanent
        default:
            // Faults of this message or of our settings, which the same PDU will meet again. What is not known (vendors' codes
            // among it) may pass; delivery counts the tries.
            permanent.contains(status.rawValue) ? .permanent : .retry
        }
    }

    private static let permanent: Set<UInt32> = [
        0x06, 0x07, 0x15, 0x33, 0x34, 0x40, 0x42, 0x43, 0x48, 0x49, 0x50, 0x51, 0x54, 0x61, 0x62, 0x63, 0xC0, 0xC1,
        0xC2,
        0xC3, 0xC4,
    ]
}
