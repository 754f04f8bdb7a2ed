import CarrierProtocols
import NIOCore
import Testing

/// One of each PDU: its golden bytes, assembled by hand from the tables of §4 and §5, and what they mean.
struct Sample: Sendable, CustomTestStringConvertible {
    var name: String
    var bytes: ByteBuffer
    var pdu: SMPP.PDU
    var testDescription: String { name }

    static let all = common + rare

    private static let common: [Sample] = [
        // §4.1.1.2 has a bind_transmitter of `SMPP3TEST`, password `secret08`, type `SUBMIT1`, printed byte by byte.
        Sample(
            name: "bind_transmitter",
            bytes: hex(
                """
                0000002F 00000002 00000000 00000001
                534D50503354455354 00 7365637265743038 00 5355424D495431 00 00 01 01 00
                """),
            pdu: SMPP.PDU(
                sequence: 1,
                .bind(
                    SMPP.Bind(
                        mode: .transmitter, systemID: "SMPP3TEST", password: "secret08", systemType: "SUBMIT1",
                        interfaceVersion: 0, addresses: .init(typeOfNumber: 1, numberingPlan: 1, text: ""))))),
        Sample(
            name: "bind_transceiver with a long password",
            bytes: hex(
                """
                00000025 00000009 00000000 00000002
                61 00 6C6F6E676572207468616E2038 00 00 34 00 00 00
                """),
            pdu: SMPP.PDU(
                sequence: 2, .bind(SMPP.Bind(mode: .transceiver, systemID: "a", password: "longer than 8")))),
        Sample(
            name: "bind_receiver",
            bytes: hex("00000019 00000001 00000000 00000003 61 00 62 00 00 34 00 00 00"),
            pdu: SMPP.PDU(sequence: 3, .bind(SMPP.Bind(mode: .receiver, systemID: "a", password: "b")))),
        Sample(
            name: "bind_transceiver_resp refused without a body",
            bytes: hex("00000010 80000009 0000000E 00000002"),
            pdu: SMPP.PDU(sequence: 2, .bindResponse(.init(mode: .transceiver, status: .invalidPassword)))),
        Sample(
            name: "bind_receiver_resp with sc_interface_version",
            bytes: hex("00000017 80000001 00000000 00000003 63 00 0210 0001 34"),
            pdu: SMPP.PDU(
                sequence: 3,
                .bindResponse(
                    .init(mode: .receiver, status: .ok, systemID: "c", tlvs: tlvs(.interfaceVersion, UInt8(0x34)))))),
        Sample(
            name: "submit_sm",
            bytes: hex(
                """
                00000049 00000004 00000000 00000007
                00 05 00 4C656E646572 00 01 01 38363133383030313338303030 00 00 00 00 00
                30303030303030303132303030303052 00 01 00 00 00 05 48656C6C6F
                """),
            pdu: SMPP.PDU(sequence: 7, .submitSM(greeting))),
        Sample(
            name: "submit_sm_resp",
            bytes: hex("00000015 80000004 00000000 00000007 33663261 00"),
            pdu: SMPP.PDU(sequence: 7, .submitSMResponse(.init(messageID: "3f2a")))),
        Sample(
            name: "submit_sm_resp throttled without a body",
            bytes: hex("00000010 80000004 00000058 00000008"),
            pdu: SMPP.PDU(sequence: 8, .submitSMResponse(.init(status: .throttled)))),
        Sample(
            name: "deliver_sm with an unknown parameter",
            bytes: hex(
                """
                0000002C 00000005 00000000 00000009
                00 01 01 3836 00 00 00 39 00 00 00 00 00 00 00 00 00 00 02 4F4B 1400 0002 BEEF
                """),
            pdu: SMPP.PDU(sequence: 9, .deliverSM(answer))),
        Sample(
            name: "deliver_sm_resp",
            bytes: hex("00000011 80000005 00000000 00000009 00"),
            pdu: SMPP.PDU(sequence: 9, .deliverSMResponse(.init()))),
        Sample(
            name: "unbind", bytes: hex("00000010 00000006 00000000 0000000A"), pdu: SMPP.PDU(sequence: 10, .unbind)),
        Sample(
            name: "unbind_resp", bytes: hex("00000010 80000006 00000000 0000000A"),
            pdu: SMPP.PDU(sequence: 10, .unbindResponse(.ok))),
        Sample(
            name: "enquire_link", bytes: hex("00000010 00000015 00000000 7FFFFFFF"),
            pdu: SMPP.PDU(sequence: 0x7FFF_FFFF, .enquireLink)),
        Sample(
            name: "enquire_link_resp", bytes: hex("00000010 80000015 00000000 7FFFFFFF"),
            pdu: SMPP.PDU(sequence: 0x7FFF_FFFF, .enquireLinkResponse(.ok))),
        Sample(
            name: "generic_nack", bytes: hex("00000010 80000000 00000003 00000000"),
            pdu: SMPP.PDU(sequence: 0, .genericNack(.invalidCommandID))),
    ]

    static var greeting: SMPP.ShortMessage {
        var message = SMPP.ShortMessage()
        message.source = .init(typeOfNumber: 5, numberingPlan: 0, text: "Lender")
        message.destination = .init(typeOfNumber: 1, numberingPlan: 1, text: "8613800138000")
        message.validityPeriod = .relative(seconds: 12 * 60)
        message.registeredDelivery = 1
        message.shortMessage = ByteBuffer(string: "Hello")
        return message
    }

    private static var answer: SMPP.ShortMessage {
        var message = SMPP.ShortMessage()
        message.source = .init(typeOfNumber: 1, numberingPlan: 1, text: "86")
        message.destination = .init(typeOfNumber: 0, numberingPlan: 0, text: "9")
        message.shortMessage = ByteBuffer(string: "OK")
        message.tlvs = tlvs(.init(rawValue: 0x1400), UInt16(0xBEEF))
        return message
    }

    private static func tlvs<T: FixedWidthInteger & Sendable>(_ tag: SMPP.TLVs.Tag, _ value: T) -> SMPP.TLVs {
        var tlvs = SMPP.TLVs()
        tlvs.append(tag, integer: value)
        return tlvs
    }
}
