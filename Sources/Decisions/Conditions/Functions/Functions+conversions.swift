internal import CivilTime

/// `int(…)`, `string(…)` and their like (langdef, "List of Standard Definitions").
extension Functions {
    mutating func addConversions() {
        add("dyn", .of(.any, .any) { $0 })
        add("type", .of(.any, .type) { $0.type })
        add(
            "bool", .of(.bool, .bool) { $0 },
            .of(.string, .bool) { text throws(Doubt.Reason) in
                switch text {
                case "1", "t", "true", "TRUE", "True": return true
                case "0", "f", "false", "FALSE", "False": return false
                default: throw .notConvertible
                }
            })
        add("bytes", .of(.bytes, .bytes) { $0 }, .of(.string, .bytes) { Array($0.utf8) })
        addNumberConversions()
        add(
            "string", .of(.string, .string) { $0 }, .of(.bool, .string) { $0 ? "true" : "false" },
            .of(.int, .string) { String($0) }, .of(.uint, .string) { String($0) },
            .of(.double, .string) { Self.written($0) },
            .of(.bytes, .string) { bytes throws(Doubt.Reason) in
                guard let text = String(validating: bytes, as: UTF8.self) else { throw .notConvertible }
                return text
            },
            .of(.timestamp, .string) { $0.text }, .of(.duration, .string) { $0.text },
            .of(.date, .string) { $0.description })
    }

    private mutating func addNumberConversions() {
        add(
            "int", .of(.int, .int) { $0 },
            .of(.uint, .int) { value throws(Doubt.Reason) in
                guard let whole = Int64(exactly: value) else { throw .outOfRange }
                return whole
            },
            .of(.double, .int) { value throws(Doubt.Reason) in
                // The ends themselves are not taken: a double there may stand for a number beyond.
                guard value > -0x1p63, value < 0x1p63 else { throw .outOfRange }
                return Int64(value)
            },
            .of(.string, .int) { text throws(Doubt.Reason) in
                guard let value = Int64(text) else { throw .notConvertible }
                return value
            },
            .of(.timestamp, .int) { $0.seconds }, .of(.duration, .int) { $0.nanoseconds / 1_000_000_000 })
        add(
            "uint", .of(.uint, .uint) { $0 },
            .of(.int, .uint) { value throws(Doubt.Reason) in
                guard let whole = UInt64(exactly: value) else { throw .outOfRange }
                return whole
            },
            .of(.double, .uint) { value throws(Doubt.Reason) in
                guard value > -1, value < 0x1p64 else { throw .outOfRange }
                return UInt64(value)
            },
            .of(.string, .uint) { text throws(Doubt.Reason) in
                guard let value = UInt64(text) else { throw .notConvertible }
                return value
            })
        add(
            "double", .of(.double, .double) { $0 }, .of(.int, .double) { Double($0) },
            .of(.uint, .double) { Double($0) },
            .of(.string, .double) { text throws(Doubt.Reason) in
                guard let value = Double(text) else { throw .notConvertible }
                return value
            })
    }

    /// The shortest digits that give the number back; whole ones without `.0`.
    private static func written(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
        let text = value.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
