internal import CivilTime
internal import LoanBook
internal import Messaging

extension LawRule {
    private static let common = [
        "id", "citation", "grade", "says", "from", "to", "regions", "roles", "classes", "channels", "except_purposes",
        "products", "vectors",
    ]

    static func read(
        _ node: PackNode, _ pack: LawPack.Identity, in jurisdiction: String, _ calendars: [HolidayCalendar]
    ) throws(LawPackError) -> LawRule {
        let fields = try node.fields(common + RuleKind.keys)
        let roles = try fields["roles"].map { node throws(LawPackError) in try node.set(of: PackWords.roles) }
        let classes = try fields["classes"].map { node throws(LawPackError) in try node.set(of: PackWords.classes) }
        let channels = try fields["channels"].map { node throws(LawPackError) in try node.set(of: PackWords.channels) }
        let except = try fields["except_purposes"].map { node throws(LawPackError) in try node.set(of: Purpose.self) }
        let present = RuleKind.keys.filter { fields[$0] != nil }
        guard present.count == 1, let key = present.first, let body = fields[key] else {
            throw node.fault(
                "a rule has exactly one kind", fix: "write one of \(RuleKind.keys.joined(separator: ", "))")
        }
        let scope = VectorDefaults(
            role: roles.flatMap { set in PackWords.roles.first { set.contains($0.value) }?.value } ?? .lender,
            channel: channels.flatMap { set in PackWords.channels.first { set.contains($0.value) }?.value } ?? .sms,
            purpose: Purpose.allCases.first { purpose in
                (classes?.contains(purpose.messageClass) ?? (purpose.messageClass == .collection))
                    && !(except?.contains(purpose) ?? false)
            } ?? .overdueNotice)
        var vectors: [LawVector] = []
        var retentionVectors: [RetentionVector] = []
        for item in try fields["vectors"]?.items() ?? [] {
            if key == "retention" {
                retentionVectors.append(try RetentionVector.read(item, scope.role))
            } else {
                vectors.append(try LawVector.read(item, scope))
            }
        }
        return LawRule(
            id: try fields.required("id", in: node).text(), pack: pack,
            citation: try fields.required("citation", in: node).text(),
            grade: try fields.required("grade", in: node).one(of: PackWords.grades),
            says: try fields.required("says", in: node).text(),
            from: try fields["from"].map { node throws(LawPackError) in try node.date() },
            to: try fields["to"].map { node throws(LawPackError) in try node.date() },
            regions: try fields["regions"].map { node throws(LawPackError) in try regions(node, of: jurisdiction) },
            roles: roles ?? Set(Portfolio.Role.allCases), classes: classes ?? Set(MessageClass.allCases),
            channels: channels ?? Set(Channel.allCases), exceptPurposes: except ?? [],
            products: try fields["products"].map { node throws(LawPackError) in try products(node) },
            kind: try RuleKind.read(key, body, calendars), vectors: vectors, retentionVectors: retentionVectors)
    }

    /// An empty list would bind nobody, and silently.
    private static func products(_ node: PackNode) throws(LawPackError) -> Set<String> {
        let products = Set(try node.texts())
        if products.isEmpty {
            throw node.fault("an empty list", fix: "name at least one, or leave the key out for all")
        }
        return products
    }

    /// A region that the pack does not speak for would bind nobody, and silently.
    private static func regions(_ node: PackNode, of country: String) throws(LawPackError) -> [String] {
        try node.items().map { item throws(LawPackError) in
            let region = try LawPack.jurisdiction(item)
            guard country == "*" || region.hasPrefix(country + "-") else {
                throw item.fault(
                    "\(region) is no part of \(country)", fix: "name a subdivision of the pack's country")
            }
            return region
        }
    }
}
