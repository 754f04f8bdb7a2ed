extension Wire {
    /// One TCP connection of a capture, its directions put together again.
    package struct Connection: Sendable {
        /// The end that opened it; where that is not in the capture, the end whose port is no protocol's.
        package var client: Endpoint
        package var server: Endpoint
        package var fromClient: Stream
        package var fromServer: Stream

        package func stream(_ side: Reader.Side) -> Stream { side == .client ? fromClient : fromServer }
    }

    /// What one end sent.
    package struct Stream: Sendable {
        package fileprivate(set) var runs: [Run] = []
        /// Whether its first octet is in the capture.
        package fileprivate(set) var isFromTheStart = false
        /// Octets that came again, or in pieces that overlap. The first is kept.
        package fileprivate(set) var repeated = 0
        /// Of those, the ones that were others than before.
        package fileprivate(set) var contradicted = 0
    }

    /// Sorts a capture's packets into connections.
    package struct Connections: Sendable {
        package private(set) var all: [Connection] = []
        /// What was not read, and how many packets of it.
        package private(set) var passedOver: [String: Int] = [:]

        fileprivate struct Half {
            var pieces: [(place: Int64, time_ns: Int64?, octets: ArraySlice<UInt8>)] = []
            /// Of the SYN, or of the first segment seen.
            var first: UInt32?
            var isFromTheStart = false
            /// Numbers wrap at 2 to the power of 32; places do not.
            var last: Int64 = 0
        }

        private struct Pair {
            var client: Endpoint
            var server: Endpoint
            var halves = [Half(), Half()]
        }

        private struct Ends: Hashable {
            var low: Endpoint
            var high: Endpoint
        }

        package init(_ capture: Capture) {
            var pairs: [Pair] = []
            var open: [Ends: Int] = [:]
            for packet in capture.packets {
                switch peel(packet.octets, linkType: packet.linkType) {
                case .other(let words): passedOver[words, default: 0] += 1
                case .segment(let segment): Self.add(segment, packet.time_ns, &pairs, &open, &passedOver)
                case .shortened(let segment):
                    passedOver["cut short by the capture (its -s was too small)", default: 0] += 1
                    Self.add(segment, packet.time_ns, &pairs, &open, &passedOver)
                }
            }
            all = pairs.map {
                Connection(
                    client: $0.client, server: $0.server, fromClient: Self.stream($0.halves[0]),
                    fromServer: Self.stream($0.halves[1]))
            }
        }

        private static func add(
            _ segment: Segment, _ time_ns: Int64?, _ pairs: inout [Pair], _ open: inout [Ends: Int],
            _ passedOver: inout [String: Int]
        ) {
            let isUp = segment.from.isBefore(segment.to)
            let ends = isUp ? Ends(low: segment.from, high: segment.to) : Ends(low: segment.to, high: segment.from)
            var index = open[ends]
            // The same ends begin anew: another connection, unless it is the same SYN again.
            if let known = index, segment.isOpening, !segment.isAnswer,
                !(pairs[known].halves[0].isFromTheStart && pairs[known].halves[0].first == segment.sequence)
            {
                index = nil
            }
            if index == nil {
                guard pairs.count < Limit.connections else {
                    passedOver["of connections beyond the limit of \(Limit.connections)", default: 0] += 1
                    return
                }
                let isServer =
                    segment.isOpening
                    ? segment.isAnswer : Speech.allCases.contains { $0.usualPort == segment.from.port }
                pairs.append(
                    isServer
                        ? Pair(client: segment.to, server: segment.from)
                        : Pair(client: segment.from, server: segment.to))
                index = pairs.count - 1
                open[ends] = pairs.count - 1
            }
            guard let index else { return }
            pairs[index].halves[pairs[index].client == segment.from ? 0 : 1].add(segment, time_ns)
        }

        /// Puts the pieces in their order. What came first stays where two overlap.
        private static func stream(_ half: Half) -> Stream {
            var stream = Stream()
            stream.isFromTheStart = half.isFromTheStart
            guard let first = half.pieces.map(\.place).min() else { return stream }
            let base = half.isFromTheStart ? min(0, first) : first
            // Of pieces that begin together the first captured comes first: the sort is made stable by the count.
            let order = half.pieces.indices.sorted { (half.pieces[$0].place, $0) < (half.pieces[$1].place, $1) }
            for index in order {
                let piece = half.pieces[index]
                stream.add(piece.octets, at: Int(piece.place - base), piece.time_ns)
            }
            return stream
        }
    }
}

extension Wire.Endpoint {
    fileprivate func isBefore(_ other: Wire.Endpoint) -> Bool {
        address == other.address ? port < other.port : address.lexicographicallyPrecedes(other.address)
    }
}

extension Wire.Connections.Half {
    fileprivate mutating func add(_ segment: Wire.Segment, _ time_ns: Int64?) {
        if segment.isOpening {
            first = segment.sequence &+ 1
            isFromTheStart = true
        }
        let base = first ?? segment.sequence
        first = base
        // A SYN takes a number of its own.
        let number = segment.isOpening ? segment.sequence &+ 1 : segment.sequence
        let wrapped = Int64(number &- base)
        let around = (last - wrapped + (1 << 31)) >> 32
        let place = wrapped + around << 32
        last = max(last, place)
        guard !segment.payload.isEmpty else { return }
        pieces.append((place, time_ns, segment.payload))
    }
}

extension Wire.Stream {
    fileprivate mutating func add(_ octets: ArraySlice<UInt8>, at place: Int, _ time_ns: Int64?) {
        var (octets, place) = (octets, place)
        if let last = runs.last {
            let end = last.offset + last.octets.count
            if place < end {
                let again = min(end - place, octets.count)
                repeated += again
                // Pieces come in the order of their places: what is there again stands in the last run.
                let known = last.octets[(place - last.offset)..<(place - last.offset + again)]
                contradicted += zip(known, octets).count { $0 != $1 }
                octets = octets.dropFirst(again)
                place = end
            }
            guard !octets.isEmpty else { return }
            if place == end {
                if let time_ns { runs[runs.count - 1].times.append((last.octets.count, time_ns)) }
                runs[runs.count - 1].octets += octets
                return
            }
        }
        guard !octets.isEmpty else { return }
        runs.append(
            Wire.Run(offset: place, octets: Array(octets), times: time_ns.map { [(0, $0)] } ?? []))
    }
}
