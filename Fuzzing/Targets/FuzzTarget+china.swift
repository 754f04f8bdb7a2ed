import CarrierProtocols
import NIOCore

extension FuzzTarget {
    static let china = [
        FuzzTarget("cmpp", seeds: cmppSeeds) { input in
            // The first octet chooses the version, which is no part of the stream.
            guard let first = input.first else { return }
            let version = first & 1 == 0 ? CMPP.Version.v20 : .v30
            let pdus = pdus(Array(input.dropFirst())) { (bytes) throws(CMPP.Fault) in
                try bytes.readCMPPPDU(version: version)
            }
            for pdu in pdus {
                again(pdu, { (bytes) throws(CMPP.Fault) in try bytes.writeCMPPPDU(pdu, version: version) }) {
                    (bytes) throws(CMPP.Fault) in try bytes.readCMPPPDU(version: version)
                }
                guard case .deliver(let deliver) = pdu.content else { continue }
                _ = try? deliver.text()
                guard let report = CMPP.Report(deliver.content) else { continue }
                _ = "\(report.stat)"
                guard let written = try? report.content(.v30) else { continue }
                demand(CMPP.Report(written) == report, "\(report) reads otherwise than it was written")
            }
        },
        FuzzTarget("smgp", seeds: smgpSeeds) { input in
            let read = { @Sendable (bytes: inout ByteBuffer) throws(SMGP.Fault) in try bytes.readSMGPPDU() }
            for pdu in pdus(input, read) {
                again(pdu, { (bytes) throws(SMGP.Fault) in try bytes.writeSMGPPDU(pdu) }, read)
                guard case .deliver(let deliver) = pdu.content else { continue }
                _ = try? deliver.text()
                if let report = SMGP.Report(deliver.content) {
                    demand(!report.word.isEmpty, "a report without a state")
                }
            }
        },
        FuzzTarget("sgip", seeds: sgipSeeds) { input in
            let read = { @Sendable (bytes: inout ByteBuffer) throws(SGIP.Fault) in try bytes.readSGIPPDU() }
            for pdu in pdus(input, read) {
                again(pdu, { (bytes) throws(SGIP.Fault) in try bytes.writeSGIPPDU(pdu) }, read)
                if case .deliver(let deliver) = pdu.content { _ = try? deliver.text() }
            }
        },
        FuzzTarget("gb18030", seeds: { [[0xC4, 0xFA, 0xBA, 0xC3], [0x94, 0x39, 0xCD, 0x32], Array("TD".utf8)] }) {
            input in
            let text = GB18030.text(of: input)
            demand(text.unicodeScalars.count <= input.count, "more characters than octets")
            if input.allSatisfy({ $0 < 0x80 }) { demand(Array(text.utf8) == input, "ASCII reads otherwise") }
        },
    ]

    /// All PDUs of a stream, which are the same when it arrives in two parts.
    private static func pdus<PDU: Hashable, Sequence: Hashable & Sendable>(
        _ input: [UInt8], _ read: (inout ByteBuffer) throws(PDUFault<Sequence>) -> PDU?
    ) -> [PDU] {
        var stream = ByteBuffer(bytes: input)
        var whole: [PDU] = []
        _ = drain(&stream, into: &whole, read)
        let cut = input.isEmpty ? 0 : Int(input[0]) * input.count / 256
        var arriving = ByteBuffer()
        var parts: [PDU] = []
        for part in [input[..<cut], input[cut...]] {
            arriving.takeIn(ByteBuffer(bytes: part))
            guard drain(&arriving, into: &parts, read) else { break }
        }
        demand(parts == whole, "other PDUs when they arrive in two parts")
        return whole
    }

    /// False where the stream cannot go on.
    private static func drain<PDU, Sequence: Hashable & Sendable>(
        _ stream: inout ByteBuffer, into pdus: inout [PDU],
        _ read: (inout ByteBuffer) throws(PDUFault<Sequence>) -> PDU?
    ) -> Bool {
        while true {
            let before = stream.readableBytes
            do throws(PDUFault<Sequence>) {
                guard let pdu = try read(&stream) else { return true }
                pdus.append(pdu)
            } catch {
                if error.isFatal { return false }
            }
            demand(stream.readableBytes < before, "nothing was consumed")
        }
    }

    /// Written and read again it is the same, where it can be written: a text of broken UTF-8 grows when it is mended, and what is
    /// longer than the specification allows is not written.
    private static func again<PDU: Hashable, Sequence: Hashable & Sendable>(
        _ pdu: PDU, _ write: (inout ByteBuffer) throws(PDUFault<Sequence>) -> Void,
        _ read: (inout ByteBuffer) throws(PDUFault<Sequence>) -> PDU?
    ) {
        var bytes = ByteBuffer()
        do throws(PDUFault<Sequence>) { try write(&bytes) } catch { return }
        do throws(PDUFault<Sequence>) {
            let same = try read(&bytes) == pdu
            demand(same && bytes.readableBytes == 0, "\(pdu) reads otherwise than it was written")
        } catch {
            demand(false, "\(pdu) cannot be read again: \(error)")
        }
    }

