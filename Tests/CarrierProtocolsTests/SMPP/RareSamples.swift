import CarrierProtocols
import NIOCore

/// The PDUs beside the way of texts. Where no other source is named the bytes are vectors that the tests of the Go module
/// linxGnu/gosmpp publish.
extension Sample {
    private static let alicer = SMPP.Address(typeOfNumber: 28, numberingPlan: 29, text: "Alicer")
    private static let bobo = SMPP.Address(typeOfNumber: 30, numberingPlan: 31, text: "Bobo")

    static let rare: [Sample] = [
        Sample(
            name: "data_sm",
            bytes: hex(
                """
                0000002c 00000103 00000000 0000000d
                61626300 1c1d416c6963657200 1e1f426f626f00 4d 53 5b 0007 0001 5f
                """),
            pdu: SMPP.PDU(sequence: 13, .dataSM(data))),
        Sample(
            name: "data_sm_resp", bytes: hex("00000018 80000103 00000000 0000000d 746573744d494400"),
            pdu: SMPP.PDU(sequence: 13, .dataSMResponse(.init(messageID: "testMID")))),
        // twitter-archive/cloudhopper-smpp, PduDecoderTest.
        Sample(
            name: "data_sm_resp with an empty id", bytes: hex("00000011 80000103 00000000 00116ac7 00"),
            pdu: SMPP.PDU(sequence: 1_141_447, .dataSMResponse(.init()))),
        // By hand from §4.7.2, §5.3.2.31 and §5.3.2.33.
        Sample(
            name: "data_sm_resp that failed",
            bytes: hex("0000001d 80000103 000000FE 00000002 00 0423 0003 030001 0425 0001 01"),
            pdu: SMPP.PDU(sequence: 2, .dataSMResponse(failed))),
        Sample(
            name: "submit_multi",
            bytes: hex(
                """
                0000006e 00000021 00000000 0000000d
                61626300 1c1d416c6963657200 03 010000426f623100 024c6973743100 024c6973743200
                0d 63 3d 00 00 53 00 08 00
                30 006e006700681eaf0020006e00670068006900ea006e00670020006e0067006800691ec5006e00670020006e00671ea3
                """),
            pdu: SMPP.PDU(sequence: 13, .submitMulti(multi))),
        Sample(
            name: "submit_multi_resp",
            bytes: hex(
                """
                00000030 80000021 00000000 0000000d
                666f6f7462616c6c00 02 2621426f623100 00000013 0000426f623200 00000014
                """),
            pdu: SMPP.PDU(
                sequence: 13,
                .submitMultiResponse(
                    .init(
                        messageID: "football",
                        refused: [
                            .init(
                                address: .init(typeOfNumber: 38, numberingPlan: 33, text: "Bob1"),
                                status: .replaceFailed),
                            .init(address: .init(typeOfNumber: 0, numberingPlan: 0, text: "Bob2"), status: .queueFull),
                        ])))),
        Sample(
            name: "query_sm", bytes: hex("0000001e 00000003 00000000 0000000d 6177617900 1c1d416c6963657200"),
            pdu: SMPP.PDU(sequence: 13, .querySM(.init(messageID: "away", source: alicer)))),
        Sample(
            name: "query_sm_resp of nothing", bytes: hex("00000014 80000003 00000000 0000000d 00 00 00 00"),
            pdu: SMPP.PDU(sequence: 13, .querySMResponse(.init()))),
        // By hand from §4.8.2: final_date with its 17 octets.
        Sample(
            name: "query_sm_resp",
            bytes: hex("00000025 80000003 00000000 0000000E 3700 323631313232313531303030303030 2B00 05 2A"),
            pdu: SMPP.PDU(
                sequence: 14,
                .querySMResponse(
                    .init(messageID: "7", finalDate: SMPP.Time("261122151000000+") ?? .none, state: 5, errorCode: 42)))),
        Sample(
            name: "query_sm_resp refused without a body", bytes: hex("00000010 80000003 00000067 0000000E"),
            pdu: SMPP.PDU(sequence: 14, .querySMResponse(.init(status: .queryFailed)))),
        Sample(
            name: "cancel_sm",
            bytes: hex("00000028 00000008 00000000 0000000d 61626300 64656600 1c1d416c6963657200 1e1f426f626f00"),
            pdu: SMPP.PDU(
                sequence: 13,
                .cancelSM(.init(serviceType: "abc", messageID: "def", source: alicer, destination: bobo)))),
        Sample(
            name: "cancel_sm_resp", bytes: hex("00000010 80000008 00000000 0000000d"),
            pdu: SMPP.PDU(sequence: 13, .cancelSMResponse(.ok))),
        Sample(
            name: "replace_sm",
            bytes: hex(
                """
                0000002e 00000007 00000000 0000000d
                49445f48657200 1c1d416c6963657200 00 00 53 00 09 6e6967687477697368
                """),
            pdu: SMPP.PDU(sequence: 13, .replaceSM(replacement))),
        Sample(
            name: "replace_sm_resp", bytes: hex("00000010 80000007 00000000 0000000d"),
            pdu: SMPP.PDU(sequence: 13, .replaceSMResponse(.ok))),
        Sample(
            name: "outbind",
            bytes: hex("00000024 0000000b 00000000 0000000d 696e76656e746f727900 6970617373776f726400"),
            pdu: SMPP.PDU(sequence: 13, .outbind(.init(systemID: "inventory", password: "ipassword")))),
        // By hand from §4.12.1 and §5.3.2.30.
        Sample(
            name: "alert_notification",
            bytes: hex("00000024 00000102 00000000 0000000d 0101383637373700 05004c656e6400 0422 0001 02"),
            pdu: SMPP.PDU(sequence: 13, .alertNotification(alert))),
        // twitter-archive/cloudhopper-smpp, PduDecoderTest.
        Sample(
            name: "bind_transceiver_resp of a carrier",
            bytes: hex("0000001d 80000009 00000000 00039943 536d7363204757 00 0210 0001 34"),
            pdu: SMPP.PDU(
                sequence: 235_843,
                .bindResponse(
                    .init(
                        mode: .transceiver, status: .ok, systemID: "Smsc GW",
                        tlvs: tlvs(.interfaceVersion, UInt8(0x34)))))),
    ]

