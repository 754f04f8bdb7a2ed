import CivilTime
import Compliance
import LoanBook
import Messaging

/// What the packs mean, written once more from the rules' plain words: hours and caps as a person would check them by
/// hand on each clock. Knows neither the packs nor how they are evaluated; holidays alone are taken from the calendars.
struct PlainLaw {
    let region: String
    let role: Portfolio.Role
    let purpose: Purpose
    let channel: Channel
    let daysPastDue: Int
    let agreed: Bool
    let contacts: [PastContact]
    let loan: Loan.ID
    let calendars: [String: HolidayCalendar]

    private var isCollection: Bool { purpose.messageClass == .collection }
    private var isCall: Bool { channel == .voice }
    private func within(_ country: String) -> Bool { region == country || region.hasPrefix(country + "-") }
    /// The state, or not known which.
    private func mayBe(_ state: String) -> Bool { region == state || state.hasPrefix(region + "-") }

    /// Why it may not be made at this moment of this clock; nil: nothing speaks against it.
    func objection(_ date: CivilDate, _ second: Int32, past: (PastContact) -> CivilDate) -> String? {
        for (law, hours) in hours(date) {
            guard let hours else { return "\(law): closed" }
            if !hours.contains(second) { return "\(law): outside \(hours)" }
        }
        for cap in caps where counted(cap, date, past) >= cap.most { return "\(cap.law): \(cap.most) already" }
        return nil
    }

    // MARK: Hours

    /// The seconds of the day in which each law allows, both ends included; nil: not on this day.
    private func hours(_ date: CivilDate) -> [(law: String, ClosedRange<Int32>?)] {
        var all: [(String, ClosedRange<Int32>?)] = []
        func clock(_ from: Double, before to: Double) -> ClosedRange<Int32> {
            Int32(from * 3600)...Int32(to * 3600) - 1
        }
        func clock(_ from: Double, to: Double) -> ClosedRange<Int32> { Int32(from * 3600)...Int32(to * 3600) }
        func isHoliday(_ key: String) -> Bool { calendars[key]?.holiday(on: date) != nil }
        let day = date.weekday
        let isWeekend = day == .saturday || day == .sunday

        if isCollection {
            if !agreed { all.append(("house", clock(8, before: 22))) }
        } else {
            all.append(("house", clock(8, before: 21)))
        }
        if within("US") {
            if role == .thirdPartyCollector {
                all.append(("Regulation F", 8 * 3600 + 1...21 * 3600 - 1))
            } else if isCollection {
                all.append(("first party", clock(8, before: 21)))
            }
            if isCollection, mayBe("US-MA"), channel != .email { all.append(("Massachusetts", clock(8, before: 21))) }
        }
        if within("CN"), isCollection, !agreed { all.append(("GB/T 45251", clock(8, before: 22))) }
        if within("ID") {
            if isCollection, !agreed {
                all.append(("POJK 22", day == .sunday || isHoliday("id-national") ? nil : clock(8, to: 20)))
            }
            if role == .digitalLender { all.append(("SEOJK 19", clock(8, to: 20))) }
        }
        if within("IN"), isCollection, isCall || date.description >= "2026-07-01" {
            all.append(("RBI", clock(8, to: 19)))
        }
        if within("VN"), role != .bank, isCollection || purpose == .reminderUpcoming {
            all.append(("Circular 18", clock(7, to: 21)))
        }
        if within("TH"), isCollection {
            all.append(("BE 2558", clock(8, to: isWeekend || isHoliday("th-national") ? 18 : 20)))
        }
        if within("PH"), role != .bank, isCollection, daysPastDue <= 15, !agreed {
            all.append(("MC 18", clock(6, to: 22)))
        }
        if within("AU"), isCollection, isCall {
            all.append(("RG 96", isHoliday("au-national") ? nil : clock(isWeekend ? 9 : 7.5, before: 21)))
        }
        if within("RU"), isCollection, isCall {
            let isRest = isWeekend || isHoliday("ru-national")
            all.append(("230-FZ", isRest ? clock(9, before: 20) : clock(8, before: 22)))
        }
        if within("MX"), isCollection, role == .thirdPartyCollector {
            all.append(("CONDUSEF", isWeekend || isHoliday("mx-national") ? nil : clock(7, before: 22)))
        }
        if within("BR"), isCollection {
            if isCall, mayBe("BR-SP") {
                let isClosed = day == .sunday || isHoliday("br-sp")
                all.append(("SP", isClosed ? nil : clock(8, before: day == .saturday ? 14 : 20)))
            }
            if isCall, mayBe("BR-RJ") { all.append(("RJ", isWeekend ? nil : clock(9, before: 19))) }
            if isCall, mayBe("BR-ES") { all.append(("ES", isWeekend ? nil : clock(8, before: 19))) }
            if isCall, mayBe("BR-AM") { all.append(("AM", clock(0, before: 19))) }
            if channel != .email, mayBe("BR-AL") {
                all.append(("AL", day == .sunday ? nil : clock(8, before: day == .saturday ? 14 : 20)))
            }
        }
        return all
    }

