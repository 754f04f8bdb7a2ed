/// Zone ids that show the same time under one name, so that two names of one clock are no conflict.
enum KnownClocks {
    static func canonical(_ id: String) -> String { aliases[id] ?? id }

    private static let aliases: [String: String] = {
        var table: [String: String] = [:]
        for (name, others) in Array(groups) + Array(recent) {
            for other in others.split(separator: " ") { table[String(other)] = name }
        }
        return table
    }()

    /// The same time since 2016.
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
        "Asia/Kolkata": "Asia/Calcutta",
        "Asia/Ho_Chi_Minh": "Asia/Saigon",
        "Asia/Hong_Kong": "Hongkong",
        "Asia/Kuala_Lumpur": "Asia/Kuching",
        "Europe/London": "GB GB-Eire Europe/Belfast Europe/Guernsey Europe/Isle_of_Man Europe/Jersey",
        "Europe/Dublin": "Eire",
        "Europe/Berlin": "Europe/Busingen",
        "Europe/Madrid": "Africa/Ceuta",
        "Europe/Lisbon": "Atlantic/Madeira Portugal",
        "Europe/Moscow": "Europe/Kirov W-SU",
        "Asia/Yakutsk": "Asia/Khandyga",
        "Asia/Vladivostok": "Asia/Ust-Nera",
        "Asia/Kamchatka": "Asia/Anadyr",
        "America/Manaus": "America/Boa_Vista America/Porto_Velho Brazil/West",
        "America/Rio_Branco": "America/Eirunepe America/Porto_Acre Brazil/Acre",
        "America/Noronha": "Brazil/DeNoronha",
        "America/Mazatlan": "Mexico/BajaSur",
        "America/Tijuana": "America/Ensenada America/Santa_Isabel Mexico/BajaNorte",
        "Australia/Sydney": """
        Australia/ACT Australia/Canberra Australia/NSW Australia/Melbourne Australia/Victoria Australia/Hobart \
        Australia/Tasmania Australia/Currie
        """,
        "Australia/Brisbane": "Australia/Queensland Australia/Lindeman",
        "Australia/Adelaide": "Australia/South Australia/Broken_Hill Australia/Yancowinna",
        "Australia/Darwin": "Australia/North",
        "Australia/Perth": "Australia/West",
        "Australia/Lord_Howe": "Australia/LHI",
    ]

    /// The same time since 2023: clocks that were moved, or lost their daylight saving, in the years before.
    static let recent: KeyValuePairs<String, String> = [
        "Europe/Moscow": "Europe/Volgograd Europe/Simferopol",
        "Europe/Samara": "Europe/Astrakhan Europe/Saratov Europe/Ulyanovsk",
        "Asia/Krasnoyarsk": "Asia/Novosibirsk Asia/Barnaul Asia/Tomsk Asia/Novokuznetsk",
        "Asia/Yakutsk": "Asia/Chita",
        "Asia/Magadan": "Asia/Sakhalin Asia/Srednekolymsk",
        "Asia/Nicosia": "Asia/Famagusta Europe/Nicosia",
        "America/Sao_Paulo": """
        America/Araguaina America/Bahia America/Belem America/Fortaleza America/Maceio America/Recife \
        America/Santarem Brazil/East
        """,
        "America/Manaus": "America/Campo_Grande America/Cuiaba",
        "America/Mexico_City": """
        America/Merida America/Monterrey America/Bahia_Banderas America/Chihuahua Mexico/General
        """,
        "America/Mazatlan": "America/Hermosillo",
        "America/Matamoros": "America/Ojinaga",
    ]
}
