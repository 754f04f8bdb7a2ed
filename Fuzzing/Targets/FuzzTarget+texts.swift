import CivilTime
@testable import Compliance
@testable import Decisions
import LoanBook
@testable import Messaging

/// What is said to borrowers: texts, the rules that texts are held against, and to whom a broadcast goes.
extension FuzzTarget {
    static let texts = [
        FuzzTarget("templates", seeds: { languages.map { builtIn("templates_" + $0) } + yamlTraps }) { input in
            let yaml = text(input)
            expectFaults(in: yaml) { yaml throws(Faults) in
                let set = try TemplateSet.parse(files: [("t.yaml", yaml)])
                demand(set.languages.count == 1, "one file has one language")
                for template in set.templates {
                    let found = set.template(template.key, language: template.language)
                    demand(found?.source == template.source, "it is not found by its key: \(template.key)")
                    demand(template.length.longest.segments <= Template.mostSegments, "too long: \(template.key)")
                    checkPieces(of: template)
                }
                // As `dunlin template lint` does.
                guard let rules else { return demand(false, "the built-in rules of texts are not readable") }
                for fault in rules.faults(in: set) {
                    demand(isPlace(fault.line, fault.column, in: yaml), "a fault nowhere: \(fault)")
                }
            }
        },
        FuzzTarget("wording", seeds: { [sourceFile("Sources/Compliance/Wording/wording.yaml"), ownRules] + yamlTraps })
        {
            input in
            guard let rules, let templates else { return demand(false, "the built-in texts are not readable") }
            let yaml = text(input)
            do throws(LawPackError) {
                let own = try TextRules.parse(yaml: yaml, file: "w.yaml")
                for phrase in own.forbidden.flatMap(\.phrases.values).flatMap({ $0 }) {
                    demand(phrase.bytes.contains { $0 != 0x20 }, "a phrase that every text holds")
                }
                let all = rules.adding(own)
                for ids in [all.forbidden.map(\.id), all.elements.map(\.id)] {
                    demand(Set(ids).count == ids.count, "two rules of one id: \(ids)")
                }
                for fault in all.faults(in: templates) {
                    guard let yaml = templateFiles.first(where: { $0.name == fault.file })?.text else {
                        return demand(false, "a fault of no file: \(fault)")
                    }
                    demand(isPlace(fault.line, fault.column, in: yaml), "a fault nowhere: \(fault)")
                }
            } catch {
                demand(!error.faults.isEmpty, "refused without a fault")
                for fault in error.faults {
                    demand(isPlace(fault.line, fault.column, in: yaml), "a fault nowhere: \(fault)")
                }
            }
        },
        FuzzTarget("broadcast", seeds: { conditionSeeds() + broadcastSeeds }) { input in
            guard let context = broadcastContext else { return demand(false, "there is nothing to decide with") }
            let condition = text(input)
            let broadcast: Broadcast
            do throws(ExpressionFaults) {
                broadcast = try Broadcast(
                    id: 1, purpose: .fraudWarning, template: "fraud.warning", condition: condition, from: noon,
                    until: noon + .days(7), zones: zones)
            } catch {
                let length = condition.unicodeScalars.count
                demand(!error.list.isEmpty, "refused without a fault")
                demand(error.list.allSatisfy { (0...length).contains($0.offset) }, "a fault points outside the text")
                return
            }
            for snapshot in audience {
                var turned = snapshot
                turned.loans.reverse()
                let place = broadcast.place(of: snapshot, context: context, at: noon)
                let other = broadcast.place(of: turned, context: context, at: noon)
                switch (place, other) {
                case (.inside, .inside), (.outside, .outside): break
                case (.doubtful(let one), .doubtful(let two)): demand(!one.isEmpty && !two.isEmpty, "a wordless doubt")
                default: demand(false, "the order of loans decides: \(place), \(other)")
                }
                // Submission asks the same again: to whom it is sent, it was about.
                let recheck = broadcast.recheck(snapshot, context: context, now: noon)
                if case .send = recheck { demand(place == .inside, "sent where it is \(place)") }
                if case .superseded = recheck { demand(place == .outside, "superseded where it is \(place)") }
            }
        },
    ]

    private static let languages = [
        "en", "en_life", "es", "es_life", "fil", "hi", "id", "pt", "vi", "zh_hans", "zh_hans_life", "zh_hant",
    ]
    private static let templateFiles = languages.map { (name: "\($0).yaml", text: text(builtIn("templates_" + $0))) }
    static let templates = try? TemplateSet.parse(files: templateFiles)
    private static let rules = try? TextRules.builtIn()

