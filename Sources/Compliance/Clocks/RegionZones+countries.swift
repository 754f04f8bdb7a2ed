/// The clocks of the countries beside the United States, China and Indonesia.
///
/// Source: the time zone database (`zone.tab` and its comments) and the codes of ISO 3166-2. A state with an island or
/// a border town on another clock has both: an address zone settles it.
extension RegionZones {
    /// Countries that have one clock, or whose subdivisions are not told apart.
    static let countries = table([
        "Europe/London": "GB", "Asia/Kolkata": "IN", "Asia/Manila": "PH", "Asia/Ho_Chi_Minh": "VN",
        "Asia/Bangkok": "TH", "Asia/Kuala_Lumpur": "MY", "Asia/Singapore": "SG", "Asia/Hong_Kong": "HK",
        "Africa/Nairobi": "KE", "Africa/Lagos": "NG",
        "Europe/Vienna": "AT", "Europe/Brussels": "BE", "Europe/Sofia": "BG", "Asia/Nicosia": "CY",
        "Europe/Prague": "CZ", "Europe/Berlin": "DE", "Europe/Copenhagen": "DK", "Europe/Tallinn": "EE",
        "Europe/Madrid Atlantic/Canary": "ES", "Europe/Helsinki": "FI", "Europe/Paris": "FR", "Europe/Athens": "GR",
        "Europe/Zagreb": "HR", "Europe/Budapest": "HU", "Europe/Dublin": "IE", "Europe/Rome": "IT",
        "Europe/Vilnius": "LT", "Europe/Luxembourg": "LU", "Europe/Riga": "LV", "Europe/Malta": "MT",
        "Europe/Amsterdam": "NL", "Europe/Warsaw": "PL", "Europe/Lisbon Atlantic/Azores": "PT",
        "Europe/Bucharest": "RO", "Europe/Stockholm": "SE", "Europe/Ljubljana": "SI", "Europe/Bratislava": "SK",
    ])

    static let territories = table([
        // Broken Hill keeps the time of Adelaide; Lord Howe Island has its own.
        "Australia/Sydney Australia/Adelaide Australia/Lord_Howe": "NSW",
        "Australia/Sydney": "ACT VIC TAS",
        "Australia/Brisbane": "QLD",
        "Australia/Adelaide": "SA",
        "Australia/Darwin": "NT",
        "Australia/Perth Australia/Eucla": "WA",
    ])

    static let brazilian = table([
        "America/Sao_Paulo": "AL AP BA CE DF ES GO MA MG PA PB PI PR RJ RN RS SC SE SP TO",
        "America/Sao_Paulo America/Noronha": "PE",
        "America/Manaus": "MS MT RO RR",
        // The west of Amazonas keeps the time of Acre.
        "America/Manaus America/Rio_Branco": "AM",
        "America/Rio_Branco": "AC",
    ])

    static let mexican = table([
        "America/Mexico_City":
            "AGU CAM CHP CMX COL DUR GRO GUA HID JAL MEX MIC MOR OAX PUE QUE SLP TAB TLA VER YUC ZAC",
        "America/Cancun": "ROO",
        "America/Mazatlan": "BCS SIN SON",
        "America/Mazatlan America/Mexico_City": "NAY",
        "America/Tijuana": "BCN",
        // The border towns keep the time of the United States.
        "America/Mexico_City America/Matamoros": "COA NLE TAM",
        "America/Mexico_City America/Ciudad_Juarez America/Matamoros": "CHH",
    ])

    static let subjects = table([
        "Europe/Kaliningrad": "KGD",
        "Europe/Moscow": """
        AD ARK BEL BRY CE CU DA IN IVA KB KC KDA KIR KL KLU KO KOS KR KRS LEN LIP ME MO MOS MOW MUR NEN NGR NIZ ORL \
        PNZ PSK ROS RYA SE SMO SPE STA TA TAM TUL TVE VGG VLA VLG VOR YAR
        """,
        "Europe/Samara": "AST SAM SAR UD ULY",
        "Asia/Yekaterinburg": "BA CHE KGN KHM ORE PER SVE TYU YAN",
        "Asia/Omsk": "OMS",
        "Asia/Krasnoyarsk": "AL ALT KEM KK KYA NVS TOM TY",
        "Asia/Irkutsk": "BU IRK",
        "Asia/Yakutsk": "AMU ZAB",
        "Asia/Yakutsk Asia/Vladivostok Asia/Magadan": "SA",
        "Asia/Vladivostok": "KHA PRI YEV",
        "Asia/Magadan": "MAG SAK",
        "Asia/Kamchatka": "CHU KAM",
    ])
}
