internal import Messaging

extension FieldReader {
    /// `number_codes: {table: gsm_map, refused: {"0x0B": none}, receipts: {"MK:0001": invalid}}`: the protocol's own codes, or a
    /// table by its name, and what this carrier means otherwise.
    mutating func numberCodes() -> NumberCodes {
        var codes = optional("protocol")?.scalar.flatMap { NumberCodes.of(protocol: $0) } ?? .none
        guard let node = optional("number_codes") else { return codes }
        var fields = FieldReader(node, file: file, what: "`number_codes`")
        if let name = fields.optionalText("table") {
            if let table = NumberCodes.named(name) {
                codes = table
            } else {
                fields.fault(at: node, "`table` is `\(name)`, which is not known", "Write gsm_map, or leave it out")
            }
        }
        fields.each("refused") { fields, key, trouble in
            let isHex = key.hasPrefix("0x") || key.hasPrefix("0X")
            guard let code = UInt32(isHex ? key.dropFirst(2) : key[...], radix: isHex ? 16 : 10) else {
                fields.fault(at: node, "`\(key)` under `refused` is no code", "Write a number such as 13 or \"0x0B\"")
                return
            }
            codes.refused[code] = trouble
        }
        fields.each("receipts") { _, key, trouble in codes.receipts[NumberCodes.plain(key)] = trouble }
        fields.finish()
        take(fields.faults)
        return codes
    }

    private mutating func each(_ key: String, _ body: (inout FieldReader, String, NumberTrouble?) -> Void) {
        guard let node = optional(key) else { return }
        let words = NumberTrouble.allCases.map(\.word) + ["none"]
        guard case .map(let entries) = node.content else {
            fault(at: node, "`\(key)` must say codes and what they mean", "Write \(key): {CODE: invalid}")
            return
        }
        for entry in entries {
            guard let word = entry.value.scalar, words.contains(word) else {
                fault(
                    at: entry.value, "`\(entry.key)` must mean something of the number",
                    "Write one of: " + words.joined(separator: ", "))
                continue
            }
            body(&self, entry.key, NumberTrouble.allCases.first { $0.word == word })
        }
    }
}
