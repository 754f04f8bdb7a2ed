import Compliance
import Decisions
import Messaging

/// What a lender writes by hand.
extension FuzzTarget {
    static let lenderFiles = [
        FuzzTarget("yaml", seeds: { [builtIn("dunlin"), builtIn("routes")] + yamlTraps }) { input in
            expectFaults { () throws(Faults) in
                let root = try MarkedNode.parse(yaml: text(input), file: "f.yaml")
                var left = MarkedNode.mostNodes
                count(root, &left, depth: 0)
            }
        },
        FuzzTarget("law-pack", seeds: lawSeeds) { input in
            do throws(LawPackError) {
                let pack = try LawPack.parse(yaml: text(input), file: "law.yaml")
                demand(pack.hash.utf8.count == 64, "a pack without a hash")
            } catch {
                demand(!error.faults.isEmpty, "refused without a fault")
                for fault in error.faults { demand(fault.line > 0 && fault.column > 0, "a fault nowhere: \(fault)") }
            }
        },
        FuzzTarget("strategy", seeds: { [builtIn("strategy_standard")] + yamlTraps }) { input in
            guard let templates else { return demand(false, "the built-in templates are not readable") }
            expectFaults { () throws(Faults) in
                let strategy = try Strategy.parse(yaml: text(input), file: "s.yaml", templates: templates)
                demand((1...Strategy.mostSteps).contains(strategy.steps.count), "\(strategy.steps.count) steps")
            }
        },
        FuzzTarget("templates", seeds: { ["en", "es", "zh_hans"].map { builtIn("templates_" + $0) } + yamlTraps }) {
            input in
            expectFaults { () throws(Faults) in
                _ = try TemplateSet.parse(files: [("t.yaml", text(input))])
            }
        },
    ]

    private static let templates = try? TemplateSet.parse(
        files: ["en", "en_life", "es", "zh_hans", "zh_hans_life"].map { ("\($0).yaml", text(builtIn("templates_" + $0))) })

    private static func builtIn(_ name: String) -> [UInt8] { sourceFile("Sources/dunlin/BuiltIn/\(name).yaml") }

    @Sendable private static func lawSeeds() -> [[UInt8]] {
        ["us_federal", "us_massachusetts", "china", "indonesia", "house"].map {
            sourceFile("Sources/Compliance/Packs/\($0).yaml")
        } + yamlTraps
    }

    private static func expectFaults(_ body: () throws(Faults) -> Void) {
        do throws(Faults) { try body() } catch {
            demand(!error.list.isEmpty, "refused without a fault")
            for fault in error.list { demand(fault.line > 0 && fault.column > 0, "a fault nowhere: \(fault)") }
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
