internal import CivilTime
internal import Messaging

/// Reads the conditions of one strategy file: what stands after `when:`.
struct ConditionReader {
    let yaml: String
    private let environment: Environment

    init(yaml: String, zones: Zones?) {
        self.yaml = yaml
        environment = Environment(Fact.declarations, zones: zones)
    }

    /// Nil when there is none, or a fault was noted.
    func condition(_ fields: inout FieldReader) -> Condition? {
        guard let node = fields.optional("when") else { return nil }
        let fix = "Write a condition such as `arrears.amount > 500`; in quotation marks if it begins with a sign"
        guard let text = node.scalar, !text.isEmpty else {
            fields.fault(at: node, "`when` must be a condition", fix)
            return nil
        }
        do throws(ExpressionFaults) {
            return try Condition.compile(text, in: environment)
        } catch {
            let places = ScalarPlaces(node, yaml: yaml)
            for fault in error.list {
                let place = places.place(fault.offset, otherwise: node)
                fields.fault(line: place.line, column: place.column, "`when`: \(fault.what)", fault.fix)
            }
            return nil
        }
    }

    /// The first fact of a loan that the condition reads: a step that is about none cannot have it.
    static func factOfLoan(_ condition: Condition) -> Fact? {
        condition.program.slots.sorted().lazy.compactMap(Fact.init).first(where: \.isOfLoan)
    }
}