    private static var data: SMPP.DataMessage {
        var message = SMPP.DataMessage()
        message.serviceType = "abc"
        message.source = alicer
        message.destination = bobo
        message.esmClass.rawValue = 77
        message.registeredDelivery = 83
        message.dataCoding.rawValue = 91
        message.tlvs = tlvs(.destinationBearerType, UInt8(95))
        return message
    }

    private static var failed: SMPP.DataResponse {
        var parameters = tlvs(.networkErrorCode, UInt8(3), UInt16(1))
        parameters.append(.deliveryFailureReason, integer: UInt8(1))
        return SMPP.DataResponse(status: .deliveryFailure, tlvs: parameters)
    }

    private static var multi: SMPP.MultiMessage {
        var message = SMPP.ShortMessage()
        message.serviceType = "abc"
        message.source = alicer
        message.esmClass.rawValue = 13
        message.protocolID = 99
        message.priority = 61
        message.registeredDelivery = 83
        message.dataCoding = .ucs2
        message.shortMessage.writeBytes(
            "nghắ nghiêng nghiễng ngả".utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] })
        return SMPP.MultiMessage(
            destinations: [
                .address(.init(typeOfNumber: 0, numberingPlan: 0, text: "Bob1")), .distributionList("List1"),
                .distributionList("List2"),
            ], message: message)
    }

    private static var replacement: SMPP.Replacement {
        var replacement = SMPP.Replacement(messageID: "ID_Her", source: alicer)
        replacement.registeredDelivery = 83
        replacement.shortMessage = ByteBuffer(string: "nightwish")
        return replacement
    }

    private static var alert: SMPP.AlertNotification {
        SMPP.AlertNotification(
            source: .init(typeOfNumber: 1, numberingPlan: 1, text: "86777"),
            esme: .init(typeOfNumber: 5, numberingPlan: 0, text: "Lend"), tlvs: tlvs(.availabilityStatus, UInt8(2)))
    }

    private static func tlvs(_ tag: SMPP.TLVs.Tag, _ first: UInt8, _ second: UInt16? = nil) -> SMPP.TLVs {
        var value = ByteBuffer(integer: first)
        if let second { value.writeInteger(second) }
        var tlvs = SMPP.TLVs()
        // Three octets at most.
        do { try tlvs.append(tag, bytes: value.readableBytesView) } catch { return SMPP.TLVs() }
        return tlvs
    }
}
