import CarrierProtocols
import NIOCore
import Testing

struct HostileBytesTests {
    /// SplitMix64; the seed is the test's argument, so a failure names it.
    struct Numbers: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state &+= 0x9e37_79b9_7f4a_7c15
            var z = state
            z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
            z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
            return z ^ (z >> 31)
        }
    }

    /// Reads a stream to its end as a gateway does; the number of PDUs and receipts found.
    private func read(_ stream: inout ByteBuffer) -> (whole: Int, faults: Int) {
        var (whole, faults) = (0, 0)
        while true {
            let before = stream.readableBytes
            do {
                guard let pdu = try stream.readSMPPPDU() else { return (whole, faults) }
                whole += 1
                if case .deliverSM(let message) = pdu.content {
                    _ = SMPP.Receipt(message)
                    _ = message.tlvs.all
                    _ = Result { () throws(SMPP.Fault) in try SMPP.UserData(message) }
                }
            } catch {
                faults += 1
                if error.isFatal { return (whole, faults) }
            }
            #expect(stream.readableBytes < before)
        }
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `flipped bytes never trap and never stand still`(_ seed: UInt64) {
        var numbers = Numbers(state: seed)
        var stream = ByteBuffer()
        for _ in 0..<50 {
            let sample = Sample.all[Int.random(in: 0..<Sample.all.count, using: &numbers)]
            var bytes = Array(sample.bytes.readableBytesView)
            for _ in 0..<Int.random(in: 0...3, using: &numbers) {
                // The length stays whole in most, so that the body is what lies.
                let place = Int.random(
                    in: (Bool.random(using: &numbers) ? 4 : 16)..<max(17, bytes.count + 1), using: &numbers)
                if place < bytes.count { bytes[place] = UInt8.random(in: 0...255, using: &numbers) }
            }
            stream.writeBytes(bytes)
        }
        let (whole, faults) = read(&stream)
        #expect(whole + faults == 50)
        #expect(stream.readableBytes == 0)
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func `junk never traps`(_ seed: UInt64) {
        var numbers = Numbers(state: seed)
        var bytes = ByteBuffer()
        for _ in 0..<2_000 { bytes.writeInteger(UInt8.random(in: 0...255, using: &numbers)) }
        // The first integer of junk is nearly always an absurd length; half of the seeds get a lawful one.
        if seed.isMultiple(of: 2) { bytes.setInteger(UInt32(64), at: 0) }
        let (whole, faults) = read(&bytes)
        #expect(whole + faults > 0)
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `deliveries full of junk never trap`(_ seed: UInt64) throws {
        var numbers = Numbers(state: seed)
        var message = SMPP.ShortMessage()
        message.esmClass.rawValue = UInt8.random(in: 0...255, using: &numbers)
        let length = Int.random(in: 0...254, using: &numbers)
        message.shortMessage = ByteBuffer(
            bytes: (0..<length).map { _ in UInt8.random(in: 0...8, using: &numbers) })
        var stream = ByteBuffer()
        try stream.writeSMPPPDU(SMPP.PDU(sequence: 1, .deliverSM(message)))
        #expect(read(&stream).whole == 1)
    }
}
