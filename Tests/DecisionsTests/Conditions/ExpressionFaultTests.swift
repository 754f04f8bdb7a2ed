import Testing

@testable import Decisions

@Suite struct ExpressionFaultTests {
    static let environment = Environment(
        [
            Declaration("loan.product", .string, ""), Declaration("arrears.days_past_due", .int, ""),
            Declaration("arrears.amount", .double, ""), Declaration("borrower.born_on", .date, ""),
            Declaration("borrower.flags", .list(.string), ""), Declaration("now", .timestamp, ""),
        ], zones: machineZones)

    static let faults: [(text: String, offset: Int, what: String, fix: String)] = [
        ("loan.prodct == 'x'", 0, "there is no `loan.prodct`", "Did you mean `loan.product`?"),
        ("true && arrears.day > 1", 8, "there is no `arrears.day`", "arrears.days_past_due"),
        ("arrears.days_past_due > '7'", 22, "`>` cannot compare int with string", "without quotation marks"),
        ("arrears.amount == 500", 15, "`==` cannot compare double with int", "Write 500.0"),
        ("arrears.amount * 2 > 9.0", 15, "`*` does not work on double and int", "Write 2.0"),
        ("arrears.days_past_due", 0, "a condition must be true or false", ""),
        ("arrears.days_past_due && true", 0, "a condition must be true or false, and this is of type int", "> 0"),
        ("loan.product = 'x'", 13, "`=` has no meaning here", "=="),
        ("loan.product == \u{201C}x\u{201D}", 16, "has no meaning here", "straight quotation marks"),
        ("arrears.amount \u{FF1E} 5", 15, "has no meaning here", "half-width"),
        ("loan.product == 'x", 16, "the text does not end", "Close it"),
        ("(true", 5, "the end stands where `)` should be", "Close the bracket"),
        ("true true", 5, "`true` stands where the expression should have ended", "&&"),
        ("loan.product.startWith('a')", 13, "there is no function `startWith`", "Did you mean `startsWith`?"),
        ("loan.product.startsWith(1)", 13, "there is no string.startsWith(int)", "string.startsWith(string)"),
        ("borrower.born_on < '2000-01-01'", 17, "`<` cannot compare date with string", "date('2026-12-31')"),
        ("borrower.born_on < date('2000-1-1')", 24, "`2000-1-1` is not a date", "date('2026-12-31')"),
        ("now - now > duration('3 days')", 21, "`3 days` is not a duration", "duration('72h')"),
        ("now.getHours('Asia/Shanhai') > 8", 13, "there is no time zone `Asia/Shanhai`", "Asia/Shanghai"),
        ("loan.product.matches('(a')", 21, "the pattern is not valid: a group is not closed", "`)`"),
        ("loan.product.matches('a(?=b)')", 21, "look-ahead", "two conditions"),
        ("'x' in loan.product", 4, "`in` cannot look for string in string", "contains"),
        ("'x' == borrower.flags", 4, "`==` cannot compare string with list(string)", "in"),
        ("borrower.flags.all(1, true)", 19, "`all` needs a name for its items", "list.all(x"),
        ("arrears.amount.all(x, true)", 0, "`all` does not work on double", "list or a map"),
        ("has(true)", 0, "`has` asks of a fact or a field", "has("),
        ("true ? 1 : 'a'", 5, "one result is of type int, the other of string", "same type"),
        ("99999999999999999999 > 1", 0, "the number is too large", ""),
        ("7days > 1", 0, "a number runs into `d`", ""), ("", 0, "the expression is empty", ""),
        ("Thing{a: 1}", 5, "messages such as", "map"), ("if == 1", 0, "`if` is a word of the language", ""),
    ]

    @Test(arguments: faults.map(\.text))
    func `a fault says where, what, and what would mend it`(text: String) throws {
        let expected = try #require(Self.faults.first { $0.text == text })
        do {
            _ = try Condition.compile(text, in: Self.environment)
            Issue.record("no fault in \(text)")
        } catch {
            let fault = try #require(error.list.first)
            #expect(fault.offset == expected.offset, "\(fault)")
            #expect(fault.what.contains(expected.what), "\(fault.what)")
            #expect(fault.fix.contains(expected.fix) && !fault.fix.isEmpty, "\(fault.fix)")
        }
    }

    @Test func `all faults of an expression are told together`() {
        let faults = #expect(throws: ExpressionFaults.self) {
            try Condition.compile("loan.prodct == 'x' && arrears.amout > 5.0 || foo(1)", in: Self.environment)
        }
        #expect(faults?.list.map(\.offset) == [0, 22, 45])
    }

    @Test func `length, depth and parts have limits that say so`() {
        let long = "'" + String(repeating: "x", count: ExpressionLimits.mostBytes) + "' == ''"
        let deep = String(repeating: "(", count: 200) + "1" + String(repeating: ")", count: 200)
        let chain = Array(repeating: "true", count: 200).joined(separator: " || ")
        let wide = "[" + Array(repeating: "1", count: ExpressionLimits.mostNodes).joined(separator: ",") + "] == []"
        for (text, words) in [
            (long, "longer than"), (deep, "nested deeper"), (chain, "nested deeper"), (wide, "parts"),
        ] {
            let faults = #expect(throws: ExpressionFaults.self) { try Program.compile(text, in: Self.environment) }
            #expect(faults?.list.first?.what.contains(words) == true, "\(String(describing: faults))")
        }
    }
}
