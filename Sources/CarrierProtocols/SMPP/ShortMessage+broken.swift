import NIOCore

extension SMPP.ShortMessage {
    /// A delivery whose optional parameters lie about their lengths, without those from the first lie on: its text and what stands
    /// before it are a receipt or a reply all the same.
    @inline(never)
    init(withoutBrokenParameters octets: RawSpan, of buffer: ByteBuffer, at index: Int) throws(SMPP.Fault) {
        var place = 0
        _ = try octets.readString("service_type", &place)
        _ = try octets.readAddress("source_addr", &place)
        _ = try octets.readAddress("destination_addr", &place)
        // esm_class, protocol_id, priority_flag
        place += 3
        _ = try octets.readTime("schedule_delivery_time", &place)
        _ = try octets.readTime("validity_period", &place)
        // registered_delivery, replace_if_present_flag, data_coding, sm_default_msg_id
        place += 4
        _ = try octets.readText(&place, of: buffer, at: index)
        while place + 4 <= octets.byteCount {
            let next = place + 4 + Int(octets.integer(at: place + 2, as: UInt16.self))
            guard next <= octets.byteCount else { break }
            place = next
        }
        try self.init(octets.extracting(0..<place), of: buffer, at: index)
    }
}
