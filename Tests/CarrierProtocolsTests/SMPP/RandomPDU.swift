import CarrierProtocols
import NIOCore

/// A seeded source of PDUs that can be written (splitmix64).
struct RandomPDU: RandomNumberGenerator {
    static let kinds = 23
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    /// Refusals have no body where the specification gives them none, so that what is written is all there was.
    mutating func pdu(_ kind: Int) -> SMPP.PDU {
        SMPP.PDU(sequence: .random(in: 0...(.max), using: &self), content(kind))
    }

    private mutating func content(_ kind: Int) -> SMPP.PDU.Content {
        switch kind {
        case 0:
            .bind(
                .init(
                    mode: mode(), systemID: text(15), password: text(30), systemType: text(12),
                    interfaceVersion: octet(),
                    addresses: address(40)))
        case 1: .bindResponse(.init(mode: mode(), status: .ok, systemID: text(15), tlvs: tlvs()))
        case 2: .bindResponse(.init(mode: mode(), status: refusal()))
        case 3: .unbind
        case 4: .unbindResponse(status())
        case 5: .submitSM(message())
        case 6: .submitSMResponse(.init(messageID: text(64)))
        case 7: .submitSMResponse(.init(status: refusal()))
        case 8: .deliverSM(message())
        case 9: .deliverSMResponse(.init(messageID: text(64)))
        case 10: .enquireLink
        case 11: .enquireLinkResponse(status())
        case 12: .genericNack(status())
        case 13: .dataSM(data())
        case 14: .dataSMResponse(.init(status: status(), messageID: "x" + text(64), tlvs: tlvs()))
        case 15: .submitMulti(.init(destinations: destinations(), message: undirected()))
        case 16: .submitMultiResponse(.init(status: status(), messageID: "x" + text(64), refused: refused()))
        case 17: .querySM(.init(messageID: text(255), source: address(20)))
        case 18: .querySMResponse(.init(messageID: text(64), finalDate: time(), state: octet(), errorCode: octet()))
        case 19:
            .cancelSM(.init(serviceType: text(5), messageID: text(64), source: address(20), destination: address(20)))
        case 20: Bool.random(using: &self) ? .cancelSMResponse(status()) : .replaceSMResponse(status())
        case 21: .replaceSM(replacement())
        default:
            Bool.random(using: &self)
                ? .outbind(.init(systemID: text(15), password: text(30)))
                : .alertNotification(.init(source: address(64), esme: address(64), tlvs: tlvs()))
        }
    }

    private mutating func octet() -> UInt8 { .random(in: 0...255, using: &self) }

    private mutating func status() -> SMPP.Status {
        Bool.random(using: &self) ? .ok : refusal()
    }

    private mutating func refusal() -> SMPP.Status { SMPP.Status(rawValue: .random(in: 1...(.max), using: &self)) }

    private mutating func mode() -> SMPP.BindMode { SMPP.BindMode.allCases.randomElement(using: &self) ?? .receiver }

    /// At most `limit` octets of UTF-8 without a NUL.
    private mutating func text(_ limit: Int) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0...limit, using: &self) {
            let more =
                Int.random(in: 0..<9, using: &self) == 0
                ? "é" : String(UnicodeScalar(.random(in: 1...127, using: &self)))
            if text.utf8.count + more.utf8.count <= limit {
                text.unicodeScalars.append(contentsOf: more.unicodeScalars)
            }
        }
        return text
    }

    private mutating func address(_ limit: Int) -> SMPP.Address {
        SMPP.Address(typeOfNumber: octet(), numberingPlan: octet(), text: text(limit))
    }

    private mutating func time() -> SMPP.Time {
        switch Int.random(in: 0..<3, using: &self) {
        case 0: .none
        case 1: .relative(seconds: .random(in: 0...9_000_000, using: &self))
        default: .absolute(posixSeconds: .random(in: 0...4_000_000_000, using: &self))
        }
    }

    private mutating func octets(_ limit: Int) -> ByteBuffer {
        ByteBuffer(bytes: (0..<Int.random(in: 0...limit, using: &self)).map { _ in octet() })
    }

    private mutating func tlvs() -> SMPP.TLVs {
        var tlvs = SMPP.TLVs()
        for _ in 0..<Int.random(in: 0...4, using: &self) {
            let value = octets(40).readableBytesView
            // Forty octets are no fault.
            do { try tlvs.append(.init(rawValue: .random(in: 0...(.max), using: &self)), bytes: value) } catch { break }
        }
        return tlvs
    }

    private mutating func message() -> SMPP.ShortMessage {
        var message = undirected()
        message.destination = address(20)
        return message
    }

    private mutating func undirected() -> SMPP.ShortMessage {
        var message = SMPP.ShortMessage()
        message.serviceType = text(5)
        message.source = address(20)
        message.esmClass.rawValue = octet()
        message.protocolID = octet()
        message.priority = octet()
        message.scheduleDeliveryTime = time()
        message.validityPeriod = time()
        message.registeredDelivery = octet()
        message.replaceIfPresent = octet()
        message.dataCoding.rawValue = octet()
        message.defaultMessageID = octet()
        message.shortMessage = octets(254)
        message.tlvs = tlvs()
        return message
    }

    private mutating func data() -> SMPP.DataMessage {
        var message = SMPP.DataMessage()
        message.serviceType = text(5)
        message.source = address(64)
        message.destination = address(64)
        message.esmClass.rawValue = octet()
        message.registeredDelivery = octet()
        message.dataCoding.rawValue = octet()
        message.tlvs = tlvs()
        return message
    }

    private mutating func destinations() -> [SMPP.Destination] {
        (0..<Int.random(in: 1...6, using: &self)).map { _ in
            Bool.random(using: &self) ? .address(address(20)) : .distributionList(text(20))
        }
    }

    private mutating func refused() -> [SMPP.MultiResponse.Refused] {
        (0..<Int.random(in: 0...6, using: &self)).map { _ in .init(address: address(20), status: status()) }
    }

    private mutating func replacement() -> SMPP.Replacement {
        var replacement = SMPP.Replacement(messageID: text(64), source: address(20))
        replacement.scheduleDeliveryTime = time()
        replacement.validityPeriod = time()
        replacement.registeredDelivery = octet()
        replacement.defaultMessageID = octet()
        replacement.shortMessage = octets(254)
        replacement.tlvs = tlvs()
        return replacement
    }
}
