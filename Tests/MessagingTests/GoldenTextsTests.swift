import CivilTime
import LoanBook
import Messaging
import Testing

@Suite struct GoldenTextsTests {
    struct Golden: Sendable, CustomTestStringConvertible {
        var key: String
        var language: WrittenLanguage
        var text: String
        var segments: Int
        var testDescription: String { "\(key) \(language.rawValue)" }
    }

    static let golden: [Golden] = [
        Golden(
            key: "reminder.upcoming", language: .en,
            text: "Meadow: Hello Ana Brown, your payment of $1,240.25 is due Nov 24, 2026. Please pay at "
                + "meadow.example/pay. Help: 1-800-555-0142. Reply STOP to opt out.", segments: 1),
        Golden(
            key: "reminder.upcoming", language: .es,
            text: "Meadow: Ana Brown, su pago de $1,240.25 vence el 24 de noviembre de 2026. Por favor pague en "
                + "meadow.example/pay. Ayuda: 1-800-555-0142. STOP para no recibir mensajes.", segments: 2),
        Golden(
            key: "reminder.upcoming", language: .zhHans,
            text: "【晨禾消费金融】王芳您好，本期应还1,240.25元，2026年11月24日到期。可在晨禾App还款。客服：400-820-5555。", segments: 1),
        Golden(
            key: "overdue.7", language: .zhHans,
            text: "【晨禾消费金融】王芳您好，您尾号0482的贷款已逾期7天，逾期金额1,240.25元，请尽快还清；如有困难，请来电协商。"
                + "可在晨禾App还款。客服：400-820-5555。", segments: 2),
        Golden(
            key: "payment.received", language: .en,
            text:
                "Meadow: Thank you, Ana Brown. We received $500.00 on Nov 20, 2026. Still to pay on your loan: $4,240.25. "
                + "Questions: 1-800-555-0142. Reply STOP to opt out.", segments: 1),
    ]

    @Test(arguments: golden) func `texts read as written, in as many segments as expected`(_ example: Golden) throws {
        let template = try #require(try BuiltInTexts.templates().template(example.key, language: example.language))
        let rendered = template.render(BuiltInTemplatesTests.values(example.language))
        #expect(rendered == example.text)
        #expect(Segmenter.segment(rendered).segments.count == example.segments)
    }

    /// One text a language, with the values that `dunlin template show` takes.
    static let shortest: [(WrittenLanguage, String, String)] = [
        (.zhHant, "overdue.notice", "【晨禾金融】王芳您好，您末碼0001的貸款已逾期1天，逾期金額NT$995。可在晨禾App繳款。如有困難，請致電95599協商。"),
        (
            .id, "reminder.upcoming",
            "Meadow: Bapak/Ibu Adi, angsuran Rp99.500 jatuh tempo 2 Mei 2026. Silakan bayar di app. Bantuan: 95599."
        ),
        (.hi, "reminder.upcoming", "Meadow: रवि जी, आपकी किस्त ₹99.50 2 मई 2026 को देय है। कृपया ऐप में भुगतान करें। सहायता: 95599।"),
        (
            .vi, "reminder.upcoming",
            "Meadow: Quý khách Lê An, khoản 995.000 ₫ đến hạn 02/05/2026. Vui lòng thanh toán qua app. Hỗ trợ: 95599."
        ),
        (
            .pt, "reminder.upcoming",
            "Meadow: Ana Luz, sua parcela de R$ 99,50 vence em 02/05/2026. Por favor, pague no app. Ajuda: 95599."
        ),
        (
            .fil, "reminder.upcoming",
            "Meadow: Jo Uy, ang hulog mong PHP 99.50 ay due sa May 2, 2026. Mangyaring magbayad sa app. Tulong: 95599."
        ),
        (
            .en, "arrangement.confirmed",
            "Meadow: Al Ng, your plan is agreed: 3 x $99.50 from May 2, 2026. Questions: 95599. Reply STOP to opt out."
        ),
        (
            .zhHans, "loan.disbursed",
            "【晨禾金融】王芳您好，99.50元已于2026年5月2日放款（尾号0001），年利率6%，等额本息：共3期，自2026年5月2日起每期99.50元。客服：95599。"
        ),
    ]

    @Test(arguments: shortest.indices) func `every language reads as its readers write`(_ index: Int) throws {
        let (language, key, text) = Self.shortest[index]
        let template = try #require(try BuiltInTexts.templates().template(key, language: language))
        #expect(template.render(.shortest(language)) == text)
    }

    static let clauses: [(WrittenLanguage, [Int64], String)] = [
        (.en, [103_450], "$1,034.50 on Dec 5, 2026"),
        (.en, [103_450, 103_450, 103_450], "3 x $1,034.50 from Dec 5, 2026"),
        (.en, [103_450, 103_450, 103_447], "3 x $1,034.50 from Dec 5, 2026, last $1,034.47"),
        (.en, [103_450, 103_447], "2 payments from Dec 5, 2026 to Jan 5, 2027, first $1,034.50, last $1,034.47"),
        (
            .en, [110_000, 105_000, 101_000],
            "3 payments from Dec 5, 2026 to Feb 5, 2027, first $1,100.00, last $1,010.00"
        ),
        (.zhHans, [103_450, 103_450, 103_447], "共3期，自2026年12月5日起每期1,034.50美元，末期1,034.47美元"),
        (.es, [103_450, 103_450], "2 x $1,034.50 desde el 5 de diciembre de 2026"),
    ]

    @Test(arguments: clauses.indices) func `a schedule is one clause`(_ index: Int) throws {
        let (language, amounts, text) = Self.clauses[index]
        let dates = [(2026, 12), (2027, 1), (2027, 2)].map { CivilDate(year: $0.0, month: $0.1, day: 5) }
        var values = RenderValues.shortest(language)
        values.schedule = WrittenSchedule(
            currency: Currency(code: "USD", decimals: 2),
            instalments: try amounts.enumerated().map { index, amount in
                Instalment(number: Int32(index + 1), dueOn: try #require(dates[index]), amountMinor: amount)
            })
        let template = try #require(try BuiltInTexts.templates().template("arrangement.confirmed", language: language))
        #expect(template.render(values).contains(text), "\(template.render(values))")
    }

    @Test func `parts of a debt are written as far as they are known`() throws {
        let template = try #require(try BuiltInTexts.templates().template("overdue.notice.formal", language: .en))
        let dollars = Currency(code: "USD", decimals: 2)
        var values = RenderValues.shortest(.en)
        #expect(template.render(values).contains("loan 0001 $99.50 has been"))
        values.parts = DebtParts(
            principal: Money(minorUnits: 9000, currency: dollars), fees: Money(minorUnits: 950, currency: dollars))
        #expect(template.render(values).contains("loan 0001 $99.50 (principal $90.00, fees $9.50) has been"))
        values.parts = DebtParts()
        #expect(template.render(values).contains("loan 0001 $99.50 has been"))
    }
}
