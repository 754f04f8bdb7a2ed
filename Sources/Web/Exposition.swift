/// One family of metrics with its samples. Labels hold route and state names, never anything of a person (promise P7).
package struct MetricFamily: Sendable {
    package enum Kind: String, Sendable { case counter, gauge, histogram }

    package struct Sample: Sendable {
        package var labels: [(name: String, value: String)]
        package var value: Double
        /// Behind the family's name: `_bucket`, `_sum` and `_count` of a histogram.
        package var suffix: String

        package init(_ labels: [(name: String, value: String)] = [], _ value: Double, suffix: String = "") {
            self.suffix = suffix
            self.labels = labels
            self.value = value
        }
    }

    package var name: String
    package var help: String
    package var kind: Kind
    package var samples: [Sample]

    package init(_ name: String, _ kind: Kind, help: String, samples: [Sample]) {
        self.name = name
        self.help = help
        self.kind = kind
        self.samples = samples
    }
}

extension MetricFamily.Sample {
    /// A histogram's samples of one set of labels. `counts` has one more than `bounds`: what lay above all of them.
    package static func histogram(
        _ labels: [(name: String, value: String)], bounds: [Double], counts: [Int], sum: Double
    ) -> [MetricFamily.Sample] {
        var (samples, below) = ([MetricFamily.Sample](), 0)
        for (index, count) in counts.enumerated() {
            below += count
            let bound = index < bounds.count ? Exposition.number(bounds[index]) : "+Inf"
            samples.append(.init(labels + [(name: "le", value: bound)], Double(below), suffix: "_bucket"))
        }
        return samples + [.init(labels, sum, suffix: "_sum"), .init(labels, Double(below), suffix: "_count")]
    }
}

/// The text format of Prometheus, version 0.0.4.
package enum Exposition {
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    package static func text(_ families: [MetricFamily]) -> String {
        var text = ""
        for family in families {
            text += "# HELP \(family.name) \(escape(family.help, quotes: false))\n"
            text += "# TYPE \(family.name) \(family.kind.rawValue)\n"
            for sample in family.samples {
                text += family.name + sample.suffix
                if !sample.labels.isEmpty {
                    let labels = sample.labels.map { "\($0.name)=\"\(escape($0.value, quotes: true))\"" }
                    text += "{" + labels.joined(separator: ",") + "}"
                }
                text += " \(number(sample.value))\n"
            }
        }
        return text
    }

    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        return value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
    }

    private static func escape(_ text: String, quotes: Bool) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
