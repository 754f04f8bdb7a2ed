/// What must hold of any bytes that somebody writes as a condition: for a fuzzer, and for suites with random input.
package enum ConditionInvariants {
    /// Reads the bytes as text, checks it as a condition over the facts of the book, prints and reads it again, and
    /// evaluates it where there is no fact at all. Returns what does not hold, nil when everything does. Bounded in time: the
    /// limits of `ExpressionLimits` and `EvaluationLimits` are what is tried.
    package static func broken(by bytes: [UInt8]) -> String? {
        let text = String(decoding: bytes, as: UTF8.self)
        let expression: Expression
        do throws(ExpressionFault) { expression = try Parser.parse(text) } catch {
            return isPlace(error, in: text) ? nil : "a fault of reading points outside the text"
        }
        let printed = expression.description
        // What is printed may be longer than what was read, by brackets and escapes.
        if printed.utf8.count <= ExpressionLimits.mostBytes {
            guard let again = try? Parser.parse(printed) else { return "what was printed cannot be read" }
            if again.description != printed { return "what was printed reads as something else" }
        }
        for isLenient in [false, true] {
            let program: Program
            do throws(ExpressionFaults) {
                program = try Program.compile(text, in: environment, isLenient: isLenient)
            } catch {
                if error.list.isEmpty || isLenient { return "a refusal without a fault" }
                if !error.list.allSatisfy({ isPlace($0, in: text) }) { return "a fault points outside the text" }
                continue
            }
            do throws(Doubt) {
                let value = try program.value(Facts())
                if !isLenient, !value.fits(program.type) { return "a value is not of the type that was checked" }
            } catch {
                let names = Set(program.slots)
                if error.reason == .missing, !names.contains(Int(error.slot)) { return "a missing fact has no name" }
            }
        }
        return nil
    }

    private static let environment = Environment(Fact.declarations, zones: nil)

    private static func isPlace(_ fault: ExpressionFault, in text: String) -> Bool {
        (0...text.unicodeScalars.count).contains(fault.offset)
    }
}
