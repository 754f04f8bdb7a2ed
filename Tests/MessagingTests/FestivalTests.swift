import CivilTime
import Messaging
import Testing

@Suite struct FestivalTests {
    @Test func `a day knows its festivals, and every festival its days in the listed years`() throws {
        for festival in Festival.allCases {
            for year in Festival.years {
                let date = try #require(festival.date(in: year))
                #expect(date.fields.year == year)
                #expect(Festival.on(date).contains(festival))
            }
            for language in WrittenLanguage.allCases { #expect(!festival.name(in: language).isEmpty) }
        }
        let day = try #require(CivilDate(year: 2026, month: 11, day: 22))
        #expect(Festival.on(day).isEmpty)
    }

    @Test func `a moving festival has no day in a year that is not listed, a fixed one has`() {
        #expect(Festival.midAutumn.date(in: 2028) == nil)
        #expect(Festival.midAutumn.date(in: 2024) == nil)
        #expect(Festival.christmas.date(in: 2040) == CivilDate(year: 2040, month: 12, day: 25))
    }

    @Test func `the keys are the ones that strategies name`() {
        #expect(Festival(rawValue: "spring_festival") == .springFestival)
        #expect(Festival(rawValue: "eid_al_fitr")?.date(in: 2026) == CivilDate(year: 2026, month: 3, day: 21))
        #expect(Festival.springFestival.date(in: 2026) == CivilDate(year: 2026, month: 2, day: 17))
        #expect(Festival.springFestival.name(in: .zhHans) == "春节")
    }
}
