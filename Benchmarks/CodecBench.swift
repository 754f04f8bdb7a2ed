import CarrierProtocols
import NIOCore

/// `submit_sm` with 152 septets of text, two addresses and a validity: written to a buffer and read from it again.
struct CodecBench {
    /// PDUs that share one buffer, about as many as one read from a socket brings.
    private static let batch = 64

    let count: Int

    func measure(runs: Int) throws -> Measurement {
        let messages = (0..<1024).map(Self.message)
        var result = Measurement("codec", count: count)
        var octets = 0
        try result.take(runs: runs) { octets = try run(messages) }
        result.outcome = [("text_octets", octets)]
        return result
    }

    /// Octets of text that came back.
    private func run(_ messages: [SMPP.ShortMessage]) throws -> Int {
        var buffer = ByteBuffer()
        var octets = 0
        var done = 0
        while done < count {
            buffer.clear()
            let end = min(count, done + Self.batch)
            for number in done..<end {
                let sequence = UInt32(truncatingIfNeeded: number + 1)
                try buffer.writeSMPPPDU(SMPP.PDU(sequence: sequence, .submitSM(messages[number & 1023])))
            }
            while let pdu = try buffer.readSMPPPDU() {
                guard case .submitSM(let message) = pdu.content else {
                    throw BenchFault(words: "a submit_sm came back as something else")
                }
                octets += message.shortMessage.readableBytes
                done += 1
            }
            guard done == end else { throw BenchFault(words: "a submit_sm did not come back") }
        }
        return octets
    }

    private static func message(_ number: Int) -> SMPP.ShortMessage {
        let text =
            "Meadow: Hello Ana Adams, your payment of 424.25 USD is due Nov 24, 2026. Please pay at "
            + "meadow.example/pay or in the app. Help: 1-800-555-0142. Reply STOP."
        var message = SMPP.ShortMessage()
        message.source = SMPP.Address(typeOfNumber: 0, numberingPlan: 1, text: "10690000")
        message.destination = SMPP.Address(typeOfNumber: 1, numberingPlan: 1, text: "1212555\(1000 + number)")
        message.validityPeriod = .relative(seconds: 3600)
        message.registeredDelivery = 1
        message.shortMessage = ByteBuffer(string: text)
        return message
    }
}
