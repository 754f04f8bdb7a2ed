extension Wire {
    /// One TCP segment of a capture.
    package struct Segment: Sendable, Hashable {
        package var from: Endpoint
        package var to: Endpoint
        package var sequence: UInt32
        package var isOpening: Bool
        package var isAnswer: Bool
        package var payload: ArraySlice<UInt8>
    }

    package struct Endpoint: Sendable, Hashable, CustomStringConvertible {
        /// Four octets or sixteen.
        package var address: [UInt8]
        package var port: UInt16

        package var description: String {
            guard address.count == 16 else { return address.map(String.init).joined(separator: ".") + ":\(port)" }
            let groups = stride(from: 0, to: 16, by: 2).map {
                String(UInt16(address[$0]) << 8 | UInt16(address[$0 + 1]), radix: 16)
            }
            return "[\(groups.joined(separator: ":"))]:\(port)"
        }
    }

    /// What a packet of a capture is, as far as it matters here.
    enum Packet {
        case segment(Segment)
        /// Not TCP over IP, or a form that is not read; the words name it.
        case other(String)
        /// TCP, of which the capture kept only the front.
        case shortened(Segment)
    }

    /// Peels a packet's layers off: link (the numbers are tcpdump.org's LINKTYPE_ values), IP, TCP.
    static func peel(_ octets: ArraySlice<UInt8>, linkType: UInt32) -> Packet {
        func short(_ place: Int) -> UInt16? {
            let place = octets.startIndex + place
            return place + 2 <= octets.endIndex ? UInt16(octets[place]) << 8 | UInt16(octets[place + 1]) : nil
        }
        switch linkType {
        // Its family is in the order of the capturing machine and says nothing that the version of IP does not.
        case 0, 108: return ip(octets.dropFirst(4))
        case 101, 12, 14, 228, 229: return ip(octets)
        case 113: return short(14).map { network($0, octets.dropFirst(16)) } ?? .other("a packet without its header")
        case 276: return short(0).map { network($0, octets.dropFirst(20)) } ?? .other("a packet without its header")
        case 1:
            var place = 12
            // Tags of virtual networks (IEEE 802.1Q and 802.1ad).
            while let type = short(place), type == 0x8100 || type == 0x88A8 { place += 4 }
            return short(place).map { network($0, octets.dropFirst(place + 2)) }
                ?? .other("a packet without its header")
        default: return .other("packets of link type \(linkType)")
        }
    }

    private static func network(_ type: UInt16, _ octets: ArraySlice<UInt8>) -> Packet {
        type == 0x0800 || type == 0x86DD ? ip(octets) : .other("no IP")
    }

    private static func ip(_ octets: ArraySlice<UInt8>) -> Packet {
        switch octets.first.map({ $0 >> 4 }) {
        case 4: ip4(octets)
        case 6: ip6(octets)
        default: .other("no IP")
        }
    }

    private static func ip4(_ octets: ArraySlice<UInt8>) -> Packet {
        let start = octets.startIndex
        guard octets.count >= 20 else { return .other("a packet without its header") }
        let header_bytes = Int(octets[start] & 0x0F) * 4
        guard octets[start + 9] == 6, header_bytes >= 20 else { return .other("no TCP") }
        let fragment = UInt16(octets[start + 6]) << 8 | UInt16(octets[start + 7])
        guard fragment & 0x3FFF == 0 else { return .other("a fragment of an IP packet") }
        // 0 where the network card cut the packets (segmentation offload): then all of it.
        let said = Int(UInt16(octets[start + 2]) << 8 | UInt16(octets[start + 3]))
        return tcp(
            octets.dropFirst(header_bytes), length: said == 0 ? octets.count - header_bytes : said - header_bytes,
            from: Array(octets[start + 12..<start + 16]), to: Array(octets[start + 16..<start + 20]))
    }

    private static func ip6(_ octets: ArraySlice<UInt8>) -> Packet {
        let start = octets.startIndex
        guard octets.count >= 40 else { return .other("a packet without its header") }
        let said = Int(UInt16(octets[start + 4]) << 8 | UInt16(octets[start + 5]))
        var (next, place) = (octets[start + 6], 40)
        // Hop-by-hop, routing and destination options; a fragment is not read.
        while [0, 43, 60].contains(next), place + 2 <= octets.count {
            next = octets[start + place]
            place += (Int(octets[start + place + 1]) + 1) * 8
        }
        guard next == 6 else { return .other(next == 44 ? "a fragment of an IP packet" : "no TCP") }
        return tcp(
            octets.dropFirst(place), length: said == 0 ? octets.count - place : said + 40 - place,
            from: Array(octets[start + 8..<start + 24]), to: Array(octets[start + 24..<start + 40]))
    }

    private static func tcp(_ octets: ArraySlice<UInt8>, length: Int, from: [UInt8], to: [UInt8]) -> Packet {
        let start = octets.startIndex
        guard octets.count >= 20 else { return .other("a packet without its header") }
        let header_bytes = Int(octets[start + 12] >> 4) * 4
        guard header_bytes >= 20, length >= header_bytes else { return .other("a packet without its header") }
        let flags = octets[start + 13]
        func port(_ place: Int) -> UInt16 { UInt16(octets[start + place]) << 8 | UInt16(octets[start + place + 1]) }
        // What stands behind the length is the padding of a short frame.
        let payload = octets.dropFirst(header_bytes).prefix(length - header_bytes)
        let segment = Segment(
            from: Endpoint(address: from, port: port(0)), to: Endpoint(address: to, port: port(2)),
            sequence: integer(octets, start + 4), isOpening: flags & 0x02 != 0, isAnswer: flags & 0x10 != 0,
            payload: payload)
        return payload.count < length - header_bytes ? .shortened(segment) : .segment(segment)
    }
}