    // MARK: Caps

    private struct Cap {
        var law: String
        var most: Int
        var days: Days
        var counts: (PastContact) -> Bool
    }

    private enum Days { case day, week, month, last7 }

    private var caps: [Cap] {
        var all: [Cap] = []
        func cap(_ law: String, _ most: Int, _ days: Days, _ counts: @escaping (PastContact) -> Bool) {
            all.append(Cap(law: law, most: most, days: days, counts: counts))
        }
        func isMessage(_ past: PastContact) -> Bool { past.kind == .message && past.channel != .voice }
        func isCallMade(_ past: PastContact) -> Bool { past.kind == .callAttempt || past.kind == .conversation }
        func isTalk(_ past: PastContact) -> Bool { past.kind == .conversation }
        func isDebt(_ past: PastContact) -> Bool { past.loan == nil || past.loan == loan }
        func collects(_ past: PastContact) -> Bool { past.messageClass == .collection }
        if !isCall {
            cap("house, any message", 6, .day, isMessage)
            if isCollection {
                cap("house, a day", 2, .day) { isMessage($0) && collects($0) }
                cap("house, a week", 7, .last7) { isMessage($0) && collects($0) }
            }
        }
        if within("US") {
            if role == .thirdPartyCollector, isCall {
                cap("Regulation F, calls", 7, .last7) { isCallMade($0) && isDebt($0) }
                cap("Regulation F, after a talk", 1, .last7) { isTalk($0) && isDebt($0) }
            }
            if mayBe("US-MA"), isCollection, channel != .email {
                cap("Massachusetts", 2, .last7) { $0.channel != .email && collects($0) && isDebt($0) }
            }
        }
        guard isCollection || (within("VN") && purpose == .reminderUpcoming) else { return all }
        if within("CN"), isCall {
            cap("GB/T 45251", 3, .day, isTalk)
            if role == .bank || role == .thirdPartyCollector { cap("CBA", 6, .day) { $0.kind == .callAttempt } }
        }
        if within("VN"), role != .bank { cap("Circular 18", 5, .day) { _ in true } }
        if within("TH") { cap("BE 2558", 1, .day, collects) }
        if within("AU"), isCall {
            cap("RG 96, a week", 3, .week) { isTalk($0) && isDebt($0) }
            cap("RG 96, a month", 10, .month) { isTalk($0) && isDebt($0) }
        }
        if within("RU") {
            let (kind, figures) = isCall ? (isCallMade, [1, 2, 8]) : (isMessage, [2, 4, 16])
            for (days, most) in zip([Days.day, .week, .month], figures) {
                cap("230-FZ, \(days)", most, days) { kind($0) && collects($0) }
            }
        }
        return all
    }

    private func counted(_ cap: Cap, _ today: CivilDate, _ date: (PastContact) -> CivilDate) -> Int {
        contacts.count { past in
            let then = date(past)
            let counts =
                switch cap.days {
                case .day: then == today
                case .week: then + (1 - then.weekday.rawValue) == today + (1 - today.weekday.rawValue)
                case .month: then.year == today.year && then.month == today.month
                case .last7: today - then < 7
                }
            return counts && cap.counts(past)
        }
    }
}
