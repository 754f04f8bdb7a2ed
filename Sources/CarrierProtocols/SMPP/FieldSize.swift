extension SMPP {
    /// What the specification lets a field hold, its NUL counted. Reading puts up with more (`Limit.cString_bytes`), and so do the
    /// fields that a carrier gave out itself: ids, passwords, system names. What Dunlin composes beside texts is held to these.
    enum FieldSize {
        /// `service_type` (§5.2.11).
        static let serviceType_bytes = 6
        /// `source_addr` and `destination_addr` (§5.2.8, §5.2.9).
        static let address_bytes = 21
        /// The same in `data_sm` (§4.7.1), and both addresses of `alert_notification` (§4.12.1).
        static let longAddress_bytes = 65
        /// `dl_name` (§5.2.27).
        static let distributionList_bytes = 21
    }

    /// Octets `text` takes as a C-octet string of at most `limit_bytes`, its NUL counted.
    static func size(_ text: String, _ field: StaticString, limit_bytes: Int) throws(Fault) -> Int {
        let count = text.utf8.count
        guard count < limit_bytes else { throw .tooLong(field, limit_bytes: limit_bytes - 1) }
        return count + 1
    }

    static func size(
        _ address: Address, _ field: StaticString, limit_bytes: Int
    ) throws(Fault) -> Int {
        2 + (try size(address.text, field, limit_bytes: limit_bytes))
    }
}
