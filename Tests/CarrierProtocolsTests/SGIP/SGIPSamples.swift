import CarrierProtocols
import NIOCore

typealias SGIPGolden = Golden<SGIP.PDU, SGIP.Sequence>

enum SGIPSamples {
    static let codec = Codec<SGIP.PDU, SGIP.Sequence>(
        header_bytes: 20, read: { (bytes) throws(SGIP.Fault) in try bytes.readSGIPPDU() },
        write: { (pdu, bytes) throws(SGIP.Fault) in try bytes.writeSGIPPDU(pdu) },
        next: SGIP.PDU(sequence: .zero, .unbind))

    static let all: [SGIPGolden] = [
        // TestSGIPcodec.java of github.com/Lihuanghe/SMSGate.
        SGIPGolden(
            name: "submit",
            bytes: hex(
                """
                000000A8 00000003 0000000011F333F26EBB10DD
                313036353931353230323800000000000000000000 000000000000000000000000000000000000000000
                01 383631383635373131383633360000000000000000 3631313138 00000000000000000000 02
                000000000000 000000000000 00 00 09 00000000000000000000000000000000
                00000000000000000000000000000000 01 00 00 00 00 00000004 32333361 0000000000000000
                """), pdu: SGIP.PDU(sequence: published, .submit(submit)), codec: codec),
        // By hand from the tables of §4.2.3; the sequence's moment is the example of §3.4.
        sample(
            "bind",
            "0000003D 00000001 \(front) 01 6C656E64657200000000000000000000 70617373776F72640000000000000000 \(reserve)",
            .bind(.init(type: 1, name: "lender", password: "password"))),
        sample("bind_resp", "0000001D 80000001 \(front) 00 \(reserve)", .bindResponse(.ok)),
        sample("bind_resp refused", "0000001D 80000001 \(front) 01 \(reserve)", .bindResponse(.wrongLogin)),
        sample("unbind", "00000014 00000002 \(front)", .unbind),
        sample("unbind_resp", "00000014 80000002 \(front)", .unbindResponse),
        sample("submit_resp", "0000001D 80000003 \(front) 0B \(reserve)", .submitResponse(.busy)),
        sample(
            "deliver",
            """
            00000055 00000004 \(front) 383631333030313132353435330000000000000000
            313638000000000000000000000000000000000000 00 01 08 00000008 05000307020156DE \(reserve)
            """, .deliver(deliver)),
        sample("deliver_resp", "0000001D 80000004 \(front) 00 \(reserve)", .deliverResponse(.ok)),
        sample(
            "report",
            """
            00000040 00000005 \(front) 0000000011F333F26EBB10DD 00
            383631333030313132353435330000000000000000 02 1D \(reserve)
            """,
            .report(
                .init(
                    submit: published, user: "8613001125453", stateNumber: 2, error: .init(rawValue: 29)))),
        sample("report_resp", "0000001D 80000005 \(front) 00 \(reserve)", .reportResponse(.ok)),
    ]

    private static let front = "B36A1223 42C4F1D9 00000007"
    private static let reserve = "0000000000000000"
    static let sequence = SGIP.Sequence(node: 3_010_073_123, moment: 1_120_203_225, counter: 7)
    static let published = SGIP.Sequence(node: 0, moment: 0x11F3_33F2, counter: 0x6EBB_10DD)

    static var submit: SGIP.Submit {
        var submit = SGIP.Submit()
        submit.spNumber = "10659152028"
        submit.user = "8618657118636"
        submit.corpID = "61118"
        submit.feeType = 2
        (submit.cause, submit.priority, submit.reportFlag) = (0, 9, 1)
        submit.content = ByteBuffer(string: "233a")
        return submit
    }

    static var deliver: SGIP.Deliver {
        var deliver = SGIP.Deliver()
        deliver.user = "8613001125453"
        deliver.spNumber = "168"
        (deliver.udhi, deliver.format) = (1, .ucs2)
        deliver.content = hex("05000307020156DE")
        return deliver
    }

    private static func sample(_ name: String, _ bytes: String, _ content: SGIP.PDU.Content) -> SGIPGolden {
        SGIPGolden(name: name, bytes: hex(bytes), pdu: SGIP.PDU(sequence: sequence, content), codec: codec)
    }
}
