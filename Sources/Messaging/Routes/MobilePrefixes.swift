/// Which carrier gave out a number, by its first digits: data with a version and a source, not computed.
package struct MobilePrefixes: Sendable {
    package let version: String
    /// Digits behind the calling code, with the calling code in front.
    private let carriers: [String: MobileCarrier]
    private let lengths: [Int]

    package init(version: String, carriers: [String: MobileCarrier]) {
        self.version = version
        self.carriers = carriers
        lengths = Set(carriers.keys.map(\.utf8.count)).sorted(by: >)
    }

    /// The table of the mainland of China that this program brings.
    package static func china() throws(Faults) -> MobilePrefixes {
        try parse(
            yaml: String(decoding: PackageResources.china_mobile_prefixes_yaml, as: UTF8.self),
            file: "china_mobile_prefixes.yaml")
    }

    /// Who gave out a number in E.164; nil where the table does not say. The longest beginning counts.
    package func carrier(of number: String) -> MobileCarrier? {
        let digits = number.utf8.dropFirst(number.hasPrefix("+") ? 1 : 0)
        for length in lengths {
            if let carrier = carriers[String(decoding: digits.prefix(length), as: UTF8.self)] { return carrier }
        }
        return nil
    }

    static func parse(yaml: String, file: String) throws(Faults) -> MobilePrefixes {
        let root = try MarkedNode.parse(yaml: yaml, file: file)
        var reader = FieldReader(root, file: file, what: "a table of prefixes")
        let version = reader.text("version", "Write the day of the table")
        _ = reader.text("source", "Write where it is from")
        let code = reader.text("calling_code", "Write the country's code, such as \"86\"")
        var carriers: [String: MobileCarrier] = [:]
        if let node = reader.required("carriers", "List the prefixes of each carrier"), let code {
            var fields = FieldReader(node, file: file, what: "`carriers`")
            for carrier in MobileCarrier.allCases {
                for item in fields.list(carrier.rawValue, "List its prefixes") {
                    let digits = item.scalar ?? ""
                    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
                        fields.fault(at: item, "a prefix is digits", "Write such as 134")
                        continue
                    }
                    if carriers.updateValue(carrier, forKey: code.value + digits) != nil {
                        fields.fault(at: item, "the prefix \(digits) stands twice", "Leave it with one carrier")
                    }
                }
            }
            fields.finish()
            reader.take(fields.faults)
        }
        reader.finish()
        guard reader.faults.isEmpty, let version else { throw Faults(reader.faults) }
        return MobilePrefixes(version: version.value, carriers: carriers)
    }
}
