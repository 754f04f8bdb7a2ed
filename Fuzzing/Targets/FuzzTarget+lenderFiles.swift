import CivilTime
import Compliance
import Countersigning
@testable import Decisions
import Evidence
import Gateways
import LoanBook
@testable import Messaging
import SettingsFiles

/// What a lender writes by hand.
extension FuzzTarget {
    static let lenderFiles = [
        FuzzTarget("yaml", seeds: { [builtIn("dunlin"), builtIn("routes")] + yamlTraps }) { input in
            expectFaults(in: text(input)) { yaml throws(Faults) in
                let root = try MarkedNode.parse(yaml: yaml, file: "f.yaml")
                var left = MarkedNode.mostNodes
                count(root, &left, depth: 0)
            }
        },
        FuzzTarget("law-pack", seeds: lawSeeds) { input in
            let yaml = text(input)
            do throws(LawPackError) {
                let pack = try LawPack.parse(yaml: yaml, file: "law.yaml")
                demand(pack.hash.utf8.count == 64, "a pack without a hash")
                // As `dunlin check` does: every rule is asked its own examples.
                guard let law, let book = try? law.adding([pack]) else { return }
                for result in pack.vectorResults(LawContext(zones: zones, book: book)) {
                    demand(isPlace(result.line, result.column, in: yaml), "an example nowhere: \(result.name)")
                }
            } catch {
                demand(!error.faults.isEmpty, "refused without a fault")
                for fault in error.faults {
                    demand(isPlace(fault.line, fault.column, in: yaml), "a fault nowhere: \(fault)")
                }
            }
        },
        FuzzTarget("strategy", seeds: { [builtIn("strategy_standard")] + yamlTraps }) { input in
            guard let templates else { return demand(false, "the built-in templates are not readable") }
            expectFaults(in: text(input)) { yaml throws(Faults) in
                let strategy = try Strategy.parse(yaml: yaml, file: "s.yaml", templates: templates)
                demand((1...Strategy.mostSteps).contains(strategy.steps.count), "\(strategy.steps.count) steps")
                demand(Set(strategy.steps.map(\.id)).count == strategy.steps.count, "two steps have one id")
                for step in strategy.steps {
                    demand(
                        step.task != nil || templates.has(step.template),
                        "a step whose template is not there: \(step.template)")
                    demand(strategy.step(step.id) == step, "a step is not found by its id: \(step.id)")
                    for condition in step.when { _ = try? condition.holds(Decisions.Facts()) }
                }
            }
        },
        FuzzTarget("condition", seeds: conditionSeeds) { input in
            let broken = ConditionInvariants.broken(by: input)
            demand(broken == nil, broken ?? "")
        },
        FuzzTarget("settings", seeds: { [builtIn("dunlin"), evidenceSection] + yamlTraps }) { input in
            let yaml = text(input)
            expectFaults(in: yaml) { yaml throws(Faults) in
                let entries = try PortfolioFile.parse(yaml: yaml, file: "dunlin.yaml", zones: zones)
                demand(!entries.isEmpty, "no portfolio")
                demand(Set(entries.map(\.portfolio.key)).count == entries.count, "two portfolios have one key")
                for entry in entries {
                    demand(isPlace(entry.line, entry.column, in: yaml), "a portfolio nowhere")
                    demand(zones.zone(entry.portfolio.zone) != nil, "no such zone: \(entry.portfolio.zone)")
                    demand(!entry.portfolio.waysToPay.isEmpty && !entry.routes.isEmpty, "nothing to pay or go by")
                }
            }
            expectFaults(in: yaml) { yaml throws(Faults) in
                let file = EvidenceFile(folder: "") { _ in throw TimeStampFault.anchors("not read here") }
                let settings = try file.parse(yaml: yaml, file: "dunlin.yaml")
                demand(settings.every >= .seconds(60), "every \(settings.every)")
                demand(settings.outside.witnesses.allSatisfy { $0.url.hasPrefix("http") }, "a witness nowhere")
            }
            expectFaults(in: yaml) { yaml throws(Faults) in
                try DatabaseSetting.check(MarkedNode.parse(yaml: yaml, file: "dunlin.yaml"), file: "dunlin.yaml")
            }
        },
        FuzzTarget("routes", seeds: { [builtIn("routes")] + yamlTraps }) { input in
            expectFaults(in: text(input)) { yaml throws(Faults) in
                let routes = try RoutesFile.parse(yaml: yaml, file: "routes.yaml", zones: zones)
                demand(!routes.isEmpty, "no route")
                demand(Set(routes.map(\.name)).count == routes.count, "two routes have one name")
                for route in routes {
                    demand(!route.passwordVariable.isEmpty && route.settings.password.isEmpty, "a password")
                    demand(route.isSimulator == route.settings.route.simulator, "a simulator and none")
                    demand(route.settings.faults.allSatisfy { $0.hasPrefix("password") }, "\(route.settings.faults)")
                }
            }
        },
    ]

