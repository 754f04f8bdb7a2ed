extension CMPP {
    /// `Msg_Id` (§8.4.3.2): the moment in China, the gateway and a counter, in 64 bits.
    package struct MessageID: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
        package var rawValue: UInt64

        package init(rawValue: UInt64) { self.rawValue = rawValue }

        package static let none = MessageID(rawValue: 0)

        /// Each number is cut to the bits it has.
        package init(
            month: UInt8, day: UInt8, hour: UInt8, minute: UInt8, second: UInt8, gateway: UInt32, sequence: UInt16
        ) {
            let moment =
                UInt64(month & 0x0F) << 60 | UInt64(day & 0x1F) << 55 | UInt64(hour & 0x1F) << 50
                | UInt64(minute & 0x3F) << 44 | UInt64(second & 0x3F) << 38
            rawValue = moment | UInt64(gateway & 0x3F_FFFF) << 16 | UInt64(sequence)
        }

        /// Bits 64 to 61.
        package var month: UInt8 { UInt8(rawValue >> 60) }
        /// Bits 60 to 56.
        package var day: UInt8 { UInt8(rawValue >> 55 & 0x1F) }
        /// Bits 55 to 51.
        package var hour: UInt8 { UInt8(rawValue >> 50 & 0x1F) }
        /// Bits 50 to 45.
        package var minute: UInt8 { UInt8(rawValue >> 44 & 0x3F) }
        /// Bits 44 to 39.
        package var second: UInt8 { UInt8(rawValue >> 38 & 0x3F) }
        /// Bits 38 to 17.
        package var gateway: UInt32 { UInt32(rawValue >> 16 & 0x3F_FFFF) }
        /// Bits 16 to 1.
        package var sequence: UInt16 { UInt16(truncatingIfNeeded: rawValue) }

        /// The id of the number at `place` (from 0) of a submit to several: the counter goes on, and from its end to 0 (§9).
        package func following(_ place: Int) -> MessageID {
            MessageID(rawValue: rawValue & ~0xFFFF | UInt64(sequence &+ UInt16(truncatingIfNeeded: place)))
        }

        /// As carriers write it when they are asked about a message: one number in decimal.
        package var description: String { String(rawValue) }
    }
}
