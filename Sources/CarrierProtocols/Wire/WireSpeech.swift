extension Wire {
    /// What a link speaks.
    package enum Speech: String, Sendable, Hashable, CaseIterable {
        case smpp, cmpp, smgp, sgip

        /// The port that its specification names; SMPP's is IANA's.
        package var usualPort: UInt16 {
            switch self {
            case .smpp: 2775
            case .cmpp: 7890
            case .smgp: 8890
            case .sgip: 8801
            }
        }

        var header_bytes: Int {
            switch self {
            case .smpp: SMPP.Limit.header_bytes
            case .cmpp, .smgp: PlainFrame.header_bytes
            case .sgip: SGIP.Limit.header_bytes
            }
        }

        /// Octets of a PDU at most, as the sessions put up with.
        var most_bytes: Int {
            switch self {
            case .smpp: Int(SMPP.Limit.commandLength_bytes)
            case .cmpp: Int(CMPP.Limit.totalLength_bytes)
            case .smgp: Int(SMGP.Limit.packetLength_bytes)
            case .sgip: Int(SGIP.Limit.messageLength_bytes)
            }
        }

        /// The specification's name of a command; nil for one that it does not know.
        package func name(of command: UInt32) -> String? {
            if self == .smpp { return SMPP.Command.name(of: command) }
            guard let request = requests[command & 0x7FFF_FFFF] else { return nil }
            guard command & 0x8000_0000 != 0 else { return request }
            return request + (self == .cmpp ? "_RESP" : "_Resp")
        }

        private var requests: [UInt32: String] {
            switch self {
            case .smpp: [:]
            case .cmpp:
                [
                    1: "CMPP_CONNECT", 2: "CMPP_TERMINATE", 4: "CMPP_SUBMIT", 5: "CMPP_DELIVER", 6: "CMPP_QUERY",
                    7: "CMPP_CANCEL", 8: "CMPP_ACTIVE_TEST",
                ]
            case .smgp: [1: "Login", 2: "Submit", 3: "Deliver", 4: "Active_Test", 6: "Exit"]
            case .sgip: [1: "Bind", 2: "Unbind", 3: "Submit", 4: "Deliver", 5: "Report"]
            }
        }

        /// Octets that the body of a known command may have; nil for an unknown one. What is generous is so because peers are.
        private func body(of command: UInt32) -> ClosedRange<Int>? {
            guard name(of: command) != nil else { return nil }
            let isAnswer = command & 0x8000_0000 != 0
            let most = most_bytes
            switch (self, command & 0x7FFF_FFFF) {
            case (.smpp, 0), (.smpp, 0x06), (.smpp, 0x15): return 0...16
            case (.smpp, 0x01), (.smpp, 0x02), (.smpp, 0x09): return isAnswer ? 0...1_024 : 7...512
            case (.smpp, 0x04), (.smpp, 0x05): return isAnswer ? 0...1_024 : 17...most
            case (.smpp, _): return isAnswer ? 0...most : 2...most
            case (.cmpp, 1): return isAnswer ? 18...21 : 27...27
            case (.cmpp, 4): return isAnswer ? 9...12 : 147...most
            case (.cmpp, 5): return isAnswer ? 9...12 : 65...most
            case (.cmpp, 6): return isAnswer ? 51...59 : 27...35
            case (.cmpp, 7): return isAnswer ? 1...4 : 8...8
            case (.cmpp, _): return 0...(isAnswer ? 1 : 0)
            case (.smgp, 1): return isAnswer ? 4...21 : 30...30
            case (.smgp, 2): return isAnswer ? 14...14 : 107...most
            case (.smgp, 3): return isAnswer ? 14...14 : 69...most
            case (.smgp, _): return 0...0
            case (.sgip, 1): return isAnswer ? 1...9 : 33...41
            case (.sgip, 2): return 0...0
            case (.sgip, 3): return isAnswer ? 1...9 : 115...most
            case (.sgip, 4): return isAnswer ? 1...9 : 49...most
            case (.sgip, _): return isAnswer ? 1...9 : 36...44
            }
        }

        /// Whether a header can begin at `place`, as far as it is there: its length, its command, and that both go together.
        func canBegin(_ octets: ArraySlice<UInt8>, at place: Int) -> Bool {
            guard place + 8 <= octets.endIndex else { return false }
            let (length, command) = (Wire.integer(octets, place), Wire.integer(octets, place + 4))
            guard Int(length) >= header_bytes, Int(length) <= most_bytes,
                let body = body(of: command), body.contains(Int(length) - header_bytes)
            else { return false }
            guard self == .smpp, place + 16 <= octets.endIndex else { return true }
            // A request has no status (SMPP §3.2); vendors' own end well below this.
            let status = Wire.integer(octets, place + 8)
            return command & SMPP.Command.responseBit == 0 ? status == 0 : status < 0x1_0000
        }

        /// Whether what stands at `place` is a header, as far as what follows can say: the next one stands where it has to, or the
        /// octets end there.
        func begins(_ octets: ArraySlice<UInt8>, at place: Int) -> Bool {
            canBegin(octets, at: place) && leadsOn(octets, place + Int(Wire.integer(octets, place)))
        }

        /// Whether the octets go on at `place` as they should behind a whole PDU.
        func leadsOn(_ octets: ArraySlice<UInt8>, _ place: Int) -> Bool {
            guard place + 8 <= octets.endIndex else { return true }
            if canBegin(octets, at: place) { return true }
            // A command that nobody knows is no lost place, if it leads on.
            let length = Int(Wire.integer(octets, place))
            guard length >= header_bytes, length <= most_bytes else { return false }
            let next = place + length
            return next == octets.endIndex || canBegin(octets, at: next)
        }

        /// What a link most likely speaks: the most PDUs one behind the other that begin `runs`, or stand in them; nil where none does.
        package static func guess(port: UInt16?, _ runs: [ArraySlice<UInt8>]) -> Speech? {
            if let port, let speech = allCases.first(where: { $0.usualPort == port }),
                runs.contains(where: { speech.chain($0) > 0 })
            {
                return speech
            }
            // SMPP last: its bodies may have many sizes, so that it says yes to what is another's.
            var best: (speech: Speech?, score: Int) = (nil, 0)
            for speech in [Speech.cmpp, .smgp, .sgip, .smpp] {
                let score = runs.reduce(0) { $0 + speech.chain($1) }
                if score > best.score { best = (speech, score) }
            }
            return best.speech
        }

        /// How well this fits: 1 for a PDU at the very beginning, 1 for each of up to eight that stand one behind the other, 2 more
        /// for those whose fields end where they do.
        private func chain(_ run: ArraySlice<UInt8>) -> Int {
            let octets = run.prefix(Limit.guess_bytes)
            guard var place = octets.indices.first(where: { begins(octets, at: $0) }) else { return 0 }
            var score = place == octets.startIndex ? 1 : 0
            for _ in 0..<8 where canBegin(octets, at: place) {
                let end = place + Int(Wire.integer(octets, place))
                let isWhole = end <= octets.endIndex && Reader.isWhole(Array(octets[place..<end]), as: self)
                score += isWhole ? 3 : 1
                place = end
            }
            return score
        }
    }

    /// Four octets, the most significant first.
    static func integer(_ octets: ArraySlice<UInt8>, _ place: Int) -> UInt32 {
        octets[place..<place + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
}
