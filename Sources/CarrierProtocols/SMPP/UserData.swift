package import NIOCore

extension SMPP {
    package typealias Part = TextPart

    /// The text of a message without its header, and which part it is: from the user data header (3GPP TS 23.040 §9.2.3.24),
    /// `sar_*` or `message_payload`. Peers mix them though the specification forbids it; the header wins.
    package struct UserData: Sendable, Hashable {
        package var text: ByteBuffer
        package var part: Part?

        /// Throws where the header claims more octets than there are.
        package init(_ message: ShortMessage) throws(Fault) {
            text = message.shortMessage
            if text.readableBytes == 0, let payload = message.tlvs[.messagePayload] { text = payload }
            if message.esmClass.hasUserDataHeader {
                do { part = try text.readUserDataHeader() } catch {
                    throw Fault(.truncated(field: "user data header"))
                }
            }
            if part == nil { part = Self.sar(message.tlvs) }
        }

        private static func sar(_ tlvs: TLVs) -> Part? {
            guard !tlvs.isEmpty,
                let reference = tlvs.integer(.sarMessageReference, as: UInt16.self),
                let total = tlvs.integer(.sarTotalSegments, as: UInt8.self),
                let number = tlvs.integer(.sarSegmentSequence, as: UInt8.self)
            else { return nil }
            let part = Part(reference: reference, number: number, total: total)
            return part.isSensible ? part : nil
        }
    }
}
