import CivilTime
import LoanBook
import Messaging
import Testing

@Suite struct BuiltInTemplatesTests {
    /// What the standard strategy names, and every language of the sample lenders has.
    static let standard = [
        "reminder.upcoming", "reminder.due_today", "overdue.1", "overdue.7", "overdue.15", "overdue.30",
        "payment.received", "loan.settled", "opt_out.confirmation",
    ]

    /// What every language has.
    static let everywhere = [
        "reminder.upcoming", "reminder.due_today", "overdue.early", "overdue.notice", "overdue.formal",
        "payment.received", "payment.partial", "loan.settled", "promise.confirmed", "arrangement.confirmed",
        "opt_out.confirmation", "reminder.upcoming.several", "reminder.due_today.several", "overdue.notice.several",
    ]

    static func values(_ language: WrittenLanguage, name: String? = nil, disclosure: String = "") -> RenderValues {
        let chinese = language.isChinese
        let currency = Currency(code: chinese ? "CNY" : "USD", decimals: 2)
        var values = RenderValues.shortest(language)
        values.name = name ?? (chinese ? "王芳" : "Ana Brown")
        values.lender = chinese ? "晨禾消费金融" : "Meadow Consumer Finance"
        values.signature = chinese ? "晨禾消费金融" : "Meadow"
        values.hotline = chinese ? "400-820-5555" : "1-800-555-0142"
        if language == .en { values.waysToPay = "pay at meadow.example/pay" }
        if language == .es { values.waysToPay = "pague en meadow.example/pay" }
        values.loanReference = "LN-000482"
        values.disclosure = disclosure
        values.amount = Money(minorUnits: 124_025, currency: currency)
        values.outstanding = Money(minorUnits: 424_025, currency: currency)
        values.dueOn = CivilDate(year: 2026, month: 11, day: 24)
        values.daysPastDue = 7
        values.paidAmount = Money(minorUnits: 50_000, currency: currency)
        values.paidOn = CivilDate(year: 2026, month: 11, day: 20)
        return values
    }

