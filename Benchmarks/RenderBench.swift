import CivilTime
import Decisions
import LoanBook
import Messaging

/// One overdue notice rendered with its amounts and cut into segments: the texts of three languages in turn.
struct RenderBench {
    let sample: SampleLender
    let count: Int

    func measure(runs: Int) throws -> Measurement {
        let templates = try ["en", "es", "zh-Hans"].map { language in
            guard let template = sample.us.context.templates.template("overdue.7", language: language) else {
                throw BenchFault(words: "the sample lender has no text overdue.7 in \(language)")
            }
            return template
        }
        let portfolio = sample.us.context.portfolio
        let values = RenderValues(
            name: "Ana Adams", lender: portfolio.lender, signature: portfolio.signature, hotline: portfolio.hotline,
            waysToPay: "pay at meadow.example/pay or in the app", loanReference: "L0000001",
            disclosure: "This is a communication from a debt collector.",
            amount: Money(minorUnits: 42_425, currency: Currency(code: "USD", decimals: 2)),
            dueOn: sample.us.date + -7, daysPastDue: 7)
        var result = Measurement("render", count: count)
        var segments = 0
        result.take(runs: runs) {
            segments = 0
            for number in 0..<count {
                segments += Segmenter.segment(templates[number % templates.count].render(values)).segments.count
            }
        }
        result.outcome = [("segments", segments)]
        return result
    }
}
