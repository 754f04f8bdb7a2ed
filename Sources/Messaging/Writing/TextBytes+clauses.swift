internal import CivilTime
internal import LoanBook

/// The words of the clauses that are made of several values, in one language. In the patterns stand `%n` for the number
/// of instalments, `%a` and `%d` for the first's amount and day, `%b` and `%e` for the last's.
private struct ClauseWords: Sendable {
    var one: String
    var level: String
    var oddLast: String
    var uneven: String
    /// Principal, interest, fees.
    var parts: [String]

    static let all: [ClauseWords] = [
        ClauseWords(
            one: "%d一次还%a", level: "共%n期，自%d起每期%a", oddLast: "，末期%b", uneven: "共%n期，%d至%e，首期%a，末期%b",
            parts: ["本金", "利息", "费用"]),
        ClauseWords(
            one: "%d一次繳%a", level: "共%n期，自%d起每期%a", oddLast: "，末期%b", uneven: "共%n期，%d至%e，首期%a，末期%b",
            parts: ["本金", "利息", "費用"]),
        ClauseWords(
            one: "%a on %d", level: "%n x %a from %d", oddLast: ", last %b",
            uneven: "%n payments from %d to %e, first %a, last %b", parts: ["principal ", "interest ", "fees "]),
        ClauseWords(
            one: "%a el %d", level: "%n x %a desde el %d", oddLast: ", la final de %b",
            uneven: "%n cuotas del %d al %e, la primera de %a, la final de %b",
            parts: ["capital ", "intereses ", "cargos "]),
        ClauseWords(
            one: "%a pada %d", level: "%n x %a mulai %d", oddLast: ", terakhir %b",
            uneven: "%n angsuran dari %d sampai %e, pertama %a, terakhir %b", parts: ["pokok ", "bunga ", "biaya "]),
        ClauseWords(
            one: "%d को %a", level: "%d से %n x %a", oddLast: ", अंतिम %b",
            uneven: "%d से %e तक %n किस्तें, पहली %a, अंतिम %b", parts: ["मूलधन ", "ब्याज ", "शुल्क "]),
        ClauseWords(
            one: "%a vào %d", level: "%n x %a từ %d", oddLast: ", kỳ cuối %b",
            uneven: "%n kỳ từ %d đến %e, kỳ đầu %a, kỳ cuối %b", parts: ["gốc ", "lãi ", "phí "]),
        ClauseWords(
            one: "%a em %d", level: "%n x %a a partir de %d", oddLast: ", a final de %b",
            uneven: "%n parcelas de %d a %e, a primeira de %a, a final de %b",
            parts: ["principal ", "juros ", "encargos "]),
        ClauseWords(
            one: "%a sa %d", level: "%n x %a mula %d", oddLast: ", huli %b",
            uneven: "%n hulog mula %d hanggang %e, una %a, huli %b", parts: ["prinsipal ", "interes ", "singil "]),
    ]
}

extension TextBytes {
    /// A schedule in a clause: `12 x $1,034.50 from Dec 5, 2026, last $1,034.47`.
    mutating func append(_ schedule: WrittenSchedule, in style: WritingStyle) {
        guard let first = schedule.first, let last = schedule.last else { return }
        let words = ClauseWords.all[style.language.position]
        let isLevel = schedule.instalments.dropLast().allSatisfy { $0.amountMinor == first.amountMinor }
        if schedule.instalments.count == 1 {
            append(pattern: words.one, schedule, first, last, style)
        } else if isLevel, first.amountMinor == last.amountMinor || schedule.instalments.count > 2 {
            append(pattern: words.level, schedule, first, last, style)
            if first.amountMinor != last.amountMinor {
                append(pattern: words.oddLast, schedule, first, last, style)
            }
        } else {
            append(pattern: words.uneven, schedule, first, last, style)
        }
    }

    private mutating func append(
        pattern: String, _ schedule: WrittenSchedule, _ first: Instalment, _ last: Instalment, _ style: WritingStyle
    ) {
        var isTag = false
        for byte in pattern.utf8 {
            if isTag {
                isTag = false
                switch byte {
                case UInt8(ascii: "n"): append(schedule.instalments.count)
                case UInt8(ascii: "a"): append(schedule.money(first), in: style)
                case UInt8(ascii: "d"): append(first.dueOn, in: style.language)
                case UInt8(ascii: "b"): append(schedule.money(last), in: style)
                default: append(last.dueOn, in: style.language)
                }
            } else if byte == UInt8(ascii: "%") {
                isTag = true
            } else {
                append(byte: byte)
            }
        }
    }

    /// `(principal $1,000.00, interest $34.50)`, of what is known; where nothing is, nothing, and the space goes too.
    mutating func append(_ parts: DebtParts?, in style: WritingStyle) {
        let known = [parts?.principal, parts?.interest, parts?.fees]
        guard known.contains(where: { $0 != nil }) else { return dropSpace() }
        let isChinese = style.language.isChinese
        let words = ClauseWords.all[style.language.position]
        append(isChinese ? "（" : "(")
        var isFirst = true
        for (word, money) in zip(words.parts, known) {
            guard let money else { continue }
            if !isFirst { append(isChinese ? "，" : ", ") }
            isFirst = false
            append(word)
            append(money, in: style)
        }
        append(isChinese ? "）" : ")")
    }
}
