import CarrierProtocols

/// A capture as `tcpdump -w` writes it, made by hand.
struct CaptureSample {
    enum Link: UInt32, CaseIterable {
        case null = 0
        case ethernet = 1
        case raw = 101
        case linuxCooked = 113
        case linuxCooked2 = 276

        var front: [UInt8] {
            switch self {
            case .null: [2, 0, 0, 0]
            case .ethernet: [UInt8](repeating: 7, count: 12) + [0x81, 0x00, 0x00, 0x05, 0x08, 0x00]
            case .raw: []
            case .linuxCooked: [UInt8](repeating: 0, count: 14) + [0x08, 0x00]
            case .linuxCooked2: [0x08, 0x00] + [UInt8](repeating: 0, count: 18)
            }
        }
    }

    struct Packet {
        var isFromClient: Bool
        var sequence: UInt32
        var octets: [UInt8]
        var isOpening = false
        var isAnswer = true
        var time_ms: UInt32 = 0
    }

    var link = Link.ethernet
    var isIPv6 = false
    var port: UInt16 = 2775
    var packets: [Packet] = []

    /// Sends `octets` in segments of the given sizes, the last as long as it has to be; gives the packets.
    static func segments(_ octets: [UInt8], from first: UInt32, isFromClient: Bool, sizes: [Int]) -> [Packet] {
        var (packets, place) = ([Packet](), 0)
        for size in sizes + [octets.count] where place < octets.count {
            let piece = Array(octets[place..<min(octets.count, place + size)])
            packets.append(Packet(isFromClient: isFromClient, sequence: first &+ UInt32(place), octets: piece))
            place += piece.count
        }
        return packets
    }

    func tcp(_ packet: Packet) -> [UInt8] {
        let (from, to) = packet.isFromClient ? (UInt16(40_001), port) : (port, 40_001)
        let flags: UInt8 = (packet.isOpening ? 0x02 : 0) | (packet.isAnswer ? 0x10 : 0)
        return big(from) + big(to) + big(packet.sequence) + big(UInt32(0)) + [0x50, flags, 0xFF, 0xFF, 0, 0, 0, 0]
            + packet.octets
    }

    func ip(_ packet: Packet) -> [UInt8] {
        let tcp = tcp(packet)
        let (from, to): (UInt8, UInt8) = packet.isFromClient ? (1, 2) : (2, 1)
        if isIPv6 {
            let ends = [from, to].flatMap { [UInt8](repeating: 0, count: 15) + [$0] }
            return [0x60, 0, 0, 0] + big(UInt16(tcp.count)) + [6, 64] + ends + tcp
        }
        return [0x45, 0] + big(UInt16(20 + tcp.count)) + [0, 0, 0x40, 0, 64, 6, 0, 0, 10, 0, 0, from, 10, 0, 0, to]
            + tcp
    }

    private func frame(_ packet: Packet) -> [UInt8] {
        var front = link.front
        if isIPv6 {
            switch link {
            case .ethernet, .linuxCooked: front.replaceSubrange(front.count - 2..<front.count, with: [0x86, 0xDD])
            case .linuxCooked2: front.replaceSubrange(0..<2, with: [0x86, 0xDD])
            case .null, .raw: break
            }
        }
        return front + ip(packet)
    }

    /// Little-endian, with microseconds.
    var pcap: [UInt8] {
        little(0xA1B2_C3D4) + [2, 0, 4, 0] + little(0) + little(0) + little(65_535) + little(link.rawValue)
            + packets.flatMap { packet in
                let frame = frame(packet)
                return little(1_795_000_000 + packet.time_ms / 1_000) + little(packet.time_ms % 1_000 * 1_000)
                    + little(UInt32(frame.count)) + little(UInt32(frame.count)) + frame
            }
    }

    /// Little-endian, one interface with a clock of nanoseconds.
    var pcapng: [UInt8] {
        func block(_ type: UInt32, _ body: [UInt8]) -> [UInt8] {
            let padded = body + [UInt8](repeating: 0, count: (4 - body.count % 4) % 4)
            let size = little(UInt32(padded.count + 12))
            return little(type) + size + padded + size
        }
        let section = block(0x0A0D_0D0A, little(0x1A2B_3C4D) + [1, 0, 0, 0] + [UInt8](repeating: 0xFF, count: 8))
        let option: [UInt8] = [9, 0, 1, 0, 9, 0, 0, 0] + [0, 0, 0, 0]
        let interface = block(1, little(link.rawValue) + little(0) + option)
        let packets = packets.map { packet in
            let frame = frame(packet)
            let time_ns = (1_795_000_000_000 + UInt64(packet.time_ms)) * 1_000_000
            return block(
                6,
                little(0) + little(UInt32(time_ns >> 32)) + little(UInt32(truncatingIfNeeded: time_ns))
                    + little(UInt32(frame.count)) + little(UInt32(frame.count)) + frame)
        }
        return section + interface + packets.flatMap(\.self)
    }

    private func big(_ number: some FixedWidthInteger & UnsignedInteger) -> [UInt8] {
        (0..<number.bitWidth / 8).reversed().map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }

    private func little(_ number: UInt32) -> [UInt8] { big(number).reversed() }
}
