import NIOCore

extension SMPP {
    /// How a text of several parts travels.
    package enum LongText: String, Sendable, Hashable, CaseIterable {
        /// User data header with an 8-bit reference (6 octets): the most widely accepted.
        case udh8
        /// User data header with a 16-bit reference (7 octets).
        case udh16
        /// `sar_msg_ref_num`, `sar_total_segments`, `sar_segment_seqnum` (§5.3.2.22 to 24).
        case sar
        /// All parts in one PDU's `message_payload` (§5.3.2.32).
        case payload

        /// Octets the header takes from each part's 140.
        package var header_bytes: Int {
            switch self {
            case .udh8: 6
            case .udh16: 7
            case .sar, .payload: 0
            }
        }
    }
}

extension SMPP.ShortMessage {
    /// Makes this message `part` of a long text, `octets` its own share. `payload` has no parts: see `setPayload`.
    package mutating func setPart(
        _ part: SMPP.Part, octets: some Collection<UInt8>, as form: SMPP.LongText
    ) {
        shortMessage.clear(minimumCapacity: octets.count + form.header_bytes)
        switch form {
        case .udh8:
            esmClass.rawValue |= SMPP.ESMClass.userDataHeader.rawValue
            shortMessage.writeMultipleIntegers(
                UInt8(5), UInt8(0x00), UInt8(3), UInt8(truncatingIfNeeded: part.reference), part.total, part.number)
        case .udh16:
            esmClass.rawValue |= SMPP.ESMClass.userDataHeader.rawValue
            shortMessage.writeMultipleIntegers(
                UInt8(6), UInt8(0x08), UInt8(4), part.reference, part.total, part.number)
        case .sar, .payload:
            tlvs.append(.sarMessageReference, integer: part.reference)
            tlvs.append(.sarTotalSegments, integer: part.total)
            tlvs.append(.sarSegmentSequence, integer: part.number)
        }
        shortMessage.writeBytes(octets)
    }

    /// Puts a text of any length into `message_payload`; `short_message` stays empty, as the specification asks.
    package mutating func setPayload(_ octets: some Collection<UInt8>) throws(SMPP.Fault) {
        shortMessage.clear()
        try tlvs.append(.messagePayload, bytes: octets)
    }
}
