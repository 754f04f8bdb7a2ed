/// What is wrong with bytes that should be a PDU of CMPP, SMGP or SGIP, or with a PDU that should become bytes.
///
/// Holds names of fields and numbers only, never what a field held.
package enum WireFault: Error, Sendable, Hashable {
    /// A length in front that is less than the header's.
    case lengthTooSmall(UInt32, least_bytes: Int)
    /// A length in front that is above what is put up with; refused before anything is allocated.
    case lengthTooLarge(UInt32, limit_bytes: UInt32)
    case unknownCommand(UInt32)
    /// The body ends inside the field.
    case truncated(field: String)
    /// More octets (or, of a list, more entries) than the field may have.
    case tooLong(field: String, limit: Int)
    /// An optional parameter whose length goes past the body, or a stray octet after the last.
    case malformedTLV

    /// Where the next PDU starts is no longer known.
    package var isFatal: Bool {
        switch self {
        case .lengthTooSmall, .lengthTooLarge: true
        case .unknownCommand, .truncated, .tooLong, .malformedTLV: false
        }
    }

    // Out of line: the name of the field becomes a String only where something is wrong.
    @inline(never)
    static func truncated(_ field: StaticString) -> WireFault { .truncated(field: "\(field)") }

    @inline(never)
    static func tooLong(_ field: StaticString, limit: Int) -> WireFault { .tooLong(field: "\(field)", limit: limit) }
}

extension WireFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .lengthTooSmall(let length, let least): "a length of \(length) is below the header's \(least)"
        case .lengthTooLarge(let length, let limit): "a length of \(length) is above the limit of \(limit) octets"
        case .unknownCommand(let id): "unknown command 0x" + String(id, radix: 16)
        case .truncated(let field): "the PDU ends inside \(field)"
        case .tooLong(let field, let limit): "\(field) is longer than the limit of \(limit)"
        case .malformedTLV: "malformed optional parameters"
        }
    }
}

/// A fault with the PDU it was found in.
package struct PDUFault<Sequence: Sendable & Hashable>: Error, Sendable, Hashable {
    package var code: WireFault
    /// Of the PDU at fault, 0 where not known.
    package var command: UInt32
    package var sequence: Sequence
    /// The octets in front of the body that an answer has to name (a delivery's message id), as a number; 0 where there are none.
    package var messageID: UInt128

    package init(_ code: WireFault, command: UInt32 = 0, sequence: Sequence, messageID: UInt128 = 0) {
        self.code = code
        self.command = command
        self.sequence = sequence
        self.messageID = messageID
    }

    package var isFatal: Bool { code.isFatal }

    /// Of a response, which nobody answers, or two sides could go on for ever.
    var isAnswer: Bool { command & 0x8000_0000 != 0 }
}

extension PDUFault where Sequence == UInt32 {
    package init(_ code: WireFault) { self.init(code, sequence: 0) }
}

extension PDUFault: CustomStringConvertible {
    package var description: String {
        command == 0 ? "\(code)" : "\(code) (command 0x\(String(command, radix: 16)), sequence \(sequence))"
    }
}
