import CivilTime
import Foundation
import Testing

@testable import LoanBook

/// Rows of files that one mapping describes, read as on 21 November 2026.
struct SampleRows {
    private let mapping: Mapping
    private let headers: [BookFile: [String]]

    /// - Parameters:
    ///   - files: what stands below `files:` of the mapping.
    ///   - defaults, more: further defaults, and further lines of the mapping.
    ///   - headers: of files whose columns do not stand in the order of their fields.
    init(
        _ files: String, zone: String = "UTC", defaults: String = "", more: String = "",
        headers: [BookFile: [String]] = [:]
    ) throws {
        let indented = files.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
        let yaml = """
            mapping: sample
            portfolio: p
            currency: USD
            defaults: {region: US, language: en, zone: \(zone)\(defaults)}
            \(more)
            files:
            \(indented)
            """
        mapping = try Mapping.parse(yaml: yaml, file: "m.yaml")
        self.headers = headers
    }

    func reader(_ file: BookFile, header: [String]? = nil) throws -> RowReader {
        let entry = try #require(mapping.files[file])
        let zones = Zones { FileManager.default.contents(atPath: "/usr/share/zoneinfo/\($0)").map { [UInt8]($0) } }
        return try RowReader(
            file: file, mapping: entry, defaults: mapping.defaults,
            header: header ?? headers[file] ?? file.fields.compactMap { entry.columns[$0] },
            today: Self.day("2026-11-21"), zones: zones)
    }

    /// Why the row is rejected; nil when it can be read.
    func fault(_ file: BookFile, _ fields: [String]) throws -> RowFault? {
        let (reader, record) = (try reader(file), Self.record(fields))
        do throws(RowFault) {
            switch file {
            case .borrowers: _ = try reader.borrower(record)
            case .loans: _ = try reader.loan(record)
            case .instalments: _ = try reader.instalment(record)
            case .payments: _ = try reader.payment(record)
            case .paymentFailures: _ = try reader.failedPayment(record)
            case .promises: _ = try reader.promise(record)
            case .arrangements: _ = try reader.arrangement(record)
            case .applications: _ = try reader.application(record)
            case .contactPoints: _ = try reader.contactPoint(record)
            case .consents: _ = try reader.consent(record)
            case .flags: _ = try reader.flag(record)
            case .preferences: _ = try reader.preference(record)
            case .contacts: _ = try reader.contact(record)
            case .scores: _ = try reader.score(record)
            }
            return nil
        } catch {
            return error
        }
    }

    static func record(_ fields: [String]) -> Record { Record(line: 2, fields: fields) }

    static func day(_ iso: String) throws -> CivilDate { try #require(CivilDate(iso: iso)) }
}
