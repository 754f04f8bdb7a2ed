internal import CivilTime

/// Whole numbers: what does not fit 64 bits is a doubt, never a wrong number.
enum WholeArithmetic {
    static func operation(_ name: String) -> (@Sendable (Int64, Int64) throws(Doubt.Reason) -> Int64)? {
        switch name {
        case Operator.add: { a, b throws(Doubt.Reason) in try exact(a.addingReportingOverflow(b)) }
        case Operator.subtract: { a, b throws(Doubt.Reason) in try exact(a.subtractingReportingOverflow(b)) }
        case Operator.multiply: { a, b throws(Doubt.Reason) in try exact(a.multipliedReportingOverflow(by: b)) }
        case Operator.divide: { a, b throws(Doubt.Reason) in try exact(a, b, a.dividedReportingOverflow(by: b)) }
        case Operator.remainder:
            { a, b throws(Doubt.Reason) in try exact(a, b, a.remainderReportingOverflow(dividingBy: b)) }
        default: nil
        }
    }

    static func exact<Whole>(_ result: (partialValue: Whole, overflow: Bool)) throws(Doubt.Reason) -> Whole {
        if result.overflow { throw .overflow }
        return result.partialValue
    }

    static func exact<Whole: FixedWidthInteger>(
        _ a: Whole, _ b: Whole, _ result: (partialValue: Whole, overflow: Bool)
    ) throws(Doubt.Reason) -> Whole {
        if b == 0 { throw .divisionByZero }
        return try exact(result)
    }
}

extension Functions {
    mutating func addArithmetic() {
        for name in [Operator.add, Operator.subtract, Operator.multiply, Operator.divide, Operator.remainder] {
            if let operation = WholeArithmetic.operation(name) { add(name, .of(.int, .int, .int, operation)) }
        }
        addUnsigned()
        add(Operator.add, .of(.double, .double, .double) { $0 + $1 })
        add(Operator.subtract, .of(.double, .double, .double) { $0 - $1 })
        add(Operator.multiply, .of(.double, .double, .double) { $0 * $1 })
        add(Operator.divide, .of(.double, .double, .double) { $0 / $1 })
        add(
            Operator.negate,
            .of(.int, .int) { a throws(Doubt.Reason) in
                try WholeArithmetic.exact(Int64(0).subtractingReportingOverflow(a))
            }, .of(.double, .double) { -$0 })
        add(
            Operator.add,
            .of(.string, .string, .string) { a, b throws(Doubt.Reason) in
                guard a.utf8.count + b.utf8.count <= EvaluationLimits.mostBytes else { throw .tooLarge }
                return a + b
            },
            .of(.bytes, .bytes, .bytes) { a, b throws(Doubt.Reason) in
                guard a.count + b.count <= EvaluationLimits.mostBytes else { throw .tooLarge }
                return a + b
            },
            .of(.list, .list, .list) { a, b throws(Doubt.Reason) in
                guard a.count + b.count <= EvaluationLimits.mostItems else { throw .tooLarge }
                return a + b
            })
    }

    private mutating func addUnsigned() {
        typealias Exact = WholeArithmetic
        add(
            Operator.add,
            .of(.uint, .uint, .uint) { a, b throws(Doubt.Reason) in try Exact.exact(a.addingReportingOverflow(b)) })
        add(
            Operator.subtract,
            .of(.uint, .uint, .uint) { a, b throws(Doubt.Reason) in try Exact.exact(a.subtractingReportingOverflow(b)) }
        )
        add(
            Operator.multiply,
            .of(.uint, .uint, .uint) { a, b throws(Doubt.Reason) in
                try Exact.exact(a.multipliedReportingOverflow(by: b))
            })
        add(
            Operator.divide,
            .of(.uint, .uint, .uint) { a, b throws(Doubt.Reason) in
                try Exact.exact(a, b, a.dividedReportingOverflow(by: b))
            })
        add(
            Operator.remainder,
            .of(.uint, .uint, .uint) { a, b throws(Doubt.Reason) in
                try Exact.exact(a, b, a.remainderReportingOverflow(dividingBy: b))
            })
    }
}
