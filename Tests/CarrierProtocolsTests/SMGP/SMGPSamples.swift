import CarrierProtocols
import NIOCore

typealias SMGPGolden = Golden<SMGP.PDU, UInt32>

enum SMGPSamples {
    static let codec = Codec<SMGP.PDU, UInt32>(
        header_bytes: 12, read: { (bytes) throws(SMGP.Fault) in try bytes.readSMGPPDU() },
        write: { (pdu, bytes) throws(SMGP.Fault) in try bytes.writeSMGPPDU(pdu) },
        next: SMGP.PDU(sequence: 99, .activeTest))

    static let all: [SMGPGolden] = [
        // TestSMGPSubmitMessage.java of github.com/Lihuanghe/SMSGate has it in the form of 1.3; here with the six octets of FixedFee that
        // 3.0 has. Eleven parameters, one of a tag that §6.3.1 does not know.
        sample(
            "submit with parameters",
            """
            000000F1 00000002 1B46734C 060102 00000000000000000000 3030 303030303030 000000000000 00
            0000000000000000000000000000000000 0000000000000000000000000000000000
            313030383600000000000000000000000000000000 000000000000000000000000000000000000000000
            01 313338303031333830303000000000000000000000 24
            64666138656236612D616439662D343635342D393466612D663131343731386564303561 0000000000000000
            0001000100 0002000100 0004000100 0005000100 0014000101 0007000100 0009000101 000A000101 000B000100
            000C000100 0012000441424300
            """, 0x1B46_734C,
            .submit(submit)),
        // By hand from the tables of §5.2.2; the moment is the example of §6.2.4, the id that of §6.2.26, the digests are md5sum's.
        sample(
            "login",
            "0000002A 00000001 00000001 3130363539393939 7BD05C9A3D0E8D458CEF74C24DEEE3B1 02 11F0E540 30", 1,
            .login(
                .init(
                    clientID: "10659999", authenticator: authenticator, mode: 2,
                    timestamp: .init(rawValue: 301_000_000)))),
        sample(
            "login_resp", "00000021 80000001 00000001 00000000 D4BCE6407C2AE2FA4CC0694B60031FCC 30", 1,
            .loginResponse(.init(status: .ok, authenticator: serverAuthenticator))),
        sample(
            "submit_resp", "0000001A 80000002 00000007 01006101161700012345 00000000", 7,
            .submitResponse(.init(id: id))),
        sample(
            "submit_resp refused", "0000001A 80000002 00000007 00000000000000000000 0000004A", 7,
            .submitResponse(.init(id: .none, status: .forbiddenHour))),
        sample(
            "deliver with a user data header",
            """
            00000066 00000003 00000009 01006101161700012345 00 08 3230323631313232313435353030
            313333303030303131313100000000000000000000 313138313233343536000000000000000000000000
            08 05000307020156DE 0000000000000000 0002000101
            """, 9, .deliver(deliver)),
        sample(
            "deliver_resp", "0000001A 80000003 00000009 01006101161700012345 00000000", 9,
            .deliverResponse(.init(id: id))),
        sample("active_test", "0000000C 00000004 00000017", 0x17, .activeTest),
        sample("active_test_resp", "0000000C 80000004 00000017", 0x17, .activeTestResponse),
        sample("exit", "0000000C 00000006 00000017", 0x17, .exit),
        sample("exit_resp", "0000000C 80000006 00000017", 0x17, .exitResponse),
    ]

    static let authenticator = Octets16(high: 0x7BD0_5C9A_3D0E_8D45, low: 0x8CEF_74C2_4DEE_E3B1)
    static let serverAuthenticator = Octets16(high: 0xD4BC_E640_7C2A_E2FA, low: 0x4CC0_694B_6003_1FCC)
    static let id = SMGP.MessageID(gateway: 10_061, month: 1, day: 16, hour: 17, minute: 0, sequence: 12_345)

    static var submit: SMGP.Submit {
        var submit = SMGP.Submit()
        (submit.needsReport, submit.priority) = (1, 2)
        (submit.feeType, submit.feeCode) = ("00", "000000")
        submit.sourceNumber = "10086"
        submit.destination = "13800138000"
        submit.content = ByteBuffer(string: "dfa8eb6a-ad9f-4654-94fa-f114718ed05a")
        for (tag, value) in [(1, 0), (2, 0), (4, 0), (5, 0), (0x14, 1), (7, 0), (9, 1), (10, 1), (11, 0), (12, 0)]
            as [(UInt16, UInt8)]
        {
            submit.tlvs.append(.init(rawValue: tag), integer: value)
        }
        submit.tlvs.append(SMGP.Tag.mobileServiceID, integer: UInt32(0x4142_4300))
        return submit
    }

    static var deliver: SMGP.Deliver {
        var deliver = SMGP.Deliver()
        deliver.id = id
        deliver.format = .ucs2
        deliver.receivedAt = "20261122145500"
        deliver.sourceNumber = "13300001111"
        deliver.destinationNumber = "118123456"
        deliver.content = hex("05000307020156DE")
        deliver.tlvs.append(SMGP.Tag.udhi, integer: UInt8(1))
        return deliver
    }

    private static func sample(
        _ name: String, _ bytes: String, _ sequence: UInt32, _ content: SMGP.PDU.Content
    ) -> SMGPGolden {
        SMGPGolden(name: name, bytes: hex(bytes), pdu: SMGP.PDU(sequence: sequence, content), codec: codec)
    }
}
