import CivilTime
import Testing

@testable import Decisions

/// The language by the sections of cel-spec's cases, in cases of our own. A text that ends in `!` after the arrow is a doubt.
@Suite struct CELSectionTests {
    static let sections: [(section: String, cases: [(String, String)])] = [
        (
            "literals",
            [
                ("0x1F", "31"), ("-9223372036854775808", "-9223372036854775808"), ("7u", "7u"), (".5 + 1e1", "10.5"),
                ("r'a\\n' == 'a\\\\n'", "true"), ("'\\u4E2D\\x41\\101'", "'中AA'"), ("b'\\xff\\101'", "b'\\xffA'"),
                ("'''a\nb'''", "'a\\x0ab'"), ("null", "null"), ("[1, 2,]", "[1, 2]"), ("{'a': 1,}.a", "1"),
                ("b'é' == b'\\xc3\\xa9'", "true"),
            ]
        ),
        (
            "arithmetic",
            [
                ("7 / 2", "3"), ("-7 / 2", "-3"), ("-7 % 3", "-1"), ("7.0 / 2.0", "3.5"), ("2u * 3u", "6u"),
                ("1 / 0", "!"),
                ("1 % 0", "!"), ("1.0 / 0.0 > 1.0", "true"), ("9223372036854775807 + 1", "!"), ("0u - 1u", "!"),
                ("-(-9223372036854775808)", "!"), ("'a' + 'b'", "'ab'"), ("[1] + [2]", "[1, 2]"), ("--5", "5"),
            ]
        ),
        (
            "logic",
            [
                ("true || 1 / 0 > 0", "true"), ("1 / 0 > 0 || true", "true"), ("1 / 0 > 0 || false", "!"),
                ("false && 1 / 0 > 0", "false"), ("1 / 0 > 0 && false", "false"), ("1 / 0 > 0 && true", "!"),
                ("true && true && 1 / 0 > 0 && false", "false"), ("false || 1 / 0 > 0 || true", "true"),
                ("true ? 1 : 1 / 0", "1"), ("1 / 0 > 0 ? 1 : 2", "!"), ("!true || !false", "true"),
                ("false ? 1 : true ? 2 : 3", "2"),
            ]
        ),
        (
            "comparison",
            [
                ("1 < 1.5 && 2u > 1 && 1.0 <= 1u", "true"), ("dyn(1) == 1.0 && dyn(1u) == 1", "true"),
                ("dyn('1') == 1", "false"), ("dyn('1') != 1", "true"), ("dyn('1') < 1", "!"),
                ("0.0 / 0.0 == 0.0 / 0.0", "false"), ("0.0 / 0.0 < 1.0", "false"), ("'a' < 'b' && b'a' < b'b'", "true"),
                ("false < true", "true"), ("[1, [2]] == [1, [2]]", "true"), ("{'a': 1} == {'a': 1}", "true"),
                ("{1: 'x'} == {1: 'y'}", "false"), ("'é' == 'e\\u0301'", "false"), ("null == null", "true"),
                ("'Z' < 'a' && '一' < '丁'", "true"),
            ]
        ),
        (
            "lists and maps",
            [
                ("2 in [1, 2]", "true"), ("'b' in {'b': 1}", "true"), ("dyn(2.0) in [1, 2]", "true"),
                ("3 in []", "false"),
                ("[1, 2][1]", "2"), ("[1, 2][2]", "!"), ("[1, 2][-1]", "!"), ("{'a': 1}['b']", "!"),
                ("{1: 'x'}[dyn(1.0)]", "'x'"),
                ("{'a': {'b': 2}}.a.b", "2"), ("{'a': 1}.b", "!"), ("has({'a': 1}.a) && !has({'a': 1}.b)", "true"),
                ("{'a': 1, 'a': 2}", "!"), ("size([1, 2]) + {'a': 1}.size()", "3"),
                ("'a' in ['a', 'b', 'c'] && !('d' in ['a'])", "true"),
                ("{'in-between': 1}.`in-between`", "1"),
            ]
        ),
        (
            "macros",
            [
                ("[1, 2].all(x, x > 0)", "true"), ("[1, 0].all(x, 2 / x > 3)", "false"),
                ("[1, 0].all(x, 2 / x > 1)", "!"),
                ("[0, 1].exists(x, 1 / x == 1)", "true"), ("[0, 2].exists(x, 1 / x == 1)", "!"),
                ("[1, 2, 2].exists_one(x, x == 2)", "false"), ("[1, 0].existsOne(x, 1 / x == 1)", "!"),
                ("[1, 2, 3].filter(x, x % 2 == 1)", "[1, 3]"), ("[1, 2].map(x, x * 2)", "[2, 4]"),
                ("[1, 2, 3].map(x, x > 1, x * 2)", "[4, 6]"), ("{'a': 1}.map(k, k)", "['a']"),
                ("{'a': 1, 'b': 2}.all(k, v, v > 0 && k != 'c')", "true"),
                ("[4, 5].exists(i, v, i == 1 && v == 5)", "true"),
                ("[4, 5].transformList(i, v, i + v)", "[4, 6]"), ("{'a': 1}.transformMap(k, v, v + 1)", "{'a': 2}"),
                ("[[1], [2]].all(x, x.all(x, x > 0))", "true"), ("cel.bind(x, 2 + 3, x * x)", "25"),
                ("[1, 2].map(a, [3].map(b, a * b))", "[[3], [6]]"),
            ]
        ),
        (
            "texts",
            [
                ("size('中文')", "2"), ("'逾期提醒'.contains('期提')", "true"), ("'逾期提醒'.startsWith('逾期')", "true"),
                ("'abc'.endsWith('bc')", "true"), ("'消费贷-A'.split('-')", "['消费贷', 'A']"),
                ("['a', 'b'].join('/')", "'a/b'"),
                ("' a '.trim()", "'a'"), ("'Ab中'.lowerAscii() + 'Ab'.upperAscii()", "'ab中AB'"),
                ("'aXbX'.replace('X', '-')", "'a-b-'"), ("'aXbX'.replace('X', '-', 1)", "'a-bX'"),
                ("'逾期提醒'.substring(2)", "'提醒'"), ("'abc'.substring(1, 2)", "'b'"), ("'abc'.substring(4)", "!"),
                ("'abc'.indexOf('c')", "2"), ("'abcabc'.lastIndexOf('b')", "4"), ("'abc'.charAt(3)", "''"),
                ("'abc'.reverse()", "'cba'"), ("'CN-BJ'.matches('^CN-(BJ|SH)$')", "true"),
                ("'张三'.matches('^\\\\p{Han}+$')", "true"),
            ]
        ),
        (
            "conversions",
            [
                ("int('12') + int(3.9) + int(4u)", "19"), ("int('x')", "!"), ("int(1e99)", "!"), ("uint(-1)", "!"),
                ("double('1.5') + double(1)", "2.5"), ("string(1) + string(2.5) + string(true)", "'12.5true'"),
                ("bytes('é') == b'\\xc3\\xa9'", "true"), ("string(b'\\xff')", "!"), ("bool('yes')", "!"),
                ("type(1) == int && type('') != int", "true"), ("type(date('2026-11-21')) == date", "true"),
            ]
        ),
        (
            "timestamps and durations",
            [
                ("timestamp('2026-11-21T09:30:00.5+08:00') == timestamp('2026-11-21T01:30:00.5Z')", "true"),
                ("string(timestamp('2026-11-21T01:30:00.250Z'))", "'2026-11-21T01:30:00.25Z'"),
                ("timestamp('2026-11-21T23:00:00Z').getHours('Asia/Shanghai')", "7"),
                ("timestamp('2026-11-21T23:00:00Z').getDate('+08:00')", "22"),
                ("timestamp('2026-11-21T00:00:00Z').getDayOfWeek()", "6"),
                ("['Mars/Base'].all(z, timestamp('2026-11-21T00:00:00Z').getHours(z) > 0)", "!"),
                ("timestamp('2026-11-21T00:00:00Z') + duration('36h') == timestamp('2026-11-22T12:00:00Z')", "true"),
                ("timestamp('2026-11-22T00:00:00Z') - timestamp('2026-11-21T00:00:00Z') == duration('24h')", "true"),
                ("duration('1h30m').getMinutes()", "90"), ("string(duration('-1.5s'))", "'-1.5s'"),
                ("timestamp('9999-12-31T23:59:59Z') + duration('1s')", "!"),
                ("int(timestamp('1970-01-01T00:01:00Z'))", "60"),
            ]
        ),
        (
            "dates",
            [
                ("date('2026-11-21') - date('2026-11-01')", "20"),
                ("date('2026-02-28') + 1 == date('2026-03-01')", "true"),
                ("date('2024-02-29').addMonths(12) == date('2025-02-28')", "true"),
                ("date('2026-11-21').weekday()", "6"),
                ("date('2026-11-21').year() * 100 + date('2026-11-21').month()", "202611"),
                ("date('2026-12-31').dayOfYear()", "365"),
                ("date(timestamp('2026-11-21T23:00:00Z'), 'Asia/Shanghai') == date('2026-11-22')", "true"),
                ("timestamp(date('2026-11-22'), 'Asia/Shanghai') == timestamp('2026-11-21T16:00:00Z')", "true"),
                ("date('9999-12-31') + 1", "!"), ("string(date('2026-01-02'))", "'2026-01-02'"),
            ]
        ),
        (
            "numbers",
            [
                ("math.greatest(1, 5, 3)", "5"), ("math.least(2.5, 1.5)", "1.5"), ("math.abs(-3)", "3"),
                ("math.round(2.5)", "3.0"), ("math.greatest([1, 7])", "7"), ("math.abs(-9223372036854775808)", "!"),
            ]
        ),
    ]

