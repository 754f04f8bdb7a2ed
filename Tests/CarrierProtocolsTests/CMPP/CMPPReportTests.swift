import CarrierProtocols
import NIOCore
import Testing

struct CMPPReportTests {
    /// receipt_test.go of github.com/bigwhite/gocmpp.
    private static let narrow = hex(
        """
        B4C5530000010000 44454C49565244 31353131313230393535 31353131313230393537
        313334313233343030303000000000000000000000 12345678
        """)
    private static let report = CMPP.Report(
        id: .init(rawValue: 13_025_908_756_704_198_656), stat: .delivered, submitTime: "1511120955",
        doneTime: "1511120957", destination: "13412340000", sequence: 0x1234_5678)

    @Test func `a report of 60 octets has its golden bytes`() throws {
        #expect(Self.narrow.readableBytes == 60)
        #expect(CMPP.Report(Self.narrow) == Self.report)
        #expect(try Self.report.content(.v20) == Self.narrow)
    }

    @Test func `a report of 71 octets is the same with a wider number`() throws {
        let wide = try Self.report.content(.v30)
        #expect(wide.readableBytes == 71)
        #expect(CMPP.Report(wide) == Self.report)
    }

    @Test(arguments: 0...71)
    func `a report that is cut short keeps id and state, and is none without them`(_ length: Int) throws {
        let cut = try Self.report.content(.v30).getSlice(at: 0, length: length) ?? ByteBuffer()
        let read = CMPP.Report(cut)
        #expect((read != nil) == (length >= 15))
        guard let read else { return }
        #expect(read.id == Self.report.id)
        #expect(read.stat == .delivered)
    }

    @Test func `a field that is too long is refused`() {
        var report = Self.report
        report.stat = CMPP.Stat("DELIVERED")
        #expect(throws: WireFault.tooLong(field: "Stat", limit: 7)) { try report.content(.v20) }
    }

    @Test(
        arguments: [
            ("DELIVRD", .delivered, "DELIVRD"), ("EXPIRED", .expired, "EXPIRED"), ("DELETED", .deleted, "DELETED"),
            ("UNDELIV", .undeliverable, "UNDELIV"), ("ACCEPTD", .accepted, "ACCEPTD"),
            ("REJECTD", .rejected, "REJECTD"), ("UNKNOWN", .unknown, "UNKNOWN"),
            ("MA:0001", .unknown, "MA:0001 (no answer from the message centre (SMSC))"),
            ("MB:0069", .undeliverable, "MB:0069 (refused by the message centre (SMSC))"),
            ("MC:0151", .unknown, "MC:0151 (no report from the message centre (SMSC))"),
            ("CA:0054", .unknown, "CA:0054 (no answer from the prepaid system (SCP))"),
            ("CB:0007", .undeliverable, "CB:0007 (refused by the prepaid system (SCP))"),
            ("DA:0054", .unknown, "DA:0054 (no answer from the service platform (DSMP))"),
            ("DB:0140", .undeliverable, "DB:0140 (refused by the service platform (DSMP))"),
            ("SA:0001", .unknown, "SA:0001 (no answer from the SP)"),
            ("SB:0001", .undeliverable, "SB:0001 (refused by the SP)"),
            ("IA:0001", .unknown, "IA:0001 (no answer from the next gateway (ISMG))"),
            ("IB:0072", .undeliverable, "IB:0072 (refused by the next gateway (ISMG))"),
            ("IC:0015", .unknown, "IC:0015 (no report from the next gateway (ISMG))"),
            ("MK:0001", .undeliverable, "MK:0001 (refused by the message centre (SMSC))"),
            ("CK:0001", .unknown, "CK:0001"), ("BLACK", .unknown, "BLACK"), ("", .unknown, ""),
            ("DELIVRD ", .delivered, "DELIVRD"),
        ] as [(String, SMPP.Receipt.State, String)])
    func `a state has its meaning`(_ word: String, _ state: SMPP.Receipt.State, _ description: String) {
        #expect(CMPP.Stat(word).state == state)
        #expect("\(CMPP.Stat(word))" == description)
    }

    /// The number in the comment of submit_test.go, and the fields that §8.4.3.2 gives its bits.
    @Test func `a message id has its parts`() {
        let id = CMPP.MessageID(rawValue: 0xB2B9_DA80_0001_0000)
        #expect((id.month, id.day, id.hour, id.minute, id.second) == (11, 5, 14, 29, 42))
        #expect((id.gateway, id.sequence) == (1, 0))
        #expect("\(id)" == "12878564852733378560")
        let made = CMPP.MessageID(month: 11, day: 5, hour: 14, minute: 29, second: 42, gateway: 1, sequence: 0)
        #expect(made == id)
        let last = CMPP.MessageID(
            month: 12, day: 31, hour: 23, minute: 59, second: 59, gateway: 0x3F_FFFF, sequence: 0xFFFF)
        #expect((last.month, last.day, last.hour, last.minute, last.second) == (12, 31, 23, 59, 59))
        #expect((last.gateway, last.sequence) == (0x3F_FFFF, 0xFFFF))
        #expect(last.following(2).sequence == 1)
        #expect(last.following(2).gateway == last.gateway)
    }

    @Test func `results and refusals say what they mean`() {
        #expect("\(CMPP.Result.tooFast)" == "result 8 (too fast (flow control))")
        #expect("\(CMPP.Result.wrongDestination)" == "result 13 (wrong Dest_terminal_Id)")
        #expect("\(CMPP.Result(rawValue: 117))" == "result 117 (the gateway maker's own)")
        #expect("\(CMPP.Result(rawValue: 77))" == "result 77")
        #expect("\(CMPP.ConnectStatus.notAuthentic)" == "status 3 (authentication failed)")
        #expect("\(CMPP.ConnectStatus(rawValue: 9))" == "status 9 (another fault)")
    }

    @Test func `a long text's part carries its header and its numbers`() throws {
        var submit = CMPP.Submit()
        submit.setPart(TextPart(reference: 0x142, number: 2, total: 3), octets: Array("share".utf8))
        #expect((submit.partTotal, submit.partNumber, submit.udhi) == (3, 2, 1))
        #expect(submit.content == hex("05 00 03 42 03 02 7368617265"))
        var deliver = CMPP.Deliver()
        deliver.udhi = 1
        deliver.content = submit.content
        let text = try deliver.text()
        #expect(text.octets == ByteBuffer(string: "share"))
        #expect(text.part == TextPart(reference: 0x42, number: 2, total: 3))
        deliver.content = hex("09 00")
        #expect(throws: WireFault.truncated(field: "user data header")) { try deliver.text() }
    }

    @Test func `a validity period means the same with its zone and without`() {
        var submit = CMPP.Submit()
        submit.setValidUntil(posixSeconds: 1_795_296_600)
        #expect("\(submit.validUntil)" == "261122053000032+")
    }
}