    private static let text = ByteBuffer(bytes: [5, 0, 3, 7, 2, 1, 0x60, 0xA8, 0x59, 0x7D])

    private static func octets<Sequence>(
        _ write: (inout ByteBuffer) throws(PDUFault<Sequence>) -> Void
    ) -> [UInt8] {
        var bytes = ByteBuffer()
        try? write(&bytes)
        return Array(bytes.readableBytesView)
    }

    @Sendable private static func cmppSeeds() -> [[UInt8]] {
        var submit = CMPP.Submit()
        (submit.source, submit.destination, submit.format, submit.udhi) = ("900001", "13800138000", .ucs2, 1)
        submit.content = text
        var deliver = CMPP.Deliver()
        (deliver.sourceNumber, deliver.udhi, deliver.content) = ("13800138000", 1, text)
        let account = CMPP.Login(sourceAddress: "900001", secret: "secret", version: .v30)
        let report = CMPP.Report(
            id: .init(rawValue: 77), stat: .init("MA:0001"), submitTime: "2611221530", doneTime: "2611221531",
            destination: "13800138000", sequence: 9)
        return [CMPP.Version.v20, .v30].flatMap { version in
            var reporting = deliver
            (reporting.udhi, reporting.registeredDelivery) = (0, 1)
            reporting.content = (try? report.content(version)) ?? text
            let contents: [CMPP.PDU.Content] = [
                .connect(.init(account, posixSeconds: 0)),
                .connectResponse(.init(status: .ok, authenticator: .zero, version: version)), .submit(submit),
                .submitResponse(.init(id: .init(rawValue: 77))), .deliver(deliver), .deliver(reporting),
                .deliverResponse(.init(id: .none)), .query(.init(day: "20261122")),
                .queryResponse(.init(query: .init(day: "20261122"))), .cancel(.none), .cancelResponse(1), .activeTest,
                .activeTestResponse, .terminate, .terminateResponse,
            ]
            return contents.map { content in
                [version.isWide ? 1 : 0]
                    + octets { (bytes) throws(CMPP.Fault) in
                        try bytes.writeCMPPPDU(.init(sequence: 1, content), version: version)
                    }
            }
        }
    }

    @Sendable private static func smgpSeeds() -> [[UInt8]] {
        var submit = SMGP.Submit()
        (submit.sourceNumber, submit.destination, submit.format) = ("1181234", "13300001111", .ucs2)
        submit.setPart(TextPart(reference: 7, number: 1, total: 2), octets: [0x60, 0xA8])
        var deliver = SMGP.Deliver()
        deliver.sourceNumber = "13300001111"
        deliver.content = SMGP.Report(id: .init(rawValue: 77), state: .delivered, errorCode: "000")
            .content(submitted_s: 0, done_s: 60, text: Array("text".utf8))
        deliver.reportFlag = 1
        let account = SMGP.Account(clientID: "10659999", secret: "secret")
        let contents: [SMGP.PDU.Content] = [
            .login(.init(account, posixSeconds: 0)), .loginResponse(.init(status: .ok, authenticator: .zero)),
            .submit(submit), .submitResponse(.init(id: .none)), .deliver(deliver), .deliverResponse(.init(id: .none)),
            .activeTest, .activeTestResponse, .exit, .exitResponse,
        ]
        return contents.map { content in
            octets { (bytes) throws(SMGP.Fault) in try bytes.writeSMGPPDU(.init(sequence: 1, content)) }
        }
    }

    @Sendable private static func sgipSeeds() -> [[UInt8]] {
        var submit = SGIP.Submit()
        (submit.spNumber, submit.user, submit.format) = ("10659999", "8613001125453", .ucs2)
        submit.setPart(TextPart(reference: 7, number: 1, total: 2), octets: [0x60, 0xA8])
        var deliver = SGIP.Deliver()
        (deliver.user, deliver.udhi, deliver.content) = ("8613001125453", 1, text)
        let contents: [SGIP.PDU.Content] = [
            .bind(.init(type: 1, name: "lender", password: "secret")), .bindResponse(.ok), .submit(submit),
            .submitResponse(.busy), .deliver(deliver), .deliverResponse(.ok),
            .report(.init(submit: .zero, user: "8613001125453", stateNumber: 2, error: .absent)),
            .reportResponse(.ok), .unbind, .unbindResponse,
        ]
        return contents.map { content in
            octets { (bytes) throws(SGIP.Fault) in try bytes.writeSGIPPDU(.init(sequence: .zero, content)) }
        }
    }
}
