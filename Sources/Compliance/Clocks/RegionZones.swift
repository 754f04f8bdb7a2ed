/// The clocks of a region (ISO 3166-1 and 3166-2), by the names of `KnownClocks`.
enum RegionZones {
    /// Zones of the states; the territories are known by their own codes only, because an intersection of Guam and
    /// New York would leave no hour.
    static let unitedStates = [
        "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles",
        "America/Anchorage", "Pacific/Honolulu",
    ]
    static let indonesia = ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]
    static let china = ["Asia/Shanghai"]

    static let brazil = ["America/Sao_Paulo", "America/Manaus", "America/Rio_Branco", "America/Noronha"]
    static let mexico = [
        "America/Mexico_City", "America/Cancun", "America/Mazatlan", "America/Tijuana", "America/Ciudad_Juarez",
        "America/Matamoros",
    ]
    static let australia = [
        "Australia/Sydney", "Australia/Brisbane", "Australia/Adelaide", "Australia/Darwin", "Australia/Perth",
        "Australia/Eucla", "Australia/Lord_Howe",
    ]
    static let russia = [
        "Europe/Kaliningrad", "Europe/Moscow", "Europe/Samara", "Asia/Yekaterinburg", "Asia/Omsk", "Asia/Krasnoyarsk",
        "Asia/Irkutsk", "Asia/Yakutsk", "Asia/Vladivostok", "Asia/Magadan", "Asia/Kamchatka",
    ]

    /// All zones in which a borrower of `region` may live; empty for a country Dunlin knows nothing of. A subdivision
    /// that is not in the tables may be anywhere in its country.
    static func zones(of region: String) -> [String] {
        let parts = region.split(separator: "-", maxSplits: 1)
        let subdivision = parts.count == 2 ? parts[1] : ""
        switch parts.first {
        case "US": return states[subdivision] ?? unitedStates
        case "CN": return china
        case "ID": return provinces[subdivision] ?? indonesia
        case "AU": return territories[subdivision] ?? australia
        case "BR": return brazilian[subdivision] ?? brazil
        case "MX": return mexican[subdivision] ?? mexico
        case "RU": return subjects[subdivision] ?? russia
        case let country?: return countries[country] ?? []
        case nil: return []
        }
    }

    private static let states = table([
        "America/New_York": "CT DC DE GA MA MD ME NC NH NJ NY OH PA RI SC VA VT WV",
        "America/Chicago": "AL AR IA IL LA MN MO MS OK WI",
        "America/Denver": "CO MT NM UT WY",
        "America/Los_Angeles": "CA WA",
        "America/New_York America/Chicago": "FL IN KY MI TN",
        "America/Chicago America/Denver": "KS ND NE SD TX",
        "America/Denver America/Los_Angeles": "ID NV OR",
        // The Navajo Nation keeps daylight saving time.
        "America/Phoenix America/Denver": "AZ",
        "America/Anchorage America/Adak": "AK",
        "Pacific/Honolulu": "HI",
        "America/Puerto_Rico": "PR VI",
        "Pacific/Guam": "GU MP",
        "Pacific/Pago_Pago": "AS",
    ])

    /// WIB, WITA and WIT, as Presidential Decree 41 of 1987 drew them; newer provinces keep the zone of their parent.
    private static let provinces = table([
        "Asia/Jakarta": "AC SU SB RI JA SS BE LA BB KR JK JB JT YO JI BT KB KT",
        "Asia/Makassar": "BA NB NT KS KI KU SA ST SN SG GO SR",
        "Asia/Jayapura": "MA MU PA PB PD PE PS PT",
    ])

    static func table(_ groups: KeyValuePairs<String, String>) -> [Substring: [String]] {
        var table: [Substring: [String]] = [:]
        for (zones, codes) in groups {
            let list = zones.split(separator: " ").map(String.init)
            for code in codes.split(separator: " ") { table[code] = list }
        }
        return table
    }
}
