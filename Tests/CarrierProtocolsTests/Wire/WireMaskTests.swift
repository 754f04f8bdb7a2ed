import CarrierProtocols
import NIOCore
import Testing

/// What is shown to people outside holds nothing of a person, and a password nobody sees.
struct WireMaskTests {
    private func shown(_ bytes: ByteBuffer, _ speech: Wire.Speech, reveals: Bool) -> String {
        Wire.entries(of: Array(bytes.readableBytesView), as: speech).map { entry in
            switch entry.item {
            case .remark(let remark): remark.words
            case .pdu(let pdu):
                pdu.fields.map { field in
                    let value = field.value.shown(reveals: reveals) { String(decoding: $0.octets, as: UTF8.self) }
                    return "\(field.name)=\(value) \(field.meaning)"
                }.joined(separator: "\n") + pdu.faults.map(\.words).joined(separator: "\n")
            }
        }.joined(separator: "\n")
    }

    @Test(arguments: [
        ("8613800138000", "*********8000"), ("+8613800138000", "**********8000"), ("13800138", "******38"),
        ("12345", "*****"), ("", ""), ("Jane Doe", "(8 characters, masked)"),
    ])
    func `of a number its last digits are left`(number: String, masked: String) {
        #expect(Wire.masked(number) == masked)
    }

    @Test func `a text and its receiver are masked, and shown when that is asked for`() throws {
        var message = SMPP.ShortMessage()
        message.source.text = "LENDER"
        message.destination.text = "8613800138000"
        message.shortMessage = ByteBuffer(string: "You owe 12")
        message.tlvs.append(.init(rawValue: 0x1401), integer: UInt32(0x4A61_6E65))
        var bytes = ByteBuffer()
        try bytes.writeSMPPPDU(.init(sequence: 1, .submitSM(message)))
        let masked = shown(bytes, .smpp, reveals: false)
        #expect(!masked.contains("13800138") && !masked.contains("owe") && !masked.contains("4a 61 6e 65"))
        #expect(masked.contains("*********8000") && masked.contains("(10 septets of GSM 7-bit, masked)"))
        #expect(masked.contains("source_addr=LENDER"))
        let revealed = shown(bytes, .smpp, reveals: true)
        #expect(
            revealed.contains("8613800138000") && revealed.contains("You owe 12") && revealed.contains("4a 61 6e 65"))
    }

    @Test func `a receipt shows its id and state, and not the words behind them`() throws {
        var message = SMPP.ShortMessage()
        message.esmClass = .init(rawValue: 0x04)
        message.source.text = "8613800138000"
        let text =
            "id:7AB3 sub:001 dlvrd:000 submit date:2611221200 done date:2611221201 stat:UNDELIV err:21b Text:Dear Jane"
        message.shortMessage = ByteBuffer(string: text)
        var bytes = ByteBuffer()
        try bytes.writeSMPPPDU(.init(sequence: 1, .deliverSM(message)))
        let masked = shown(bytes, .smpp, reveals: false)
        for words in ["id=7AB3", "stat=UNDELIV undeliverable", "err=21b", "done date=2026-11-22 12:01:00"] {
            #expect(masked.contains(words), "\(words)")
        }
        #expect(!masked.contains("Jane") && !masked.contains("13800138"))
    }

    @Test(arguments: [SMPP.BindMode.receiver, .transmitter, .transceiver])
    func `SMPP's password is never shown, however the PDU is cut or stretched`(mode: SMPP.BindMode) throws {
        var whole = ByteBuffer()
        try whole.writeSMPPPDU(.init(sequence: 1, .bind(.init(mode: mode, systemID: "lender", password: "s3cr3t#9"))))
        #expect(shown(whole, .smpp, reveals: true).contains("system_id=lender"))
        for drop in 0..<whole.readableBytes {
            // An octet is missing in the middle, and the length agrees.
            var octets = Array(whole.readableBytesView)
            octets.remove(at: drop)
            var broken = ByteBuffer(bytes: octets)
            broken.setInteger(UInt32(octets.count), at: 0)
            for bytes in [whole, broken] {
                let words = shown(bytes, .smpp, reveals: true)
                #expect(!words.contains("3cr3t") && !words.contains("33 63 72"), "\(drop)")
            }
        }
    }

    @Test func `digests that a secret could be guessed from are never shown`() {
        let samples = [
            (CMPPSamples.published.map(\.bytes), Wire.Speech.cmpp), (SMGPSamples.all.map(\.bytes), .smgp),
            (SGIPSamples.all.map(\.bytes), .sgip),
        ]
        var seen = 0
        for (samples, speech) in samples {
            for bytes in samples {
                let words = shown(bytes, speech, reveals: true)
                for line in words.split(separator: "\n")
                where line.hasPrefix("Authenticator") || line.hasPrefix("Login Password") {
                    seen += 1
                    #expect(line.contains("=(never shown)") || line.contains("=(empty)"))
                }
            }
        }
        #expect(seen >= 6)
    }

    @Test func `what a terminal would act on is written out`() throws {
        var message = SMPP.ShortMessage()
        message.source.text = "\u{1B}[2J"
        var bytes = ByteBuffer()
        try bytes.writeSMPPPDU(.init(sequence: 1, .submitSM(message)))
        #expect(!shown(bytes, .smpp, reveals: true).contains("\u{1B}"))
    }
}