    private static let ownRules = Array(
        """
        wording: own
        version: 1
        forbidden:
          - id: threat
            citation: house
            grade: P
            says: Not said here
            except_purposes: [education]
            phrases: {en: ["pay", 'DAYS   past'], zh: [还款], zh-Hans: [坐牢]}
            found: {en: ["you  PAY today"]}
            clean: {zh-Hans: [您好]}
        elements:
          - id: who
            citation: house
            grade: M
            says: Who speaks
            purposes: [overdue.notice, fraud.warning]
            languages: [en, es]
            must: [[hotline, lender], [signature]]

        """.utf8)

    private static let broadcastSeeds: [[UInt8]] = [
        "", "borrower.country == 'US' && arrears.days_past_due == 0", "loan.rating == 'A' || loan.product == 'card'",
        "loan.outstanding > 100.0 && !('hardship' in borrower.flags)", "borrower.age / (borrower.open_loans - 2) > 1",
        "history.last_paid_on > date('2026-01-01')", "loan.rating.matches('(a|b)+')",
    ].map { Array($0.utf8) }

    private static let noon = Instant(seconds: 1_795_284_000)  // 2026-11-21T18:00:00Z
    private static let portfolio = Portfolio(
        key: "en", lender: "Meadow Consumer Finance", signature: "Meadow", hotline: "1-800-555-0142",
        waysToPay: ["en": "pay at meadow.example/pay"], role: .lender, region: "US", language: "en",
        zone: "America/New_York", paymentsFeedMaxAge_h: 48, strategy: "standard")
    private static let broadcastContext: DecisionContext? = {
        guard let templates, let law,
            let strategy = try? Strategy.parse(
                yaml: text(builtIn("strategy_standard")), file: "s.yaml", templates: templates)
        else { return nil }
        return DecisionContext(
            portfolio: portfolio, strategy: strategy, templates: templates, law: LawContext(zones: zones, book: law))
    }()

    /// Nobody with a loan, and somebody with two: one in arrears, one of which the book tells little.
    private static let audience: [BorrowerSnapshot] = {
        let point = ContactPoint(
            id: ContactPoint.ID(1), channel: .sms, address: "+12125550100", owner: .borrower, standing: .usable)
        let borrower = Borrower(
            id: Borrower.ID(1), reference: "B1", portfolio: "en", kind: .person, language: "en", region: "US-NY",
            zone: "America/New_York", name: "Ana Brown", birthDate: CivilDate(daysSinceEpoch: 7_000),
            contactPoints: [point])
        let consents = MessageClass.allCases.map {
            Consent(contactPoint: point.id, messageClass: $0, given: true, at: noon - .days(90), act: .importedRow)
        }
        let loans = [("card", "A", Int64(0)), ("", "", 10_000)].enumerated().map { number, loan in
            LoanSnapshot(
                loan: Loan(
                    id: Loan.ID(Int64(number + 1)), borrower: borrower.id, reference: "L\(number)", product: loan.0,
                    principalMinor: 1_000_000, currency: Currency(code: "USD", decimals: 2),
                    annualRateMillionths: 154_000, disbursedOn: CivilDate(daysSinceEpoch: 20_400), rating: loan.1,
                    status: .open),
                instalments: [
                    Instalment(number: 1, dueOn: CivilDate(daysSinceEpoch: 20_760), amountMinor: 10_000)
                ],
                payments: loan.2 == 0
                    ? []
                    : [
                        Payment(
                            id: Payment.ID(1), reference: "P1", paidOn: CivilDate(daysSinceEpoch: 20_759),
                            amountMinor: loan.2)
                    ], rejectedPayments: 0)
        }
        return [[], loans].map {
            BorrowerSnapshot(
                borrower: borrower, loans: $0, consents: consents, flags: [.hardship], contacts: [],
                paymentsAsOf: noon)
        }
    }()

    /// Written from its pieces and cut again it is the same. What stands for `consequences` is no tag, whatever it looks like.
    private static func checkPieces(of template: Template) {
        guard !template.variables.contains(.consequences) else { return }
        var written: [UInt8] = []
        for piece in template.pieces {
            switch piece {
            case .literal(let bytes): written += bytes
            case .variable(let variable): written += Array("{{\(variable.rawValue)}}".utf8)
            }
        }
        let (pieces, faults) = Template.pieces(of: text(written), consequences: "")
        demand(faults.isEmpty && pieces == template.pieces, "\(template.key) is cut otherwise than it was written")
    }
}
