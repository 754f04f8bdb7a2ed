import CarrierProtocols
import NIOCore
import Testing

/// What the PDUs beside the way of texts put up with, and what they refuse.
struct RarePDUTests {
    private static let source = SMPP.Address(typeOfNumber: 1, numberingPlan: 1, text: "106")

    private func fault(_ content: SMPP.PDU.Content) -> SMPP.Fault.Code? {
        var bytes = ByteBuffer(string: "before")
        let fault = #expect(throws: SMPP.Fault.self) { try bytes.writeSMPPPDU(SMPP.PDU(sequence: 1, content)) }
        #expect(bytes == ByteBuffer(string: "before"))
        return fault?.code
    }

    private func read(_ text: String) -> SMPP.Fault? {
        var bytes = hex(text)
        bytes.setInteger(UInt32(bytes.readableBytes), at: 0)
        return #expect(throws: SMPP.Fault.self) { try bytes.readSMPPPDU() }
    }

    @Test func `a text for none, or for more than 254, is refused with its own status`() {
        let one = SMPP.Destination.address(Self.source)
        let most = SMPP.MultiMessage(destinations: .init(repeating: one, count: 254), message: .init())
        var bytes = ByteBuffer()
        #expect(throws: Never.self) { try bytes.writeSMPPPDU(SMPP.PDU(sequence: 1, .submitMulti(most))) }
        #expect(throws: Never.self) { try bytes.readSMPPPDU() }
        for count in [0, 255] {
            let multi = SMPP.MultiMessage(destinations: .init(repeating: one, count: count), message: .init())
            #expect(fault(.submitMulti(multi)) == .badCount(field: "number_of_dests", count: count, limit: 254))
        }
        let none = read("00000000 00000021 00000000 00000001 00 000000 00")
        #expect(none?.status == .invalidDestinationCount)
        #expect(none?.isFatal == false)
        #expect(none?.description.contains("number_of_dests is 0, and may be 1 to 254") == true)
    }

    @Test func `a destination of no known kind is refused with its own status`() {
        let unknown = read("00000000 00000021 00000000 00000001 00 000000 01 03 313200")
        #expect(unknown?.code == .badDestinationFlag(3))
        #expect(unknown?.status == .invalidDestinationFlag)
        #expect(unknown?.description.contains("dest_flag is 3") == true)
    }

