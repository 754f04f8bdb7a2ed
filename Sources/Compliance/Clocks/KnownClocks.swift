/// Zone ids that have shown the same time since 2016 under one name, so that two names of one clock are no conflict.
enum KnownClocks {
    static func canonical(_ id: String) -> String { aliases[id] ?? id }

    private static let aliases: [String: String] = {
        var table: [String: String] = [:]
        for (name, others) in groups {
            for other in others.split(separator: " ") { table[String(other)] = name }
        }
        return table
    }()

    static let groups: KeyValuePairs<String, String> = [
        "America/New_York": """
        US/Eastern US/Michigan US/East-Indiana America/Detroit America/Indianapolis America/Fort_Wayne \
        America/Louisville America/Kentucky/Louisville America/Kentucky/Monticello America/Indiana/Indianapolis \
        America/Indiana/Marengo America/Indiana/Petersburg America/Indiana/Vevay America/Indiana/Vincennes \
        America/Indiana/Winamac EST5EDT
        """,
        "America/Chicago": """
        US/Central US/Indiana-Starke America/Menominee America/Indiana/Knox America/Indiana/Tell_City \
        America/Knox_IN America/North_Dakota/Beulah America/North_Dakota/Center America/North_Dakota/New_Salem \
        CST6CDT
        """,
        "America/Denver": "US/Mountain America/Boise America/Shiprock Navajo MST7MDT",
        "America/Phoenix": "US/Arizona MST",
        "America/Los_Angeles": "US/Pacific PST8PDT",
        "America/Anchorage": """
        US/Alaska America/Juneau America/Sitka America/Nome America/Yakutat
        """,
        "America/Adak": "US/Aleutian America/Atka",
        "Pacific/Honolulu": "US/Hawaii Pacific/Johnston HST",
        "America/Puerto_Rico": "America/St_Thomas America/Virgin",
        "Pacific/Guam": "Pacific/Saipan",
        "Pacific/Pago_Pago": "US/Samoa Pacific/Samoa Pacific/Midway",
        "Asia/Shanghai": "PRC Asia/Chongqing Asia/Chungking Asia/Harbin",
        "Asia/Jakarta": "Asia/Pontianak",
        "Asia/Makassar": "Asia/Ujung_Pandang",
    ]
}
