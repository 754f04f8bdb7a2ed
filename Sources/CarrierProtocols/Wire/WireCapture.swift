extension Wire {
    /// A file of captured packets, as `tcpdump` and its kin write it: pcap (draft-ietf-opsawg-pcap) or pcapng (draft-ietf-opsawg-pcapng).
    package struct Capture: Sendable {
        package struct Packet: Sendable {
            package var time_ns: Int64?
            package var linkType: UInt32
            package var octets: ArraySlice<UInt8>
        }

        package enum Fault: Error, Sendable, Hashable, CustomStringConvertible {
            case noCapture
            case tooLong(octets: Int)

            package var description: String {
                switch self {
                case .noCapture: "neither pcap nor pcapng"
                case .tooLong(let octets): "\(octets) octets are more than the \(Limit.file_bytes) that are read"
                }
            }
        }

        package private(set) var packets: [Packet] = []
        /// Where the file ends before it should, in words; nil where it does not.
        package private(set) var trouble: String?

        package init(_ file: [UInt8]) throws(Fault) {
            guard file.count <= Limit.file_bytes else { throw .tooLong(octets: file.count) }
            guard file.count >= 24 else { throw .noCapture }
            switch Wire.integer(file[...], 0) {
            case 0xA1B2_C3D4: pcap(file, isBig: true, fraction_ns: 1_000)
            case 0xD4C3_B2A1: pcap(file, isBig: false, fraction_ns: 1_000)
            case 0xA1B2_3C4D: pcap(file, isBig: true, fraction_ns: 1)
            case 0x4D3C_B2A1: pcap(file, isBig: false, fraction_ns: 1)
            case 0x0A0D_0D0A: pcapng(file)
            default: throw .noCapture
            }
        }

        private static func word(_ file: [UInt8], _ place: Int, _ isBig: Bool) -> UInt32 {
            isBig ? Wire.integer(file[...], place) : Wire.integer(file[...], place).byteSwapped
        }

        private mutating func pcap(_ file: [UInt8], isBig: Bool, fraction_ns: Int64) {
            // The upper bits say how frames end, not what they are.
            let linkType = Self.word(file, 20, isBig) & 0x0FFF_FFFF
            var place = 24
            while place < file.count {
                guard place + 16 <= file.count else { return end(place) }
                let size = Int(Self.word(file, place + 8, isBig))
                guard size <= Limit.packet_bytes else {
                    trouble =
                        "a packet of \(size) octets is above the limit of \(Limit.packet_bytes): reading ends there"
                    return
                }
                guard place + 16 + size <= file.count else { return end(place) }
                let seconds = Int64(Self.word(file, place, isBig))
                let fraction = Int64(Self.word(file, place + 4, isBig))
                packets.append(
                    Packet(
                        time_ns: seconds * 1_000_000_000 + fraction * fraction_ns, linkType: linkType,
                        octets: file[place + 16..<place + 16 + size]))
                place += 16 + size
            }
        }

        private mutating func end(_ place: Int) { trouble = "the file ends inside a packet, at octet \(place)" }

        private struct Interface {
            var linkType: UInt32
            /// Units of its clock in a second.
            var units: UInt64
        }

        private mutating func pcapng(_ file: [UInt8]) {
            var (place, isBig) = (0, true)
            var interfaces: [Interface] = []
            while place < file.count {
                guard place + 12 <= file.count else { return end(place) }
                let type = Self.word(file, place, isBig)
                if type == 0x0A0D_0D0A {
                    isBig = Wire.integer(file[...], place + 8) == 0x1A2B_3C4D
                    interfaces = []
                }
                let size = Int(Self.word(file, place + 4, isBig))
                guard size >= 12, size % 4 == 0, place + size <= file.count else { return end(place) }
                let body = place + 8..<place + size - 4
                switch type {
                case 1 where body.count >= 8: interfaces.append(interface(file, body, isBig))
                case 6 where body.count >= 20: enhanced(file, body, isBig, interfaces)
                case 3 where body.count >= 4:
                    guard let first = interfaces.first else { break }
                    let kept = min(Int(Self.word(file, body.lowerBound, isBig)), body.count - 4)
                    let octets = file[body.lowerBound + 4..<body.lowerBound + 4 + kept]
                    packets.append(Packet(time_ns: nil, linkType: first.linkType, octets: octets))
                default: break
                }
                place += size
            }
        }

        private func interface(_ file: [UInt8], _ body: Range<Int>, _ isBig: Bool) -> Interface {
            func short(_ place: Int) -> Int {
                isBig ? Int(file[place]) << 8 | Int(file[place + 1]) : Int(file[place + 1]) << 8 | Int(file[place])
            }
            var found = Interface(linkType: UInt32(short(body.lowerBound)), units: 1_000_000)
            var place = body.lowerBound + 8
            while place + 4 <= body.upperBound {
                let (code, size) = (short(place), short(place + 2))
                guard code != 0, place + 4 + size <= body.upperBound else { break }
                // `if_tsresol`: a power of 10, or of 2 where its first bit is set.
                if code == 9, size == 1 {
                    let power = Int(file[place + 4] & 0x7F)
                    if file[place + 4] & 0x80 != 0 {
                        found.units = power < 63 ? 1 << UInt64(power) : found.units
                    } else if power <= 18 {
                        found.units = (0..<power).reduce(UInt64(1)) { units, _ in units * 10 }
                    }
                }
                place += 4 + (size + 3) / 4 * 4
            }
            return found
        }

        private mutating func enhanced(_ file: [UInt8], _ body: Range<Int>, _ isBig: Bool, _ interfaces: [Interface]) {
            let start = body.lowerBound
            let index = Int(Self.word(file, start, isBig))
            let kept = Int(Self.word(file, start + 12, isBig))
            guard interfaces.indices.contains(index), kept <= body.count - 20 else {
                trouble = trouble ?? "a packet's block is broken, at octet \(start)"
                return
            }
            let units = UInt64(Self.word(file, start + 4, isBig)) << 32 | UInt64(Self.word(file, start + 8, isBig))
            let a = interfaces[index].units
            let (seconds, rest) = units.quotientAndRemainder(dividingBy: a)
            let fraction = UInt64(Double(rest) / Double(a) * 1e9)
            let time = seconds < 9_000_000_000 ? Int64(seconds) * 1_000_000_000 + Int64(fraction) : nil
            packets.append(
                Packet(
                    time_ns: time, linkType: interfaces[index].linkType, octets: file[start + 20..<start + 20 + kept]))
        }
    }
}
