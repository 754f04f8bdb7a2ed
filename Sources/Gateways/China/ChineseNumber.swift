/// Numbers as gateways in China write them.
enum ChineseNumber {
    /// `13800138000`, `8613800138000` and `+8613800138000` are one number. What is no mobile number of China is left as it is.
    static func e164(_ text: String) -> String {
        let isNational = text.utf8.count == 11 && text.hasPrefix("1") && text.utf8.allSatisfy { 0x30...0x39 ~= $0 }
        return isNational ? "+86" + text : text
    }
}
