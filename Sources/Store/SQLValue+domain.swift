package import CivilTime
package import LoanBook

extension SQLValue {
    @inlinable package static func integer(_ value: Int) -> SQLValue { .integer(Int64(value)) }
    @inlinable package static func integer(_ value: Int32) -> SQLValue { .integer(Int64(value)) }
    @inlinable package static func bool(_ value: Bool) -> SQLValue { .integer(value ? 1 : 0 as Int64) }
    @inlinable package static func instant(_ value: Instant) -> SQLValue { .integer(value.milliseconds) }
    @inlinable package static func date(_ value: CivilDate) -> SQLValue { .integer(Int64(value.daysSinceEpoch)) }
    @inlinable package static func id<Of>(_ value: Identifier<Of>) -> SQLValue { .integer(value.number) }
    @inlinable package static func integer(_ value: Int64?) -> SQLValue { value.map { .integer($0) } ?? .null }
    @inlinable package static func text(_ value: String?) -> SQLValue { value.map { .text($0) } ?? .null }
    @inlinable package static func blob(_ value: [UInt8]?) -> SQLValue { value.map { .blob($0) } ?? .null }
    @inlinable package static func instant(_ value: Instant?) -> SQLValue { value.map { .instant($0) } ?? .null }
    @inlinable package static func date(_ value: CivilDate?) -> SQLValue { value.map { .date($0) } ?? .null }
    @inlinable package static func id<Of>(_ value: Identifier<Of>?) -> SQLValue { value.map { .id($0) } ?? .null }
}

extension SQLRow {
    package func instant(_ column: Int) -> Instant { Instant(milliseconds: integer(column)) }
    package func date(_ column: Int) -> CivilDate {
        CivilDate(daysSinceEpoch: Int32(truncatingIfNeeded: integer(column)))
    }
    package func bool(_ column: Int) -> Bool { integer(column) != 0 }
    package func optionalInteger(_ column: Int) -> Int64? { isNull(column) ? nil : integer(column) }
    package func optionalText(_ column: Int) -> String? { isNull(column) ? nil : text(column) }
    package func optionalDate(_ column: Int) -> CivilDate? { isNull(column) ? nil : date(column) }
    package func optionalInstant(_ column: Int) -> Instant? { isNull(column) ? nil : instant(column) }
}
