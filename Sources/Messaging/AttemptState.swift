/// Where an attempt, or one segment of it, stands. An attempt's state is the fold of its segments'.
package enum AttemptState: Int, Sendable, Codable, CaseIterable {
    /// Written to the store; bytes may be on the wire; no answer yet.
    case written = 1
    /// The carrier took it and gave it an id.
    case accepted = 2
    /// It may have gone out and no answer will come: counts as told, until a late receipt says otherwise.
    case unknown = 3
    case delivered = 4
    case undelivered = 5
    case expired = 6
    /// The carrier said no.
    case refused = 7
    /// No byte was written: nothing went out.
    case unwritten = 8

    /// The state of an attempt whose segments stand so. The worst certain news wins over the best hope: a message is
    /// delivered only when every segment is, and a later segment's success never hides an earlier one's failure.
    package static func fold(_ segments: [AttemptState]) -> AttemptState {
        func any(_ state: AttemptState) -> Bool { segments.contains(state) }
        func all(_ state: AttemptState) -> Bool { !segments.isEmpty && segments.allSatisfy { $0 == state } }
        if any(.written) { return .written }
        if all(.unwritten) { return .unwritten }
        if any(.refused) { return .refused }
        if any(.unknown) || any(.unwritten) { return .unknown }
        if any(.undelivered) { return .undelivered }
        if any(.expired) { return .expired }
        return all(.delivered) ? .delivered : .accepted
    }

    /// What a receipt makes of a segment; nil when it changes nothing. A final word is never unsaid.
    package func after(_ receipt: CarrierReceipt.Outcome) -> AttemptState? {
        switch self {
        case .delivered, .undelivered, .expired, .refused, .unwritten: return nil
        case .written, .accepted, .unknown:
            switch receipt {
            case .delivered: return .delivered
            case .undelivered, .rejected: return .undelivered
            case .expired: return .expired
            case .accepted, .enroute: return self == .accepted ? nil : .accepted
            case .unknown: return nil
            }
        }
    }

    /// The state of a message whose last attempt stands so; nil where the attempt leaves it to be tried again.
    package var message: MessageState? {
        switch self {
        case .written: .submitted
        case .accepted: .accepted
        case .unknown: .unknown
        case .delivered: .delivered
        case .undelivered: .undelivered
        case .expired: .expired
        case .refused: .failed
        case .unwritten: nil
        }
    }
}
