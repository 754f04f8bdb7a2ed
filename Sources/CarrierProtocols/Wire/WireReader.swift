extension Wire {
    /// Reads the PDUs of one connection, both directions in the order of time: what one says tells how to read the other.
    package struct Reader: Sendable {
        /// Which end of the connection sent it.
        package enum Side: Sendable, Hashable {
            /// The end that opened the connection, as far as is known.
            case client
            case server

            fileprivate var other: Side { self == .client ? .server : .client }
        }

        private struct Request: Hashable {
            var side: Side
            var command: UInt32
            var sequence: String
        }

        package let speech: Speech
        /// As CONNECT and its answer agreed, or the PDUs showed by their sizes.
        private var isWide = true
        private var asked: [Request: Int64] = [:]

        package init(_ speech: Speech) { self.speech = speech }

        /// Whether a PDU's fields end where it ends.
        static func isWhole(_ octets: [UInt8], as speech: Speech) -> Bool {
            let (reader, command) = (Reader(speech), integer(octets[...], 4))
            guard speech.name(of: command) != nil else { return false }
            return [true, false].contains { reader.body(octets, command, isWide: $0).faults.isEmpty }
        }

        package mutating func read(_ cutting: Cutting, from side: Side) -> Item {
            switch cutting.what {
            case .remark(let remark): .remark(remark)
            case .pdu(let octets, let faults):
                .pdu(read(octets, offset: cutting.offset, faults, time_ns: cutting.time_ns, from: side))
            }
        }

        private mutating func read(
            _ octets: [UInt8], offset: Int, _ faults: [Fault], time_ns: Int64?, from side: Side
        ) -> PDU {
            let command = integer(octets[...], 4)
            var cursor = body(octets, command, isWide: isWide)
            // A PDU that fits the other version only is of that one: gateways answer in another than they were asked for.
            if speech == .cmpp, !cursor.faults.isEmpty {
                let other = body(octets, command, isWide: !isWide)
                if other.faults.isEmpty {
                    cursor = other
                    isWide.toggle()
                }
            }
            learn(cursor, command)
            let sequence = sequence(octets)
            var pdu = PDU(
                offset: offset, size: octets.count, name: speech.name(of: command) ?? "unknown command",
                sequence: sequence,
                fields: cursor.fields, faults: faults + cursor.faults)
            pdu.after_ns = pair(command, sequence, side, time_ns)
            return pdu
        }

        /// Fields and faults of a whole PDU, its header among them.
        private func body(_ octets: [UInt8], _ command: UInt32, isWide: Bool) -> Cursor {
            var cursor = Cursor(octets)
            do throws(Cursor.Cut) {
                let status = try header(&cursor, command)
                switch speech {
                case .smpp: try cursor.smpp(command, status: status)
                case .cmpp: try cursor.cmpp(command, isWide: isWide)
                case .smgp: try cursor.smgp(command)
                case .sgip: try cursor.sgip(command)
                }
                if !cursor.isAtEnd { cursor.fault("\(cursor.left) octets behind the last field") }
            } catch {
                // Said where it was found.
            }
            cursor.rest("octets not read")
            if holdsPassword(command) { cursor.hideUnlessWhole(behind: speech.header_bytes) }
            return cursor
        }

        private func header(_ cursor: inout Cursor, _ command: UInt32) throws(Cursor.Cut) -> UInt32 {
            let isSMPP = speech == .smpp
            let names: (String, String, String) =
                switch speech {
                case .smpp: ("command_length", "command_id", "sequence_number")
                case .cmpp: ("Total_Length", "Command_Id", "Sequence_Id")
                case .smgp: ("PacketLength", "RequestID", "SequenceID")
                case .sgip: ("Message Length", "Command ID", "Sequence Number")
                }
            try cursor.number(names.0, 4)
            let name = speech.name(of: command)
            try cursor.number(names.1, 4) { hex($0, 8) + (name.map { ", \($0)" } ?? "") }
            let isKnown = isSMPP ? SMPP.Command(rawValue: command) != nil : name != nil
            if !isKnown {
                cursor.fault(
                    "unknown command \(hex(command, 8))" + (name.map { ", \($0) of version 5.0" } ?? ""), at: 4)
            }
            if speech == .sgip {
                try cursor.sgipSequence(names.2)
                return 0
            }
            var status: UInt64 = 0
            if isSMPP {
                status = try cursor.number("command_status", 4) {
                    SMPP.Status(rawValue: UInt32(truncatingIfNeeded: $0)).description
                }
            }
            try cursor.number(names.2, 4)
            return UInt32(truncatingIfNeeded: status)
        }

        /// Anything whose command may be that of a bind, answers aside.
        private func holdsPassword(_ command: UInt32) -> Bool {
            switch speech {
            case .smpp: [0x01, 0x02, 0x09, 0x0B].contains(command) || SMPP.Command.name(of: command) == nil
            case .cmpp, .smgp, .sgip: command & 0x7FFF_FFFF == 1 || name(command) == nil
            }
        }

        private func name(_ command: UInt32) -> String? { speech.name(of: command) }

        private mutating func learn(_ cursor: Cursor, _ command: UInt32) {
            guard speech == .cmpp, command & 0x7FFF_FFFF == 1, cursor.faults.isEmpty,
                case .number(let version)? = cursor.fields.first(where: { $0.name == "Version" })?.value,
                version >= UInt64(CMPP.Version.v20.rawValue)
            else { return }
            let isAnswer = command & 0x8000_0000 != 0
            let said = CMPP.Version(rawValue: UInt8(truncatingIfNeeded: version)).isWide
            isWide = isAnswer ? isWide && said : said
        }

        private func sequence(_ octets: [UInt8]) -> String {
            switch speech {
            case .smpp: String(integer(octets[...], 12))
            case .cmpp, .smgp: String(integer(octets[...], 8))
            case .sgip: (0..<3).map { String(integer(octets[...], 8 + 4 * $0)) }.joined(separator: "-")
            }
        }

        /// Notes a request; gives how long its answer took.
        private mutating func pair(_ command: UInt32, _ sequence: String, _ side: Side, _ time_ns: Int64?) -> Int64? {
            guard let time_ns else { return nil }
            if command & 0x8000_0000 == 0 {
                if asked.count >= Limit.unanswered { asked.removeAll() }
                asked[Request(side: side, command: command, sequence: sequence)] = time_ns
                return nil
            }
            let request = Request(side: side.other, command: command & 0x7FFF_FFFF, sequence: sequence)
            return asked.removeValue(forKey: request).map { time_ns - $0 }
        }
    }
}
