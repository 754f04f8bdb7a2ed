extension SMPP {
    /// Who sends or receives: type of number, numbering plan and digits or letters (§5.2.5 to §5.2.9). Personal.
    package struct Address: Sendable, Hashable {
        /// 0 unknown, 1 international, 2 national, 5 alphanumeric …
        package var typeOfNumber: UInt8
        /// 0 unknown, 1 E.164 …
        package var numberingPlan: UInt8
        package var text: String

        package init(typeOfNumber: UInt8, numberingPlan: UInt8, text: String) {
            self.typeOfNumber = typeOfNumber
            self.numberingPlan = numberingPlan
            self.text = text
        }

        package static let none = Address(typeOfNumber: 0, numberingPlan: 0, text: "")
    }
}

extension RawSpan {
    @inline(__always)
    func readAddress(_ field: StaticString, _ place: inout Int) throws(SMPP.Fault) -> SMPP.Address {
        let type = try readOctet(field, &place)
        let plan = try readOctet(field, &place)
        return SMPP.Address(typeOfNumber: type, numberingPlan: plan, text: try readString(field, &place))
    }
}

extension OutputRawSpan {
    @inline(__always)
    mutating func append(_ address: SMPP.Address) {
        append(address.typeOfNumber)
        append(address.numberingPlan)
        appendCString(address.text)
    }
}

extension SMPP {
    @inline(__always)
    static func size(_ address: Address, _ field: StaticString) throws(Fault) -> Int {
        2 + (try size(address.text, field))
    }
}
