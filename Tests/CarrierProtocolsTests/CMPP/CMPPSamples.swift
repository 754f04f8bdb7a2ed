import CarrierProtocols
import NIOCore

typealias CMPPGolden = Golden<CMPP.PDU, UInt32>

extension CMPP {
    static func codec(_ version: Version) -> Codec<PDU, UInt32> {
        Codec(
            header_bytes: 12, read: { (bytes) throws(Fault) in try bytes.readCMPPPDU(version: version) },
            write: { (pdu, bytes) throws(Fault) in try bytes.writeCMPPPDU(pdu, version: version) },
            next: PDU(sequence: 99, .activeTest))
    }
}

enum CMPPSamples {
    /// Bytes that the tests of github.com/bigwhite/gocmpp expect (connect_test.go, submit_test.go, deliver_test.go,
    /// activetest_test.go, terminate_test.go), and what the fields there are.
    static let published: [CMPPGolden] = [
        sample(
            "connect of 2.1",
            "00000027 00000001 00000017 393030303031 90D00C1D517ABD0B4F65F6BCF8535D16 21 3CDC73BE",
            .v20, 0x17,
            .connect(
                .init(
                    sourceAddress: "900001", authenticator: authenticator, version: .init(rawValue: 0x21),
                    timestamp: .init(rawValue: 1_021_080_510)))),
        sample(
            "connect_resp of 2.1", "0000001E 80000001 00000017 00 6C0B846E25BAB6DAA4ED1C466E0F4BD8 21", .v20, 0x17,
            .connectResponse(
                .init(
                    status: .ok, authenticator: .init(high: 0x6C0B_846E_25BA_B6DA, low: 0xA4ED_1C46_6E0F_4BD8),
                    version: .init(rawValue: 0x21)))),
        sample(
            "connect_resp of 3.0", "00000021 80000001 00000017 00000000 7942977274098CF210AB0C16C367BC8D 30", .v30,
            0x17,
            .connectResponse(
                .init(
                    status: .ok, authenticator: .init(high: 0x7942_9772_7409_8CF2, low: 0x10AB_0C16_C367_BC8D),
                    version: .v30))),
        sample(
            "submit of 2.0",
            """
            000000BD 00000004 00000017 0000000000000000 01010101 74657374000000000000 02
            313335303030303236393600000000000000000000 000008 393030303031 3032 313000000000
            3135313130353133313535353130312B00 0000000000000000000000000000000000
            393030303031000000000000000000000000000000 01 313335303030303236393600000000000000000000
            1E 6D4B8BD50067006F0063006D007000700020007300750062006D00690074 0000000000000000
            """, .v20, 0x17, .submit(submit)),
        sample(
            "submit of 3.0",
            """
            000000E1 00000004 00000017 0000000000000000 01010101 74657374000000000000 02
            3133353030303032363936000000000000000000000000000000000000000000 00 000008 393030303031 3032 313000000000
            3135313130353133313535353130312B00 0000000000000000000000000000000000
            393030303031000000000000000000000000000000 01
            3133353030303032363936000000000000000000000000000000000000000000 00
            1E 6D4B8BD50067006F0063006D007000700020007300750062006D00690074
            0000000000000000000000000000000000000000
            """, .v30, 0x17, .submit(submit)),
        sample(
            "submit_resp of 2.0", "00000015 80000004 00000017 B2B9DA8000010000 00", .v20, 0x17,
            .submitResponse(.init(id: .init(rawValue: 12_878_564_852_733_378_560)))),
        sample(
            "deliver of 2.0",
            """
            00000067 00000005 00000005 B525628000010000 393030303031000000000000000000000000000000
            00000000000000000000 000000 313334313233343030303000000000000000000000 00
            12 546869732069732061207465737420 4D4F2E 0000000000000000
            """, .v20, 5, .deliver(deliver(13_052_947_396_898_652_160))),
        sample(
            "deliver of 3.0",
            """
            0000007F 00000005 00000001 B4C5530000010000 393030303031000000000000000000000000000000
            00000000000000000000 000000 3133343132333430303030000000000000000000000000000000000000000000 00 00
            12 546869732069732061207465737420 4D4F2E 0000000000000000000000000000000000000000
            """, .v30, 1, .deliver(deliver(13_025_908_756_704_198_656))),
        sample(
            "deliver_resp of 2.0", "00000015 80000005 00000005 B525628000010000 00", .v20, 5,
            .deliverResponse(.init(id: .init(rawValue: 13_052_947_396_898_652_160)))),
        sample(
            "deliver_resp of 3.0", "00000018 80000005 00000001 B4C5530000010000 00000000", .v30, 1,
            .deliverResponse(.init(id: .init(rawValue: 13_025_908_756_704_198_656)))),
        sample("active_test", "0000000C 00000008 00000017", .v20, 0x17, .activeTest),
        sample("active_test_resp", "0000000D 80000008 00000017 00", .v20, 0x17, .activeTestResponse),
        sample("terminate", "0000000C 00000002 00000017", .v20, 0x17, .terminate),
        sample("terminate_resp", "0000000C 80000002 00000017", .v20, 0x17, .terminateResponse),
    ]