    @Test func `counts that promise more than there is are faults`() {
        #expect(
            read("00000000 00000021 00000000 00000001 00 000000 FE 02 4100")?.code == .truncated(field: "dest_flag"))
        #expect(
            read("00000000 80000021 00000000 00000001 3100 FF 0101313200 00000000")?.code
                == .truncated(field: "unsuccess_sme"))
        #expect(
            read("00000000 80000021 00000000 00000001 3100 01 0101313200 0000")?.code
                == .truncated(field: "error_status_code"))
    }

    @Test func `refusals come with and without a body`() throws {
        for body in ["", "00", "0000"] {
            var bytes = hex("00000000 80000021 00000045 00000001" + body)
            bytes.setInteger(UInt32(bytes.readableBytes), at: 0)
            #expect(
                try bytes.readSMPPPDU()?.content == .submitMultiResponse(.init(status: .submitFailed)), "body \(body)")
        }
        for body in ["", "3700", "3700000000"] {
            var bytes = hex("00000000 80000003 0000000C 00000001" + body)
            bytes.setInteger(UInt32(bytes.readableBytes), at: 0)
            guard case .querySMResponse(let response)? = try bytes.readSMPPPDU()?.content else {
                Issue.record("not a query_sm_resp")
                continue
            }
            #expect(response.status == .invalidMessageID)
        }
    }

    @Test func `what we compose keeps to the sizes of the specification, what a carrier gave out does not`() {
        let long = SMPP.Address(typeOfNumber: 1, numberingPlan: 1, text: String(repeating: "1", count: 21))
        #expect(
            fault(.querySM(.init(messageID: "7", source: long))) == .tooLong(field: "source_addr", limit_bytes: 20))
        #expect(
            fault(.cancelSM(.init(serviceType: "sixsix", messageID: "7", source: .none, destination: .none)))
                == .tooLong(field: "service_type", limit_bytes: 5))
        #expect(
            fault(.submitMulti(.init(destinations: [.distributionList(long.text)], message: .init())))
                == .tooLong(field: "dl_name", limit_bytes: 20))
        var data = SMPP.DataMessage()
        data.destination.text = String(repeating: "1", count: 65)
        #expect(fault(.dataSM(data)) == .tooLong(field: "destination_addr", limit_bytes: 64))
        var replacement = SMPP.Replacement(messageID: "7", source: .none)
        replacement.shortMessage = ByteBuffer(repeating: 0x41, count: 255)
        #expect(fault(.replaceSM(replacement)) == .tooLong(field: "short_message", limit_bytes: 254))
        var bytes = ByteBuffer()
        let query = SMPP.Query(messageID: String(repeating: "a", count: 90), source: Self.source)
        #expect(throws: Never.self) { try bytes.writeSMPPPDU(SMPP.PDU(sequence: 1, .querySM(query))) }
    }

    @Test func `a receipt in data_sm is read as one in deliver_sm`() throws {
        var data = SMPP.DataMessage()
        data.source = Self.source
        data.esmClass = .receipt
        try data.tlvs.append(.messagePayload, bytes: Array("id:7 stat:EXPIRED err:12".utf8))
        #expect(SMPP.Receipt.isReceipt(data.asShortMessage))
        #expect(
            SMPP.Receipt(data.asShortMessage) == SMPP.Receipt(messageID: "7", state: .expired, errorCode: "12"))
        #expect(data.asShortMessage.source == Self.source)
    }

    @Test func `parameters that lie do not hide the id of data_sm_resp`() throws {
        var bytes = hex("00000017 80000103 00000000 00000001 3700 0425 00FF 01")
        #expect(try bytes.readSMPPPDU()?.content == .dataSMResponse(.init(messageID: "7")))
    }

    /// A carrier's own bytes, published by the tests of twitter-archive/cloudhopper-smpp: `receipted_message_id` announces 65 octets
    /// and has 5.
    @Test func `a receipt whose last parameter lies is a receipt`() throws {
        var bytes = hex(
            """
            000000a4 00000005 00000000 00000005 00 0101 3233343830333337363831353100 0500 56414e534f00 04 00 00 00 00 04
            00 00 00 63
            69643a30303030303033303035207375623a30303120646c7672643a303031207375626d697420646174653a3130303131383134
            333120646f6e6520646174653a3130303131383134333120737461743a44454c49565244206572723a303030207465
            0427 0001 02 001e 0041 3330303500
            """)
        guard case .deliverSM(let message)? = try bytes.readSMPPPDU()?.content else {
            Issue.record("not a deliver_sm")
            return
        }
        #expect(bytes.readableBytes == 0)
        #expect(message.tlvs.all.map(\.tag) == [.messageState])
        let receipt = try #require(SMPP.Receipt(message))
        #expect(receipt.messageID == "0000003005")
        #expect(receipt.state == .delivered)
        #expect(receipt.done == SMPP.ReceiptDate("1001181431".utf8))
        // A text that we are asked to take is another matter.
        bytes.moveReaderIndex(to: 0)
        bytes.setInteger(UInt32(4), at: 4)
        #expect(throws: SMPP.Fault.self) { try bytes.readSMPPPDU() }
    }

    @Test func `a peer that speaks version 5 binds and its states are understood`() throws {
        var bytes = hex("00000017 80000009 00000000 00000002 63 00 0210 0001 50")
        guard case .bindResponse(let response)? = try bytes.readSMPPPDU()?.content else {
            Issue.record("not a bind response")
            return
        }
        #expect(response.tlvs.integer(.interfaceVersion, as: UInt8.self) == 0x50)
        let bind = SMPP.PDU(
            sequence: 1,
            .bind(SMPP.Bind(mode: .transceiver, systemID: "a", password: "b", interfaceVersion: 0x50)))
        try bytes.writeSMPPPDU(bind)
        #expect(try bytes.readSMPPPDU() == bind)
        #expect(SMPP.Receipt.State(onWire: 0) == .enroute)
        #expect(SMPP.Receipt.State(onWire: 9) == .undeliverable)
        #expect(SMPP.Receipt.State(onWire: 10) == nil)
    }

    @Test(arguments: [(0x111, "broadcast_sm"), (0x112, "query_broadcast_sm"), (0x113, "cancel_broadcast_sm")])
    func `commands of version 5 are unknown by name, and the stream goes on`(_ id: UInt32, _ name: String) throws {
        var bytes = ByteBuffer()
        bytes.writeMultipleIntegers(UInt32(18), id, UInt32(0), UInt32(5), UInt16(0xAAAA))
        bytes.writeImmutableBuffer(hex("00000010 00000015 00000000 00000006"))
        let fault = #expect(throws: SMPP.Fault.self) { try bytes.readSMPPPDU() }
        #expect(fault?.status == .invalidCommandID)
        #expect(fault?.description.contains(name) == true)
        #expect(try bytes.readSMPPPDU() == SMPP.PDU(sequence: 6, .enquireLink))
    }

    @Test func `every command has its name`() {
        for command in SMPP.Command.allCases {
            let name = SMPP.Command.name(of: command.rawValue)
            #expect(name != nil)
            #expect((name?.hasSuffix("_resp") == true) == (command.rawValue > SMPP.Command.responseBit))
        }
        #expect(SMPP.Command.name(of: 0x8000_000B) == nil)
        #expect(SMPP.Command.name(of: 0x10) == nil)
        #expect("\(SMPP.Status(rawValue: 0x10D))" == "ESME_RBCASTFAIL (0x10D)")
    }

    private static let findings: [(SMPP.QueryResponse, SMPP.QueryResponse.Finding)] = [
        (.init(messageID: "7", state: 2), .receipt(.init(messageID: "0a", state: .delivered, errorCode: ""))),
        (.init(state: 5, errorCode: 9), .receipt(.init(messageID: "0a", state: .undeliverable, errorCode: "9"))),
        (.init(state: 8), .receipt(.init(messageID: "0a", state: .rejected, errorCode: ""))),
        (.init(state: 1), .later), (.init(state: 6), .later), (.init(state: 0), .later),
        (.init(state: 7), .nothing), (.init(state: 77), .nothing), (.init(status: .throttled), .later),
        (.init(status: .systemError), .later), (.init(status: .queryFailed), .nothing),
        (.init(status: .invalidMessageID), .nothing), (.init(status: .invalidCommandID), .nothing),
    ]

    @Test(arguments: findings)
    func `an answer to query_sm settles, puts off, or says nothing`(
        _ response: SMPP.QueryResponse, _ finding: SMPP.QueryResponse.Finding
    ) {
        #expect(response.finding(askedAbout: "0a") == finding)
    }
}
