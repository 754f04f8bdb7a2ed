/// Octets of a carrier's link, read field by field for people: what an engineer sends to a carrier's support.
///
/// It reads for itself and not through the codecs, because it has to go on where they refuse: a PDU that ends inside a field shows
/// the fields before it. What is personal is told apart from what is not while it is read (`Value`), so that whoever shows it
/// cannot show it by accident.
package enum Wire {
    /// What is put up with. Each is named in the error or the remark that it causes.
    package enum Limit {
        /// Octets of a capture or a dump.
        package static let file_bytes = 256 * 1_024 * 1_024
        /// Connections of one capture; more are counted and not read.
        package static let connections = 4_096
        /// Octets of one packet of a capture.
        package static let packet_bytes = 262_144
        /// Octets that are looked through for what a link speaks.
        package static let guess_bytes = 16_384
        /// Requests whose answers are waited for, of one connection.
        package static let unanswered = 65_536
    }

    /// One PDU, or what stands in the place of one.
    package enum Item: Sendable, Hashable {
        case pdu(PDU)
        case remark(Remark)
    }

    package struct PDU: Sendable, Hashable {
        /// Octets before it in its direction of the connection.
        package var offset: Int
        package var size: Int
        /// As the specification calls it; `unknown` where nobody does.
        package var name: String
        package var sequence: String
        package var fields: [Field]
        package var faults: [Fault]
        /// Nanoseconds since the request that it answers, where both are in the capture.
        package var after_ns: Int64?
    }

    /// What is wrong with a PDU, and where: `place` in octets from its start. Names and numbers only.
    package struct Fault: Sendable, Hashable {
        package var place: Int
        package var words: String
    }

    /// What has to be known about a direction beside its PDUs.
    package struct Remark: Sendable, Hashable {
        package enum Kind: String, Sendable, Hashable {
            /// The capture has no such octets.
            case missing
            /// No PDU begins in them.
            case skipped
            /// A PDU of which the rest is not there.
            case cut
        }

        package var kind: Kind
        package var offset: Int
        package var octets: Int
        package var words: String
    }
}
