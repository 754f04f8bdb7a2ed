/// Which law binds in which region: ISO 3166 codes, `EU` for the member states, `*` for every country.
enum Jurisdiction {
    /// `US` binds `US-MA`. `US-MA` binds `US-MA`, and also `US`: whose state is not known may live in any of them.
    static func binds(_ jurisdiction: String, _ region: String) -> Bool {
        if jurisdiction == "*" || jurisdiction == region || region.hasPrefix(jurisdiction + "-") { return true }
        if jurisdiction.hasPrefix(region + "-") { return true }
        return jurisdiction == union && members.contains(String(region.prefix { $0 != "-" }))
    }

    /// Whether a pack of `jurisdiction` alone is enough to speak for a country. The law of the Union is not: hours and
    /// caps of collection are the member states' (decision 0027).
    static func speaksForCountry(_ jurisdiction: String) -> Bool { jurisdiction != "*" && jurisdiction != union }

    static let union = "EU"
    static let members: Set<String> = [
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU",
        "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
    ]
}
