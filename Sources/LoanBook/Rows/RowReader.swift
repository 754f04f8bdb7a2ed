package import CivilTime

/// Reads the typed rows of one file: its mapping bound to the columns that its header really has.
package struct RowReader: Sendable {
    package let file: BookFile
    package let mapping: FileMapping
    package let defaults: Mapping.Defaults
    package let today: CivilDate
    let zones: Zones
    let columnCount: Int
    /// The column of each field, by the field's place in `BookField.allCases`; -1 when a constant or nothing stands.
    private let columns: [Int]
    private let constants: [ArraySlice<UInt8>]
    private let tables: [ValueTable?]
    /// Whether the mapping speaks of how loans count.
    let knowsTerms: Bool

    /// - Parameter header: the cells of the file's first record.
    package init(
        file: BookFile, mapping: FileMapping, defaults: Mapping.Defaults, header: [String], today: CivilDate,
        zones: Zones
    ) throws(MissingColumn) {
        self.file = file
        self.mapping = mapping
        self.defaults = defaults
        self.today = today
        self.zones = zones
        columnCount = header.count
        let names = header.map { String(decoding: Cell.trimmed(Array($0.utf8)[...]), as: UTF8.self) }
        var columns = [Int](repeating: -1, count: BookField.allCases.count)
        for (place, field) in BookField.allCases.enumerated() {
            guard let column = mapping.columns[field] else { continue }
            guard let found = names.firstIndex(of: column) else {
                throw MissingColumn(file: mapping.name, column: column, header: names)
            }
            columns[place] = found
        }
        self.columns = columns
        constants = BookField.allCases.map { mapping.constants[$0] ?? [] }
        tables = BookField.allCases.map { mapping.values[$0] }
        knowsTerms = BookField.terms.contains { mapping.columns[$0] != nil || mapping.constants[$0] != nil }
    }

    /// How the lender's file calls the field, for reports: its header, else the field's own name.
    package func heading(_ field: BookField?) -> String {
        guard let field else { return "row" }
        return mapping.columns[field] ?? field.rawValue
    }

    func cell(_ field: BookField, of record: Record) -> Cell {
        let place = field.place
        let bytes = columns[place] >= 0 ? record[columns[place]] : constants[place]
        return Cell(field: field, bytes: Cell.trimmed(bytes), table: tables[place])
    }

    /// -1 when no column speaks of the field.
    func column(of field: BookField) -> Int { columns[field.place] }

    /// Whether anything, a column or a constant, speaks of the field.
    func knows(_ field: BookField) -> Bool {
        columns[field.place] >= 0 || !constants[field.place].isEmpty
    }

    func checkShape(_ record: Record) throws(RowFault) {
        if record.count < columnCount { throw RowFault(nil, .tooFewColumns) }
        if record.count > columnCount { throw RowFault(nil, .tooManyColumns) }
    }
}

/// A column that the mapping names and the file does not have.
package struct MissingColumn: Error, Sendable, Hashable {
    package var file: String
    package var column: String
    /// What the file's first line holds instead.
    package var header: [String]
}

extension BookField {
    /// Place in `allCases`.
    var place: Int {
        switch self {
        case .reference: 0
        case .borrower: 1
        case .loan: 2
        case .number: 3
        case .kind: 4
        case .name: 5
        case .phone: 6
        case .email: 7
        case .language: 8
        case .region: 9
        case .zone: 10
        case .birthDate: 11
        case .smsConsent: 12
        case .product: 13
        case .principal: 14
        case .annualRate: 15
        case .disbursedOn: 16
        case .rating: 17
        case .status: 18
        case .dueOn: 19
        case .paidOn: 20
        case .amount: 21
        case .interest: 22
        case .fee: 23
        case .failedOn: 24
        case .madeOn: 25
        case .statusOn: 26
        case .documents: 27
        case .method: 28
        case .every: 29
        case .interestPeriod: 30
        case .dayCount: 31
        case .principalGrace: 32
        case .interestGrace: 33
        case .interestFree: 34
        case .balloon: 35
        case .penaltyRate: 36
        case .penaltyGrace: 37
        }
    }
}
