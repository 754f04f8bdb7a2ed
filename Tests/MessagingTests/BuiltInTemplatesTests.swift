import CivilTime
import LoanBook
import Messaging
import Testing

@Suite struct BuiltInTemplatesTests {
    static let keys = [
        "reminder.upcoming", "reminder.due_today", "overdue.1", "overdue.7", "overdue.15", "overdue.30",
        "payment.received", "loan.settled", "opt_out.confirmation",
    ]

    static func values(_ language: WrittenLanguage, name: String? = nil, disclosure: String = "") -> RenderValues {
        let chinese = language == .zhHans
        let currency = Currency(code: chinese ? "CNY" : "USD", decimals: 2)
        return RenderValues(
            name: name ?? (chinese ? "王芳" : "Ana Brown"), lender: chinese ? "晨禾消费金融" : "Meadow Consumer Finance",
            signature: chinese ? "晨禾消费金融" : "Meadow", hotline: chinese ? "400-820-5555" : "1-800-555-0142",
            waysToPay: chinese
                ? "可在晨禾App还款" : language == .es ? "pague en meadow.example/pay" : "pay at meadow.example/pay",
            loanReference: "LN-000482", disclosure: disclosure, amount: Money(minorUnits: 124_025, currency: currency),
            outstanding: Money(minorUnits: 424_025, currency: currency),
            dueOn: CivilDate(year: 2026, month: 11, day: 24),
            daysPastDue: 7, paidAmount: Money(minorUnits: 50_000, currency: currency),
            paidOn: CivilDate(year: 2026, month: 11, day: 20))
    }

    @Test func `there is a text for every step in every language`() throws {
        let set = try BuiltInTexts.templates()
        #expect(set.templates.count == Self.keys.count * 3)
        for key in Self.keys {
            for language in ["zh-Hans", "en", "es"] { #expect(set.template(key, language: language) != nil) }
        }
        #expect(set.template("overdue.1", language: "id") == nil)
        #expect(set.template("overdue.2", language: "en") == nil)
        #expect(set.version.count == 64)
    }

    @Test(arguments: [
        (
            "reminder.upcoming", WrittenLanguage.en,
            "Meadow: Hello Ana Brown, your payment of $1,240.25 is due Nov 24, 2026. Please pay at meadow.example/pay. "
                + "Help: 1-800-555-0142. Reply STOP to opt out.", 1
        ),
        (
            "reminder.upcoming", .es,
            "Meadow: Ana Brown, su pago de $1,240.25 vence el 24 de noviembre de 2026. Por favor pague en "
                + "meadow.example/pay. Ayuda: 1-800-555-0142. STOP para no recibir mensajes.", 2
        ),
        (
            "reminder.upcoming", .zhHans,
            "【晨禾消费金融】王芳您好，本期应还1,240.25元，2026年11月24日到期。可在晨禾App还款。客服：400-820-5555。", 1
        ),
        (
            "overdue.7", .zhHans,
            "【晨禾消费金融】王芳您好，您尾号0482的贷款已逾期7天，逾期金额1,240.25元，请尽快还清；如有困难，请来电协商。"
                + "可在晨禾App还款。客服：400-820-5555。", 2
        ),
        (
            "payment.received", .en,
            "Meadow: Thank you, Ana Brown. We received $500.00 on Nov 20, 2026. Still to pay on your loan: $4,240.25. "
                + "Questions: 1-800-555-0142. Reply STOP to opt out.", 1
        ),
    ])
    func `texts read as written, in as many segments as expected`(
        key: String, language: WrittenLanguage, text: String, segments: Int
    ) throws {
        let template = try #require(try BuiltInTexts.templates().template(key, language: language))
        let rendered = template.render(Self.values(language))
        #expect(rendered == text)
        #expect(Segmenter.segment(rendered).segments.count == segments)
    }

    @Test(arguments: keys) func `a Latin name leaves Latin texts in the GSM alphabet`(key: String) throws {
        let set = try BuiltInTexts.templates()
        for language in [WrittenLanguage.en, .es] {
            let template = try #require(set.template(key, language: language))
            let text = Segmenter.segment(template.render(Self.values(language)))
            // `llámenos` and the like would make every Spanish text cost twice.
            #expect(text.alphabet == .gsm7, "\(key) \(language)")
            #expect(text.segments.count <= 3)
        }
    }

    @Test(arguments: WrittenLanguage.allCases, [true, false])
    func `a third-party collector says what it is, and a lender leaves no gap`(language: WrittenLanguage, first: Bool)
        throws
    {
        let set = try BuiltInTexts.templates()
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
            }
        let disclosure = Disclosure.text(role: .thirdPartyCollector, language: language, isFirst: first)
        for key in Self.keys {
            let template = try #require(set.template(key, language: language))
            let text = template.render(Self.values(language, disclosure: disclosure))
            for words in wanted { #expect(text.contains(words), "\(key)") }
            let own = template.render(Self.values(language))
            #expect(!own.contains("  ") && !own.hasSuffix(" "), "\(key)")
            for words in wanted { #expect(!own.contains(words), "\(key)") }
        }
        for role in Portfolio.Role.allCases where role != .thirdPartyCollector {
            #expect(Disclosure.text(role: role, language: language, isFirst: first).isEmpty)
        }
    }

    @Test(arguments: keys) func `no text threatens, poses as an authority or needs more than six segments`(key: String)
        throws
    {
        let set = try BuiltInTexts.templates()
        let forbidden = [
            "法院", "公安", "警", "律师", "起诉", "立案", "拘", "家人", "单位", "黑名单", "court", "police", "lawsuit", "arrest",
            "legal action",
            "sue ", "tribunal", "policía", "demanda", "abogad", "embargo",
        ]
        for language in WrittenLanguage.allCases {
            let template = try #require(set.template(key, language: language))
            let text = template.render(Self.values(language)).lowercased()
            for word in forbidden { #expect(!text.contains(word), "\(key) \(language): \(word)") }
            #expect(template.length.longest.segments <= Template.mostSegments)
            #expect(template.length.shortest.segments <= template.length.longest.segments)
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