    @Test(arguments: sections.map(\.section))
    func `each section is as cel-spec has it`(section: String) throws {
        let cases = try #require(Self.sections.first { $0.section == section }).cases
        let environment = Environment([], zones: machineZones)
        for (text, expected) in cases {
            // Without checking too: the values alone decide the same.
            for isLenient in [false, true] {
                let program = try Program.compile(text, in: environment, isLenient: isLenient)
                let found = try? program.value(BoundFacts([]))
                if expected == "!" {
                    #expect(found == nil, "\(text) has the value \(String(describing: found))")
                } else {
                    let wanted = try Program.compile(expected, in: environment).value(BoundFacts([]))
                    let isSame = try found.map { try Value.equal($0, wanted) && $0.type == wanted.type } ?? false
                    #expect(isSame, "\(text) is \(String(describing: found)), wanted \(expected)")
                }
            }
        }
    }

    @Test func `a doubt names its reason, its place and the fact that is missing`() throws {
        let environment = Environment(
            [Declaration("loan.rating", .string, ""), Declaration("n", .int, "")], zones: nil)
        let program = try Program.compile("true && loan.rating == 'A'", in: environment)
        #expect(throws: Doubt(.missing, at: 8, slot: 0)) { try program.value(BoundFacts([nil, nil])) }
        #expect(throws: Doubt(.divisionByZero, at: 2)) {
            try Program.compile("1 / n", in: environment).value(BoundFacts([nil, .int(0)]))
        }
    }

    @Test func `work, texts and lists are bounded`() throws {
        let environment = Environment([], zones: nil)
        let ten = "[1,2,3,4,5,6,7,8,9,10]"
        let nested = (0..<6).reduce("true") { inner, depth in "\(ten).all(x\(depth), \(inner))" }
        let doubled = (0..<40).reduce("['xxxxxxxxxx']") { list, _ in "\(list).map(x, x + x)" }
        let shared = "\((0..<30).reduce("[1]") { list, _ in "[\(list)].map(x, [x, x])" }) == "
        let other = "\((0..<30).reduce("[1]") { list, _ in "[\(list)].map(x, [x, x])" })"
        for (text, reason) in [
            (nested, Doubt.Reason.tooMuchWork), (doubled, .tooLarge), (shared + other, .tooMuchWork),
        ] {
            let program = try Program.compile(text, in: environment)
            let doubt = #expect(throws: Doubt.self) { try program.value(BoundFacts([])) }
            #expect(doubt?.reason == reason)
        }
    }
}
