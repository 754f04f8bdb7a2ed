extension SMGP {
    /// Optional parameters (§6.3.1).
    package enum Tag {
        package static let protocolID = TLVs.Tag(rawValue: 0x0001)
        package static let udhi = TLVs.Tag(rawValue: 0x0002)
        package static let linkID = TLVs.Tag(rawValue: 0x0003)
        package static let chargeUserType = TLVs.Tag(rawValue: 0x0004)
        package static let chargeNumberType = TLVs.Tag(rawValue: 0x0005)
        package static let chargePseudonym = TLVs.Tag(rawValue: 0x0006)
        package static let destinationType = TLVs.Tag(rawValue: 0x0007)
        package static let destinationPseudonym = TLVs.Tag(rawValue: 0x0008)
        package static let partTotal = TLVs.Tag(rawValue: 0x0009)
        package static let partNumber = TLVs.Tag(rawValue: 0x000A)
        package static let submitType = TLVs.Tag(rawValue: 0x000B)
        package static let dealResult = TLVs.Tag(rawValue: 0x000C)
        package static let sourceType = TLVs.Tag(rawValue: 0x000D)
        package static let sourcePseudonym = TLVs.Tag(rawValue: 0x000E)
        package static let nodesCount = TLVs.Tag(rawValue: 0x000F)
        package static let messageSource = TLVs.Tag(rawValue: 0x0010)
        package static let numberType = TLVs.Tag(rawValue: 0x0011)
        package static let mobileServiceID = TLVs.Tag(rawValue: 0x0012)
    }
}
