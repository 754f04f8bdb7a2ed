extension SGIP {
    /// Sequence Number (§3.4): who made the command, when, and a counter. No two commands of a network share one, and a report names
    /// its text by it.
    package struct Sequence: Sendable, Hashable, CustomStringConvertible {
        /// `3AAAAQQQQQ` for an SP: area code and company code.
        package var node: UInt32
        /// MMDDHHMMSS in China.
        package var moment: UInt32
        package var counter: UInt32

        package init(node: UInt32, moment: UInt32, counter: UInt32) {
            self.node = node
            self.moment = moment
            self.counter = counter
        }

        package static let zero = Sequence(node: 0, moment: 0, counter: 0)

        /// The three numbers in decimal.
        package var description: String { "\(node)-\(padded(Int64(moment), 10))-\(counter)" }
    }

    /// Makes sequences. Connections of one node may make some in the same second: what tells them apart is the counter, which their
    /// owner keeps for all of them.
    struct Sequencer: Sendable {
        let node: UInt32
        /// A number that the node gives to nothing else in this second.
        let counter: @Sendable () -> UInt32
        private var moment: UInt32 = 0

        init(node: UInt32, counter: @escaping @Sendable () -> UInt32) {
            self.node = node
            self.counter = counter
        }

        mutating func take(posixSeconds: Int64) -> Sequence {
            moment = CMPP.Timestamp(posixSeconds: posixSeconds).rawValue
            return take()
        }

        /// Under the last moment: the counter is what tells two of them apart.
        mutating func take() -> Sequence { Sequence(node: node, moment: moment, counter: counter()) }
    }
}

extension RawSpan {
    @inline(__always)
    func readSequence(_ field: StaticString, _ place: inout Int) throws(WireFault) -> SGIP.Sequence {
        SGIP.Sequence(
            node: try read(UInt32.self, field, &place), moment: try read(UInt32.self, field, &place),
            counter: try read(UInt32.self, field, &place))
    }
}

extension OutputRawSpan {
    @inline(__always)
    mutating func append(_ sequence: SGIP.Sequence) {
        append(integer: sequence.node)
        append(integer: sequence.moment)
        append(integer: sequence.counter)
    }
}
