/// How carriers write numbers, and how Dunlin looks them up.
enum PhoneAddress {
    /// `8613800138000`, `+8613800138000` and `008613800138000` are one number: `+8613800138000`.
    static func e164(_ text: String) -> String {
        var digits = text.utf8.filter { $0 >= 0x30 && $0 <= 0x39 }
        if digits.starts(with: [0x30, 0x30]) { digits.removeFirst(2) }
        return "+" + String(decoding: digits, as: UTF8.self)
    }
}
