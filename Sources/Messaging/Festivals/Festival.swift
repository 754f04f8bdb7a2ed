package import CivilTime

/// A day on which people wish each other well. A strategy names it by its key: `spring_festival`.
package enum Festival: String, Sendable, Hashable, CaseIterable {
    case newYear = "new_year"
    case springFestival = "spring_festival"
    case lanternFestival = "lantern_festival"
    case tet
    case holi
    case eidAlFitr = "eid_al_fitr"
    case eidAlAdha = "eid_al_adha"
    case dragonBoat = "dragon_boat"
    case midAutumn = "mid_autumn"
    case chinaNationalDay = "china_national_day"
    case diwali
    case thanksgiving
    case christmas

    /// Years whose days are listed. On other years a festival that moves has no day, and a step on it none either.
    package static let years = 2025...2027

    /// The festivals of a day; most days have none.
    package static func on(_ date: CivilDate) -> [Festival] { byDate[date] ?? [] }

    /// The festival's day in a year, nil when it moves and the year is not listed.
    package func date(in year: Int) -> CivilDate? {
        switch self {
        case .newYear: return CivilDate(year: year, month: 1, day: 1)
        case .chinaNationalDay: return CivilDate(year: year, month: 10, day: 1)
        case .christmas: return CivilDate(year: year, month: 12, day: 25)
        default:
            guard Self.years.contains(year), let days = Self.moving[self] else { return nil }
            let (month, day) = days[year - Self.years.lowerBound]
            return CivilDate(year: year, month: month, day: day)
        }
    }

    /// Days that move, listed by year and not computed: countries decree them. The feasts of the Islamic year are those
    /// of Indonesia's decrees (SKB 3 Menteri), Diwali and Holi of India's lists of holidays; where a country keeps one a
    /// day later, a strategy of its own names the day.
    private static let moving: [Festival: [(month: Int, day: Int)]] = [
        .springFestival: [(1, 29), (2, 17), (2, 6)],
        .tet: [(1, 29), (2, 17), (2, 6)],
        .lanternFestival: [(2, 12), (3, 3), (2, 20)],
        .holi: [(3, 14), (3, 4), (3, 22)],
        .eidAlFitr: [(3, 31), (3, 21), (3, 10)],
        .eidAlAdha: [(6, 6), (5, 27), (5, 16)],
        .dragonBoat: [(5, 31), (6, 19), (6, 9)],
        .midAutumn: [(10, 6), (9, 25), (9, 15)],
        .diwali: [(10, 20), (11, 8), (10, 29)],
        .thanksgiving: [(11, 27), (11, 26), (11, 25)],
    ]

    private static let byDate: [CivilDate: [Festival]] = {
        var table: [CivilDate: [Festival]] = [:]
        // Fixed days beyond the listed years too, as far as a book is likely to reach.
        for year in 1990...2100 {
            for festival in Festival.allCases {
                if let date = festival.date(in: year) { table[date, default: []].append(festival) }
            }
        }
        return table
    }()
}
