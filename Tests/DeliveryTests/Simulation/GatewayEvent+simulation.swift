import Messaging

extension GatewayEvent {
    var token: DeliveryToken? {
        switch self {
        case .receipt(_, let token), .reply(_, let token), .unreadable(_, let token): token
        case .accepted, .refused, .unanswered, .unwritten, .link, .remark: nil
        }
    }

    /// What a gateway says of a segment whose answer will not come; what was never written stays so.
    var unanswered: GatewayEvent? {
        switch self {
        case .accepted(let id, let segment, _), .refused(let id, let segment, _), .unanswered(let id, let segment):
            .unanswered(id, segment: segment)
        case .unwritten(let id, let segment): .unwritten(id, segment: segment)
        case .receipt, .reply, .unreadable, .link, .remark: nil
        }
    }
}
