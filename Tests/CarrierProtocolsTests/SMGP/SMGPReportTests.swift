import CarrierProtocols
import NIOCore
import Testing

struct SMGPReportTests {
    private static func octets(_ id: String, _ rest: String) -> ByteBuffer {
        var content = ByteBuffer(string: "id:")
        content.writeImmutableBuffer(hex(id))
        content.writeString(rest)
        return content
    }

    /// report_test.go of github.com/yedamao/go_smgp (the first two: the second has letters for spaces), and the octets in
    /// TestSMGPMsgIdUtil.java of github.com/Lihuanghe/SMSGate, with no space behind the id.
    @Test(arguments: [
        (
            "101005053015579263 39",
            " sub:001 dlvrd:001 submit date:1805301557 done date:1805301557 stat:DELIVRD err:000 Text:fillfillfillfillfill",
            "DELIVRD", "000"
        ),
        (
            "05701305301550567501",
            "sSub:001sDlvrd:000sSubmit_Date:1805301550sDone_Date:1805301550sStat:DELIVRDsErr:000sText:fillfillfillfillfill",
            "DELIVRD", "000"
        ),
        (
            "6495C36AC4EA6B00000B",
            "sub:001 dlvrd:001 submit_date:1807052207 done_date:1807052207 stat:DELIVRD err:000 txt:", "DELIVRD",
            "000"
        ),
        ("20203A73746174000A0D", " sub:001 stat:UNDELIV err:005 text:stat:DELIVRD", "UNDELIV", "005"),
        ("00000000000000000000", " STAT:EXPIRED", "EXPIRED", ""),
        ("00000000000000000001", " err:9 stat:XYZ", "XYZ", "9"),
    ])
    func `a report's id is read by its place, whatever octets it has`(
        _ id: String, _ rest: String, _ word: String, _ error: String
    ) throws {
        let report = try #require(SMGP.Report(Self.octets(id, rest)))
        #expect("\(report.id)" == id.replacing(" ", with: "").lowercased())
        #expect(report.word == word)
        #expect(report.errorCode == error)
    }

    @Test func `twenty digits of text are an id as well`() throws {
        let report = try #require(
            SMGP.Report(ByteBuffer(string: "id:01006101161700012345 sub:001 dlvrd:001 stat:REJECTD err:004")))
        #expect(report.id == SMGPSamples.id)
        #expect(report.state == .rejected)
    }

    @Test(arguments: [
        "", "id:", "id:0123456789", "id:0123456789 sub:001", "xx:0123456789 stat:DELIVRD", "id:0123456789 stat:",
    ])
    func `what has no id or no state is no report`(_ text: String) {
        #expect(SMGP.Report(ByteBuffer(string: text)) == nil)
    }

    @Test func `a report of the whole form has 122 octets and reads as it was written`() throws {
        let report = SMGP.Report(id: SMGPSamples.id, state: .delivered, errorCode: "000")
        let content = report.content(
            submitted_s: 1_795_296_600, done_s: 1_795_296_660, text: [UInt8](repeating: 0x61, count: 70))
        #expect(content.readableBytes == 122)
        #expect(
            content
                == Self.octets(
                    "01006101161700012345",
                    " sub:001 dlvrd:001 submit date:2611220530 done date:2611220531 stat:DELIVRD err:000"
                        + " text:070aaaaaaaaaaaaaaaaa"))
        #expect(SMGP.Report(content) == report)
    }
}