    @Test func `every language has the texts of reminders, arrears and confirmations`() throws {
        let set = try BuiltInTexts.templates()
        #expect(set.languages == WrittenLanguage.allCases)
        for language in WrittenLanguage.allCases {
            for key in Self.everywhere { #expect(set.template(key, language: language) != nil, "\(key) \(language)") }
        }
        for language in [WrittenLanguage.zhHans, .en, .es] {
            for key in Self.standard { #expect(set.template(key, language: language) != nil, "\(key) \(language)") }
        }
        #expect(set.template("overdue.2", language: "en") == nil)
        #expect(set.template("overdue.early", language: "th") == nil)
        #expect(set.version.count == 64)
    }

    @Test(arguments: [WrittenLanguage.zhHans, .en, .es])
    func `every purpose has a text, and in two languages all tones where they may differ`(language: WrittenLanguage)
        throws
    {
        let set = try BuiltInTexts.templates()
        let texts = set.templates.filter { $0.language == language }
        let missing = Set(Purpose.allCases).subtracting(texts.map(\.purpose))
        #expect(missing.isEmpty, "\(missing)")
        guard language != .es else { return }
        let toned: [Purpose] = [
            .reminderUpcoming, .reminderDueToday, .overdueEarly, .overdueNotice, .paymentFailed, .promiseDue,
            .arrangementOffered, .arrangementDue, .arrangementBroken,
        ]
        for purpose in toned {
            let tones = Set(texts.filter { $0.purpose == purpose }.map(\.tone))
            #expect(tones == Set(Tone.allCases), "\(purpose) \(language)")
        }
    }

    @Test func `texts that no native speaker has read say so`() throws {
        let set = try BuiltInTexts.templates()
        let unread = Set(set.templates.filter { !$0.isReviewed }.map(\.language))
        #expect(unread == [.zhHant, .id, .hi, .vi, .pt, .fil])
        #expect(set.unreviewedLanguages == [.zhHant, .id, .hi, .vi, .pt, .fil])
    }

    /// Every variable of the catalogue is used by some text or may be: what no purpose has a value for is dead.
    @Test func `every variable has a value in some purpose, and every must is among them`() {
        let known = Purpose.allCases.reduce(into: Set<TemplateVariable>()) { $0.formUnion($1.variables) }
        #expect(known == Set(TemplateVariable.allCases))
        for purpose in Purpose.allCases {
            for element in purpose.requiredElements {
                #expect(element.anyOf.contains { purpose.variables.contains($0) }, "\(purpose): \(element.what)")
            }
        }
    }

    @Test func `no text is left with a hole by the shortest or the longest values, nor needs too many segments`()
        throws
    {
        for template in try BuiltInTexts.templates().templates {
            for values in [RenderValues.shortest(template.language), .longest(template.language)] {
                #expect(template.missing(in: values) == nil, "\(template.key) \(template.language)")
                let text = template.render(values)
                #expect(!text.contains("{{") && !text.contains("  ") && !text.hasSuffix(" "), "\(text)")
            }
            let length = template.length
            #expect(length.longest.segments <= Template.mostSegments, "\(template.key) \(template.language)")
            #expect(length.shortest.segments <= length.longest.segments)
        }
    }

    @Test func `with short values a Latin text is one or two segments of the GSM alphabet`() throws {
        for template in try BuiltInTexts.templates().templates {
            let size = template.length.shortest
            switch template.language {
            case .en, .es, .id, .pt, .fil:
                #expect(size.alphabet == .gsm7, "\(template.key) \(template.language)")
                let most = template.purpose == .debtValidation ? 3 : 2
                #expect(size.segments <= most, "\(template.key) \(template.language): \(size.units)")
            case .zhHans, .zhHant, .hi, .vi:
                #expect(size.alphabet == .ucs2)
                #expect(size.segments <= 4, "\(template.key) \(template.language): \(size.units)")
            }
        }
    }

    @Test(arguments: WrittenLanguage.allCases, [true, false])
    func `a third-party collector says what it is, and a lender leaves no gap`(language: WrittenLanguage, first: Bool)
        throws
    {
        let set = try BuiltInTexts.templates()
        let disclosure = Disclosure.text(role: .thirdPartyCollector, language: language, isFirst: first)
        let wanted: [String] =
            switch language {
            case .en:
                first
                    ? [
                        "from a debt collector", "attempt to collect a debt",
                        "information obtained will be used for that purpose",
                    ] : ["from a debt collector"]
            case .es:
                first
                    ? [
                        "cobrador de deudas", "intento de cobrar una deuda",
                        "los datos que se obtengan se usan con ese fin",
                    ] : ["cobrador de deudas"]
            case .zhHans: ["受委托的债务催收机构"]
            case .zhHant: ["受委託的債務催收機構"]
            case .id, .hi, .vi, .pt, .fil: []
            }
        #expect(disclosure.isEmpty == wanted.isEmpty)
        for template in set.templates where template.language == language {
            let text = template.render(Self.values(language, disclosure: disclosure))
            for words in wanted { #expect(text.contains(words), "\(template.key)") }
            let own = template.render(Self.values(language))
            #expect(!own.contains("  ") && !own.hasSuffix(" "), "\(template.key)")
            for words in wanted { #expect(!own.contains(words), "\(template.key)") }
        }
        for role in Portfolio.Role.allCases where role != .thirdPartyCollector {
            #expect(Disclosure.text(role: role, language: language, isFirst: first).isEmpty)
        }
    }

    @Test func `a name cannot change the layout of a text`() throws {
        let template = try #require(try BuiltInTexts.templates().template("loan.settled", language: .en))
        let text = template.render(Self.values(.en, name: " Ana,\n\r\tBrown \"Jr\" {{amount}}\u{0}\n"))
        #expect(text.hasPrefix("Meadow: Thank you, Ana, Brown \"Jr\" {{amount}}. Your loan"))
    }

    @Test func `a text that would have a hole says which variable is missing`() throws {
        let template = try #require(try BuiltInTexts.templates().template("overdue.7", language: .en))
        var values = Self.values(.en)
        #expect(template.missing(in: values) == nil)
        values.daysPastDue = nil
        #expect(template.missing(in: values) == .daysPastDue)
        values = Self.values(.en)
        values.waysToPay = ""
        #expect(template.missing(in: values) == .waysToPay)
    }
}
