import CarrierProtocols
import NIOCore

/// A submit of CMPP 2.0 or 3.0, SMGP or SGIP with one part of a long text: written to a buffer and read from it again.
struct ChinaCodecBench {
    /// PDUs that share one buffer, about as many as one read from a socket brings.
    private static let batch = 64

    let name: String
    let count: Int

    func measure(runs: Int) throws -> Measurement {
        switch name {
        case "codec-cmpp": try cmpp(runs, .v30)
        case "codec-cmpp20": try cmpp(runs, .v20)
        case "codec-smgp": try smgp(runs)
        default: try sgip(runs)
        }
    }

    private func cmpp(_ runs: Int, _ version: CMPP.Version) throws -> Measurement {
        let submits = (0..<1_024).map { number in
            var submit = CMPP.Submit()
            (submit.registeredDelivery, submit.serviceID, submit.feeUserType) = (1, "notice", 2)
            (submit.format, submit.source, submit.feeType, submit.feeCode) = (.ucs2, "900001", "01", "0")
            submit.setValidUntil(posixSeconds: 1_795_296_600)
            (submit.sourceID, submit.destination) = ("1069000012", "1380013\(1_000 + number)")
            submit.setPart(Self.part, octets: Self.octets)
            return submit
        }
        return try run(runs) { number, buffer in
            let pdu = CMPP.PDU(sequence: UInt32(truncatingIfNeeded: number), .submit(submits[number & 1_023]))
            try buffer.writeCMPPPDU(pdu, version: version)
        } read: { buffer in
            guard let pdu = try buffer.readCMPPPDU(version: version) else { return nil }
            guard case .submit(let submit) = pdu.content else { return 0 }
            return submit.content.readableBytes
        }
    }

    private func smgp(_ runs: Int) throws -> Measurement {
        let submits = (0..<1_024).map { number in
            var submit = SMGP.Submit()
            (submit.needsReport, submit.serviceID, submit.feeType, submit.feeCode) = (1, "notice", "01", "0")
            submit.format = .ucs2
            submit.setValidUntil(posixSeconds: 1_795_296_600)
            (submit.sourceNumber, submit.destination) = ("1181234", "1330013\(1_000 + number)")
            submit.setPart(Self.part, octets: Self.octets)
            return submit
        }
        return try run(runs) { number, buffer in
            let pdu = SMGP.PDU(sequence: UInt32(truncatingIfNeeded: number), .submit(submits[number & 1_023]))
            try buffer.writeSMGPPDU(pdu)
        } read: { buffer in
            guard let pdu = try buffer.readSMGPPDU() else { return nil }
            guard case .submit(let submit) = pdu.content else { return 0 }
            return submit.content.readableBytes
        }
    }

    private func sgip(_ runs: Int) throws -> Measurement {
        let submits = (0..<1_024).map { number in
            var submit = SGIP.Submit()
            (submit.spNumber, submit.user, submit.corpID) = ("1065915202", "861300013\(1_000 + number)", "61118")
            (submit.serviceType, submit.feeType, submit.feeValue) = ("notice", 1, "0")
            (submit.format, submit.reportFlag) = (.ucs2, 1)
            submit.setExpiry(posixSeconds: 1_795_296_600)
            submit.setPart(Self.part, octets: Self.octets)
            return submit
        }
        return try run(runs) { number, buffer in
            let sequence = SGIP.Sequence(
                node: 3_010_073_123, moment: 1_122_155_500, counter: UInt32(truncatingIfNeeded: number))
            try buffer.writeSGIPPDU(SGIP.PDU(sequence: sequence, .submit(submits[number & 1_023])))
        } read: { buffer in
            guard let pdu = try buffer.readSGIPPDU() else { return nil }
            guard case .submit(let submit) = pdu.content else { return 0 }
            return submit.content.readableBytes
        }
    }

    private static let part = TextPart(reference: 7, number: 1, total: 2)
    private static let octets = (0..<134).map { UInt8($0) }

    /// `read` gives the octets of the text that came back, nil at the end of the buffer.
    private func run(
        _ runs: Int, _ write: (Int, inout ByteBuffer) throws -> Void, read: (inout ByteBuffer) throws -> Int?
    ) throws -> Measurement {
        var result = Measurement(name, count: count)
        var octets = 0
        try result.take(runs: runs) {
            octets = 0
            var buffer = ByteBuffer()
            var done = 0
            while done < count {
                buffer.clear()
                let end = min(count, done + Self.batch)
                for number in done..<end { try write(number, &buffer) }
                while let length = try read(&buffer) {
                    octets += length
                    done += 1
                }
                guard done == end else { throw BenchFault(words: "a submit did not come back") }
            }
        }
        guard octets == count * (Self.octets.count + 6) else {
            throw BenchFault(words: "a submit came back as something else")
        }
        result.outcome = [("text_octets", octets)]
        return result
    }
}
