import Messaging

// The words of cases in evidence stand here, not with the runtime: a case may be renamed and a leaf may not, and asking
// for a case's name is slow.

extension AttemptState {
    var word: String {
        switch self {
        case .written: "written"
        case .accepted: "accepted"
        case .unknown: "unknown"
        case .delivered: "delivered"
        case .undelivered: "undelivered"
        case .expired: "expired"
        case .refused: "refused"
        case .unwritten: "unwritten"
        }
    }
}

extension CarrierReceipt.Outcome {
    var word: String {
        switch self {
        case .delivered: "delivered"
        case .undelivered: "undelivered"
        case .expired: "expired"
        case .rejected: "rejected"
        case .accepted: "accepted"
        case .enroute: "enroute"
        case .unknown: "unknown"
        }
    }
}

extension SegmentedText.Alphabet {
    var word: String {
        switch self {
        case .gsm7: "gsm7"
        case .latin1: "latin1"
        case .ucs2: "ucs2"
        }
    }
}