    static let law = try? LawBook.builtIn()

    static func builtIn(_ name: String) -> [UInt8] { sourceFile("Sources/dunlin/BuiltIn/\(name).yaml") }

    private static var evidenceSection: [UInt8] {
        builtIn("dunlin")
            + Array(
                """

                database: postgres://dunlin:secret@db.example/dunlin
                evidence:
                  countersign_every_min: 60
                  countersign_within_s: 10
                  witnesses:
                    one:
                      url: https://witness.example/log
                      key: witness.example.com/w1+a0059f11+BAOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4
                  timestamps:
                    authority:
                      url: https://tsa.example/tsr
                      certificates: tsa.pem

                """.utf8)
    }

    @Sendable static func conditionSeeds() -> [[UInt8]] {
        [
            "arrears.amount > 500 && arrears.days in [1, 2, 3]", "!(borrower.country == \"US\") || loan.rating != 'A'",
            "loan.product.matches('^(cash|card)-[0-9]{2,4}$')", "[1, 2, 3].exists(x, x * 2 == 4) ? true : false",
            "size('é𝄞') == 2 && 'a\\u00e9\\n'.contains('n')", "{'a': 1, 'b': 2.5}['a'] < 3u || has(loan.rating)",
            "timestamp('2026-11-21T10:00:00Z').getHours('America/New_York') >= 8",
            "duration('1h30m') > duration('5400s')",
            "-9223372036854775808 % -1 == 0", "[[1], [2]].all(a, a.map(b, b + 1).filter(c, c > 0).size() == 1)",
            "r'\\d' == b'x' || 1e300 * 1e300 > 0.0 || int('12') == 0x0C", "((((((((((((true))))))))))))",
        ].map { Array($0.utf8) }
    }

    @Sendable private static func lawSeeds() -> [[UInt8]] {
        ["us_federal", "us_massachusetts", "china", "indonesia", "house"].map {
            sourceFile("Sources/Compliance/Packs/\($0).yaml")
        } + yamlTraps
    }

    static func expectFaults(in yaml: String, _ read: (String) throws(Faults) -> Void) {
        do throws(Faults) { try read(yaml) } catch {
            demand(!error.list.isEmpty, "refused without a fault")
            for fault in error.list {
                demand(isPlace(fault.line, fault.column, in: yaml), "a fault nowhere: \(fault)")
            }
        }
    }

    private static func count(_ node: MarkedNode, _ left: inout Int, depth: Int) {
        left -= 1
        demand(left >= 0 && depth <= MarkedNode.deepest, "a limit is passed")
        switch node.content {
        case .scalar: return
        case .list(let items): for item in items { count(item, &left, depth: depth + 1) }
        case .map(let entries): for entry in entries { count(entry.value, &left, depth: depth + 1) }
        }
    }
}
