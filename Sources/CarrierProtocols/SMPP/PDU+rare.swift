import NIOCore

// What no text's way goes through stands apart, so that reading and writing texts stays small and is inlined.
extension ByteBuffer {
    @inline(never)
    func smppRareContent(
        _ command: SMPP.Command, status: SMPP.Status, _ octets: RawSpan, at index: Int
    ) throws(SMPP.Fault) -> SMPP.PDU.Content {
        switch command {
        case .dataSM: .dataSM(try .init(octets, of: self, at: index))
        case .dataSMResponse: .dataSMResponse(try .init(status: status, octets, of: self, at: index))
        case .submitMulti: .submitMulti(try .init(octets, of: self, at: index))
        case .submitMultiResponse: .submitMultiResponse(try .init(status: status, octets))
        case .querySM: .querySM(try .init(octets))
        case .querySMResponse: .querySMResponse(try .init(status: status, octets))
        case .cancelSM: .cancelSM(try .init(octets))
        case .cancelSMResponse: .cancelSMResponse(status)
        case .replaceSM: .replaceSM(try .init(octets, of: self, at: index))
        case .replaceSMResponse: .replaceSMResponse(status)
        case .outbind: .outbind(try .init(octets))
        case .alertNotification: .alertNotification(try .init(octets, of: self, at: index))
        default: throw SMPP.Fault(.unknownCommand(command.rawValue))
        }
    }

    @inline(never)
    mutating func writeSMPPRareContent(_ content: SMPP.PDU.Content, sequence: UInt32) throws(SMPP.Fault) {
        switch content {
        case .dataSM(let message): try writeSMPPDataMessage(message, sequence: sequence)
        case .dataSMResponse(let response): try writeSMPPDataResponse(response, sequence: sequence)
        case .submitMulti(let message): try writeSMPPMultiMessage(message, sequence: sequence)
        case .submitMultiResponse(let response): try writeSMPPMultiResponse(response, sequence: sequence)
        case .querySM(let query): try writeSMPPQuery(query, sequence: sequence)
        case .querySMResponse(let response): try writeSMPPQueryResponse(response, sequence: sequence)
        case .cancelSM(let cancellation): try writeSMPPCancellation(cancellation, sequence: sequence)
        case .cancelSMResponse(let status): writeSMPPHeader(.cancelSMResponse, status: status, sequence: sequence)
        case .replaceSM(let replacement): try writeSMPPReplacement(replacement, sequence: sequence)
        case .replaceSMResponse(let status): writeSMPPHeader(.replaceSMResponse, status: status, sequence: sequence)
        case .outbind(let outbind): try writeSMPPOutbind(outbind, sequence: sequence)
        case .alertNotification(let alert): try writeSMPPAlertNotification(alert, sequence: sequence)
        default: break
        }
    }
}