    /// Assembled by hand from the tables of §8.4.4, §8.4.6 and §8.4.3.2.
    static let byHand: [CMPPGolden] = [
        sample(
            "submit_resp of 3.0, too fast", "00000018 80000004 00000007 0000000000000000 00000008", .v30, 7,
            .submitResponse(.init(id: .none, result: .tooFast))),
        sample(
            "query", "00000027 00000006 00000007 3230323631313232 01 54504351000000000000 0000000000000000", .v20, 7,
            .query(.init(day: "20261122", type: 1, code: "TPCQ"))),
        sample(
            "query_resp",
            """
            0000003F 80000006 00000007 3230323631313232 00 00000000000000000000
            00000001 00000002 00000003 00000004 00000005 00000006 00000007 00000008
            """, .v20, 7, .queryResponse(counts)),
        sample(
            "cancel", "00000014 00000007 00000007 B2B9DA8000010000", .v20, 7,
            .cancel(.init(rawValue: 0xB2B9_DA80_0001_0000))),
        sample("cancel_resp of 2.0", "0000000D 80000007 00000007 01", .v20, 7, .cancelResponse(1)),
        sample("cancel_resp of 3.0", "00000010 80000007 00000007 00000001", .v30, 7, .cancelResponse(1)),
    ]

    static let all = published + byHand

    static let authenticator = Octets16(high: 0x90D0_0C1D_517A_BD0B, low: 0x4F65_F6BC_F853_5D16)

    static var submit: CMPP.Submit {
        var submit = CMPP.Submit()
        submit.registeredDelivery = 1
        submit.level = 1
        submit.serviceID = "test"
        submit.feeUserType = 2
        submit.feeNumber = "13500002696"
        submit.format = .ucs2
        submit.source = "900001"
        submit.feeType = "02"
        submit.feeCode = "10"
        if let time = CMPP.Time("151105131555101+") { submit.validUntil = time }
        submit.sourceID = "900001"
        submit.destination = "13500002696"
        submit.content = ByteBuffer(bytes: "测试gocmpp submit".utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] })
        return submit
    }

    private static func deliver(_ id: UInt64) -> CMPP.Deliver {
        var deliver = CMPP.Deliver()
        deliver.id = .init(rawValue: id)
        deliver.destinationID = "900001"
        deliver.sourceNumber = "13412340000"
        deliver.content = ByteBuffer(string: "This is a test MO.")
        return deliver
    }

    private static var counts: CMPP.QueryResponse {
        var counts = CMPP.QueryResponse(query: .init(day: "20261122"))
        (counts.submitted, counts.submittedNumbers, counts.forwarded, counts.waiting) = (1, 2, 3, 4)
        (counts.failed, counts.delivered, counts.undelivered, counts.deliveriesFailed) = (5, 6, 7, 8)
        return counts
    }

    private static func sample(
        _ name: String, _ bytes: String, _ version: CMPP.Version, _ sequence: UInt32, _ content: CMPP.PDU.Content
    ) -> CMPPGolden {
        CMPPGolden(
            name: name, bytes: hex(bytes), pdu: CMPP.PDU(sequence: sequence, content), codec: CMPP.codec(version))
    }
}
