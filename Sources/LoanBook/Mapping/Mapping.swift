/// How a lender's export becomes facts: `mappings/*.yaml`, read.
package struct Mapping: Sendable {
    /// What stands for a cell that is empty or a column that is missing.
    package struct Defaults: Sendable, Hashable {
        package var region: String
        package var language: String
        package var product: String
        /// The civil calendar of the book: a payment dated after today's date here is no payment yet.
        package var zone: String

        package init(region: String, language: String, product: String, zone: String) {
            self.region = region
            self.language = language
            self.product = product
            self.zone = zone
        }
    }

    /// Names the mapping in batches and reports.
    package var name: String
    package var portfolio: Portfolio.Key
    package var currency: Currency
    package var defaults: Defaults
    package var files: [BookFile: FileMapping]

    package init(
        name: String, portfolio: Portfolio.Key, currency: Currency, defaults: Defaults, files: [BookFile: FileMapping]
    ) {
        self.name = name
        self.portfolio = portfolio
        self.currency = currency
        self.defaults = defaults
        self.files = files
    }
}

/// One file of a mapping.
package struct FileMapping: Sendable {
    /// File name inside the book's folder.
    package var name: String
    /// A missing file is no error.
    package var isOptional: Bool
    package var formats: FileFormats
    /// Header of the column of each field.
    package var columns: [BookField: String]
    /// Values that no column holds, written as the file would write them (UTF-8).
    package var constants: [BookField: ArraySlice<UInt8>]
    package var values: [BookField: ValueTable]

    package init(
        name: String, isOptional: Bool, formats: FileFormats, columns: [BookField: String],
        constants: [BookField: ArraySlice<UInt8>], values: [BookField: ValueTable]
    ) {
        self.name = name
        self.isOptional = isOptional
        self.formats = formats
        self.columns = columns
        self.constants = constants
        self.values = values
    }

    var dates: DateFormats { formats.dates }
    var money: MoneyFormat { formats.money }
    var rate: RateFormat { formats.rate }
}

/// How a file writes things.
package struct FileFormats: Sendable, Hashable {
    package var encoding: TextEncoding
    /// One ASCII character.
    package var delimiter: UInt8
    package var dates: DateFormats
    package var money: MoneyFormat
    package var rate: RateFormat

    package init(
        encoding: TextEncoding, delimiter: UInt8, dates: DateFormats, money: MoneyFormat, rate: RateFormat
    ) {
        self.encoding = encoding
        self.delimiter = delimiter
        self.dates = dates
        self.money = money
        self.rate = rate
    }
}
