import CarrierProtocols
import Messaging

extension SendError {
    /// What a carrier's refusal of `submit_sm` means (§5.1.3), by the route's own table first.
    init(_ status: SMPP.Status, policies: [UInt32: SendError.Policy]) {
        self.init(
            policy: policies[status.rawValue] ?? Self.policy(status), code: status.rawValue,
            words: "the carrier refused: \(status)")
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
