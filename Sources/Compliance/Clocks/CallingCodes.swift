/// Where numbers outside North America live: calling codes by country (ITU-T E.164), and the areas that say more.
enum CallingCodes {
    /// The country's code and the first digit or digits after it that name an area; nil for a country that is not known.
    static func read(_ digits: some Collection<UInt8>) -> (code: Int, area: Int)? {
        var code = 0
        var rest = digits[...]
        for _ in 0..<3 {
            guard let digit = rest.popFirst(), (48...57).contains(digit) else { return nil }
            code = code * 10 + Int(digit) - 48
            guard countries[code] != nil else { continue }
            var area = 0
            for digit in rest.prefix(areaDigits(of: code)) where (48...57).contains(digit) {
                area = area * 10 + Int(digit) - 48
            }
            // The other country of code 7: Kazakhstan has the numbers that begin with 6 and 7.
            if code == 7, area == 6 || area == 7 { return nil }
            return (code, area)
        }
        return nil
    }

    static func zones(code: Int, area: Int) -> [String] {
        switch code {
        case 55: brazil(area)
        case 61: australia(area)
        default: countries[code].map { RegionZones.zones(of: $0) } ?? []
        }
    }

    static let countries: [Int: String] = [
        7: "RU", 30: "GR", 31: "NL", 32: "BE", 33: "FR", 34: "ES", 36: "HU", 39: "IT", 40: "RO", 43: "AT", 44: "GB",
        45: "DK", 46: "SE", 48: "PL", 49: "DE", 52: "MX", 55: "BR", 60: "MY", 61: "AU", 62: "ID", 63: "PH", 65: "SG",
        66: "TH", 84: "VN", 86: "CN", 91: "IN", 234: "NG", 254: "KE", 351: "PT", 352: "LU", 353: "IE", 356: "MT",
        357: "CY", 358: "FI", 359: "BG", 370: "LT", 371: "LV", 372: "EE", 385: "HR", 386: "SI", 420: "CZ", 421: "SK",
        852: "HK",
    ]

    private static func areaDigits(of code: Int) -> Int {
        switch code {
        case 55: 2
        case 7, 61: 1
        default: 0
        }
    }

    /// Anatel's area codes, which mobile numbers carry too.
    private static func brazil(_ area: Int) -> [String] {
        switch area {
        case 65, 66, 67, 69, 92, 95: ["America/Manaus"]
        case 68: ["America/Rio_Branco"]
        case 97: ["America/Manaus", "America/Rio_Branco"]
        case 81: ["America/Sao_Paulo", "America/Noronha"]
        case 11...99: ["America/Sao_Paulo"]
        default: RegionZones.brazil
        }
    }

    /// The ACMA's areas of landlines; a mobile number (4) may be anywhere.
    private static func australia(_ area: Int) -> [String] {
        switch area {
        case 2: ["Australia/Sydney", "Australia/Lord_Howe"]
        case 3: ["Australia/Sydney"]
        case 7: ["Australia/Brisbane"]
        case 8: ["Australia/Adelaide", "Australia/Darwin", "Australia/Perth", "Australia/Eucla"]
        default: RegionZones.australia
        }
    }
}
