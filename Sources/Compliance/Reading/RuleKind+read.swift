internal import CivilTime
internal import LoanBook

extension RuleKind {
    static let keys = [
        "window", "cap", "consent", "opt_out", "audience", "stop", "wording", "retention", "duty",
    ]

    static func read(
        _ key: String, _ body: PackNode, _ calendars: [HolidayCalendar]
    ) throws(LawPackError) -> RuleKind {
        switch key {
        case "window": return .window(try WindowRule.read(body, calendars))
        case "cap": return .cap(try CapRule.read(body))
        case "consent":
            guard try body.text() == "required" else {
                throw body.fault("unknown consent rule", fix: "write `consent: required`")
            }
            return .consent(ConsentRule())
        case "opt_out":
            let fields = try body.fields(["honoured", "confirmation_min"])
            guard try fields.required("honoured", in: body).truth() else {
                throw body.fault("an opt-out is always honoured", fix: "write `honoured: true`")
            }
            return .optOut(
                OptOutRule(
                    confirmation_min: try fields["confirmation_min"].map { node throws(LawPackError) in
                        try node.number(0...1440)
                    }))
        case "audience":
            let fields = try body.fields(["only"])
            return .audience(
                AudienceRule(only: RawSet(try fields.required("only", in: body).set(of: PackWords.owners))))
        case "stop":
            let fields = try body.fields(["flags", "except_owners"])
            return .stop(
                StopRule(
                    flags: try fields.required("flags", in: body).set(of: BorrowerFlag.self)
                        .sorted { $0.rawValue < $1.rawValue },
                    exceptOwners: RawSet(
                        try fields["except_owners"].map { node throws(LawPackError) in
                            try node.set(of: PackWords.owners)
                        } ?? [])))
        case "wording": return .wording(try WordingRule.read(body))
        case "retention": return .retention(try RetentionRule.read(body))
        default:
            return .duty(try body.text())
        }
    }
}

extension CapRule {
    static func read(_ node: PackNode) throws(LawPackError) -> CapRule {
        let fields = try node.fields(["count", "channels", "classes", "per", "most", "period", "rolling_days"])
        let period: Period
        switch (fields["period"], fields["rolling_days"]) {
        case (let named?, nil): period = try named.one(of: ["day": .day, "week": .week, "month": .month])
        case (nil, let days?): period = .rolling(days: try days.number(1...greatestDays))
        default: throw node.fault("a cap has one period", fix: "write `period: day` or `rolling_days: 7`")
        }
        return CapRule(
            kinds: RawSet(try fields.required("count", in: node).set(of: PackWords.contacts)),
            channels: RawSet(
                try fields["channels"].map { node throws(LawPackError) in
                    try node.set(of: PackWords.channels)
                } ?? Set(Channel.allCases)),
            classes: RawSet(
                try fields["classes"].map { node throws(LawPackError) in
                    try node.set(of: PackWords.classes)
                } ?? Set(MessageClass.allCases)),
            per: try fields.required("per", in: node).one(of: Key.self),
            most: try fields.required("most", in: node).number(1...1000), period: period)
    }
}

extension WordingRule {
    static func read(_ node: PackNode) throws(LawPackError) -> WordingRule {
        let fields = try node.fields(["when", "must", "must_not"])
        let when = try fields["when"].map { node throws(LawPackError) in try node.one(of: When.self) } ?? .any
        switch (fields["must"], fields["must_not"]) {
        case (let must?, nil):
            var languages: [String: [[Phrase]]] = [:]
            for (key, value) in try must.entries() {
                languages[key.name] = try value.items().map { group throws(LawPackError) in
                    try group.phrases()
                }
            }
            return WordingRule(when: when, demand: .must(languages))
        case (nil, let mustNot?):
            var languages: [String: [Phrase]] = [:]
            for (key, value) in try mustNot.entries() { languages[key.name] = try value.phrases() }
            return WordingRule(when: when, demand: .mustNot(languages))
        default: throw node.fault("a wording rule has one demand", fix: "write `must:` or `must_not:`")
        }
    }
}
