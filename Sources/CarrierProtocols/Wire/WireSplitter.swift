extension Wire {
    /// What arrived of one direction without a hole in it.
    package struct Run: Sendable {
        /// Octets of the direction before it, those counted that the capture has not.
        package var offset: Int
        package var octets: [UInt8]
        /// From which octet on (from 0) what arrived when, ascending. Empty where there are no times.
        package var times: [(place: Int, time_ns: Int64)]

        package init(offset: Int, octets: [UInt8], times: [(place: Int, time_ns: Int64)] = []) {
            self.offset = offset
            self.octets = octets
            self.times = times
        }

        /// When the octet at `place` arrived.
        func time(at place: Int) -> Int64? {
            var (low, high) = (0, times.count)
            while low < high {
                let middle = (low + high) / 2
                if times[middle].place <= place { low = middle + 1 } else { high = middle }
            }
            return low == 0 ? times.first?.time_ns : times[low - 1].time_ns
        }
    }

    /// The octets of one PDU, not read yet, or a remark in its place.
    package struct Cutting: Sendable {
        package enum What: Sendable {
            case pdu([UInt8], faults: [Fault])
            case remark(Remark)
        }

        package var offset: Int
        /// When the last of it arrived.
        package var time_ns: Int64?
        package var what: What
    }

    /// Cuts the runs of one direction into PDUs; where one cannot begin, it looks for the next that can and says what it passed over.
    package struct Splitter {
        private let speech: Speech
        private var found: [Cutting] = []

        package static func cut(_ runs: [Run], as speech: Speech, fromTheStart: Bool) -> [Cutting] {
            var splitter = Splitter(speech: speech)
            var next: Int?
            for (index, run) in runs.enumerated() {
                let missing = next.map { run.offset - $0 } ?? run.offset
                if missing > 0 { splitter.missing(missing, at: next ?? 0, run) }
                splitter.cut(run, isSure: index == 0 && fromTheStart && missing == 0, isLast: index == runs.count - 1)
                next = run.offset + run.octets.count
            }
            return splitter.found
        }

        private init(speech: Speech) { self.speech = speech }

        private mutating func cut(_ run: Run, isSure: Bool, isLast: Bool) {
            let octets = run.octets[...]
            var place = 0
            if !isSure, !speech.begins(octets, at: 0) {
                place = pass(run, from: 0, why: "the connection is joined inside a PDU")
            }
            while place < octets.count {
                guard octets.count - place >= 4 else { return rest(run, place, nil, isLast) }
                let length = Int(integer(octets, place))
                guard length >= speech.header_bytes, length <= speech.most_bytes else {
                    let least = speech.header_bytes
                    place = pass(
                        run, from: place, why: "a length of \(length) cannot be (\(least) to \(speech.most_bytes))")
                    continue
                }
                let end = place + length
                // Where what follows is no header, either the length lies or what follows is none: a body that fits says which.
                if end <= octets.count,
                    speech.leadsOn(octets, end) || Reader.isWhole(Array(octets[place..<end]), as: speech)
                {
                    add(run, place, end, [])
                } else if let next = beginning(
                    octets, from: place + speech.header_bytes, to: min(end + 4_096, octets.count))
                {
                    let words =
                        "says a length of \(length), where no PDU ends: the next begins \(next - place) octets behind its start"
                    add(run, place, next, [Fault(place: 0, words: words)])
                    place = next
                    continue
                } else if end > octets.count {
                    return rest(run, place, length, isLast)
                } else {
                    add(run, place, end, [])
                }
                place = end
            }
        }

        /// The next place at which a PDU begins that ends where another does, or the octets do.
        private func beginning(_ octets: ArraySlice<UInt8>, from start: Int, to end: Int) -> Int? {
            guard start < end else { return nil }
            return (start..<end).first { place in
                guard speech.canBegin(octets, at: place) else { return false }
                let next = place + Int(integer(octets, place))
                return next == octets.endIndex || next + 8 <= octets.endIndex && speech.canBegin(octets, at: next)
            }
        }

        private mutating func pass(_ run: Run, from place: Int, why: String) -> Int {
            let octets = run.octets[...]
            let next = (place + 1..<octets.count).first { speech.begins(octets, at: $0) } ?? octets.count
            let goesOn = next < octets.count ? "the next PDU begins behind them" : "no PDU begins in what is left"
            remark(.skipped, run, place, next - place, "\(next - place) octets passed over: \(why); \(goesOn)")
            return next
        }

        private mutating func rest(_ run: Run, _ place: Int, _ length: Int?, _ isLast: Bool) {
            let left = run.octets.count - place
            let of = length.map { " of \($0)" } ?? ""
            let why = isLast ? "what was captured ends" : "octets are missing"
            remark(.cut, run, place, left, "a PDU is cut: \(left)\(of) octets are there, then \(why)")
        }

        private mutating func missing(_ octets: Int, at offset: Int, _ run: Run) {
            found.append(
                Cutting(
                    offset: offset, time_ns: run.time(at: 0),
                    what: .remark(
                        Remark(
                            kind: .missing, offset: offset, octets: octets,
                            words: "\(octets) octets are missing in the capture"))))
        }

        private mutating func remark(_ kind: Remark.Kind, _ run: Run, _ place: Int, _ octets: Int, _ words: String) {
            let remark = Remark(kind: kind, offset: run.offset + place, octets: octets, words: words)
            found.append(Cutting(offset: remark.offset, time_ns: run.time(at: place), what: .remark(remark)))
        }

        private mutating func add(_ run: Run, _ start: Int, _ end: Int, _ faults: [Fault]) {
            found.append(
                Cutting(
                    offset: run.offset + start, time_ns: run.time(at: end - 1),
                    what: .pdu(Array(run.octets[start..<end]), faults: faults)))
        }
    }
}
