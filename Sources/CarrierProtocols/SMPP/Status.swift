extension SMPP {
    /// `command_status` (§5.1.3). Carriers add codes of their own from 0x400, so any number is kept.
    package struct Status: RawRepresentable, Sendable, Hashable {
        package var rawValue: UInt32

        @inlinable package init(rawValue: UInt32) { self.rawValue = rawValue }

        package static let ok = Status(rawValue: 0x00)
        package static let invalidMessageLength = Status(rawValue: 0x01)
        package static let invalidCommandLength = Status(rawValue: 0x02)
        package static let invalidCommandID = Status(rawValue: 0x03)
        package static let incorrectBindStatus = Status(rawValue: 0x04)
        package static let alreadyBound = Status(rawValue: 0x05)
        package static let systemError = Status(rawValue: 0x08)
        package static let invalidSourceAddress = Status(rawValue: 0x0A)
        package static let invalidDestinationAddress = Status(rawValue: 0x0B)
        package static let invalidMessageID = Status(rawValue: 0x0C)
        package static let bindFailed = Status(rawValue: 0x0D)
        package static let invalidPassword = Status(rawValue: 0x0E)
        package static let invalidSystemID = Status(rawValue: 0x0F)
        package static let cancelFailed = Status(rawValue: 0x11)
        package static let replaceFailed = Status(rawValue: 0x13)
        package static let queueFull = Status(rawValue: 0x14)
        package static let invalidDestinationCount = Status(rawValue: 0x33)
        package static let invalidDestinationFlag = Status(rawValue: 0x40)
        package static let submitFailed = Status(rawValue: 0x45)
        package static let throttled = Status(rawValue: 0x58)
        package static let temporaryFault = Status(rawValue: 0x64)
        package static let permanentFault = Status(rawValue: 0x65)
        package static let queryFailed = Status(rawValue: 0x67)
        package static let invalidTLVStream = Status(rawValue: 0xC0)
        package static let deliveryFailure = Status(rawValue: 0xFE)
        package static let unknownError = Status(rawValue: 0xFF)
    }
}

extension SMPP.Status: CustomStringConvertible {
    /// The specification's name where it has one, and the number: `ESME_RTHROTTLED (0x58)`.
    package var description: String {
        let number = "0x" + String(rawValue, radix: 16, uppercase: true)
        guard let name = Self.names[rawValue] else { return "status \(number)" }
        return "\(name) (\(number))"
    }

    /// Table 5-2, and from 0x100 what version 5.0 adds (its §4.7.6).
    private static let names: [UInt32: String] = [
        0x00: "ESME_ROK", 0x01: "ESME_RINVMSGLEN", 0x02: "ESME_RINVCMDLEN", 0x03: "ESME_RINVCMDID",
        0x04: "ESME_RINVBNDSTS", 0x05: "ESME_RALYBND", 0x06: "ESME_RINVPRTFLG", 0x07: "ESME_RINVREGDLVFLG",
        0x08: "ESME_RSYSERR", 0x0A: "ESME_RINVSRCADR", 0x0B: "ESME_RINVDSTADR", 0x0C: "ESME_RINVMSGID",
        0x0D: "ESME_RBINDFAIL", 0x0E: "ESME_RINVPASWD", 0x0F: "ESME_RINVSYSID", 0x11: "ESME_RCANCELFAIL",
        0x13: "ESME_RREPLACEFAIL", 0x14: "ESME_RMSGQFUL", 0x15: "ESME_RINVSERTYP", 0x33: "ESME_RINVNUMDESTS",
        0x34: "ESME_RINVDLNAME", 0x40: "ESME_RINVDESTFLAG", 0x42: "ESME_RINVSUBREP", 0x43: "ESME_RINVESMCLASS",
        0x44: "ESME_RCNTSUBDL", 0x45: "ESME_RSUBMITFAIL", 0x48: "ESME_RINVSRCTON", 0x49: "ESME_RINVSRCNPI",
        0x50: "ESME_RINVDSTTON", 0x51: "ESME_RINVDSTNPI", 0x53: "ESME_RINVSYSTYP", 0x54: "ESME_RINVREPFLAG",
        0x55: "ESME_RINVNUMMSGS", 0x58: "ESME_RTHROTTLED", 0x61: "ESME_RINVSCHED", 0x62: "ESME_RINVEXPIRY",
        0x63: "ESME_RINVDFTMSGID", 0x64: "ESME_RX_T_APPN", 0x65: "ESME_RX_P_APPN", 0x66: "ESME_RX_R_APPN",
        0x67: "ESME_RQUERYFAIL", 0xC0: "ESME_RINVOPTPARSTREAM", 0xC1: "ESME_ROPTPARNOTALLWD",
        0xC2: "ESME_RINVPARLEN", 0xC3: "ESME_RMISSINGOPTPARAM", 0xC4: "ESME_RINVOPTPARAMVAL",
        0xFE: "ESME_RDELIVERYFAILURE", 0xFF: "ESME_RUNKNOWNERR",
        0x100: "ESME_RSERTYPUNAUTH", 0x101: "ESME_RPROHIBITED", 0x102: "ESME_RSERTYPUNAVAIL",
        0x103: "ESME_RSERTYPDENIED", 0x104: "ESME_RINVDCS", 0x105: "ESME_RINVSRCADDRSUBUNIT",
        0x106: "ESME_RINVDSTADDRSUBUNIT", 0x107: "ESME_RINVBCASTFREQINT", 0x108: "ESME_RINVBCASTALIAS_NAME",
        0x109: "ESME_RINVBCASTAREAFMT", 0x10A: "ESME_RINVNUMBCAST_AREAS", 0x10B: "ESME_RINVBCASTCNTTYPE",
        0x10C: "ESME_RINVBCASTMSGCLASS", 0x10D: "ESME_RBCASTFAIL", 0x10E: "ESME_RBCASTQUERYFAIL",
        0x10F: "ESME_RBCASTCANCELFAIL", 0x110: "ESME_RINVBCAST_REP", 0x111: "ESME_RINVBCASTSRVGRP",
        0x112: "ESME_RINVBCASTCHANIND",
    ]
}
