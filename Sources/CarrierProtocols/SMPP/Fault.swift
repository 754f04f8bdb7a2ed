extension SMPP {
    /// Bytes that cannot be a PDU, or a PDU that cannot be bytes.
    ///
    /// Holds names of fields and numbers only, never what a field held.
    package struct Fault: Error, Sendable, Hashable {
        package enum Code: Sendable, Hashable {
            /// `command_length` below the 16 octets of a header.
            case lengthTooSmall(UInt32)
            /// `command_length` above what is put up with; refused before anything is allocated.
            case lengthTooLarge(UInt32, limit_bytes: UInt32)
            case unknownCommand(UInt32)
            /// The body ends inside the field.
            case truncated(field: String)
            /// More octets than the field may have.
            case tooLong(field: String, limit_bytes: Int)
            /// An optional parameter whose length goes past the body, or a stray octet after the last.
            case malformedTLV
            /// `number_of_dests` or `no_unsuccess` outside what it may be (§5.2.24, §5.2.26).
            case badCount(field: String, count: Int, limit: Int)
            /// `dest_flag` is neither an address nor a distribution list (§5.2.25).
            case badDestinationFlag(UInt8)
        }

        package var code: Code
        /// Of the PDU at fault, 0 where not known.
        package var command: UInt32
        package var sequence: UInt32

        package init(_ code: Code, command: UInt32 = 0, sequence: UInt32 = 0) {
            self.code = code
            self.command = command
            self.sequence = sequence
        }

        /// Where the next PDU starts is no longer known: answer, then close.
        package var isFatal: Bool {
            switch code {
            case .lengthTooSmall, .lengthTooLarge: true
            case .unknownCommand, .truncated, .tooLong, .malformedTLV, .badCount, .badDestinationFlag: false
            }
        }

        /// What to tell the peer (§3.4, §4.3).
        package var status: Status {
            switch code {
            case .lengthTooSmall, .lengthTooLarge, .truncated: .invalidCommandLength
            case .unknownCommand: .invalidCommandID
            case .tooLong: .invalidMessageLength
            case .malformedTLV: .invalidTLVStream
            case .badCount: .invalidDestinationCount
            case .badDestinationFlag: .invalidDestinationFlag
            }
        }
    }
}

extension SMPP.Fault: CustomStringConvertible {
    package var description: String {
        let what =
            switch code {
            case .lengthTooSmall(let length): "command_length \(length) is below 16"
            case .lengthTooLarge(let length, let limit):
                "command_length \(length) is above the limit of \(limit) octets"
            case .unknownCommand(let id):
                "unknown command_id 0x" + String(id, radix: 16) + (SMPP.Command.name(of: id).map { ", \($0)" } ?? "")
            case .truncated(let field): "the PDU ends inside \(field)"
            case .tooLong(let field, let limit): "\(field) is longer than the limit of \(limit) octets"
            case .malformedTLV: "malformed optional parameters"
            case .badCount(let field, let count, let limit): "\(field) is \(count), and may be 1 to \(limit)"
            case .badDestinationFlag(let flag): "dest_flag is \(flag), and may be 1 or 2"
            }
        return command == 0 ? what : "\(what) (command_id 0x\(String(command, radix: 16)), sequence \(sequence))"
    }
}
