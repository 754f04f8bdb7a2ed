import CivilTime

/// One of the two countries of the sample book: where its borrowers live and how they are called. All invented; the
/// American numbers are of the range kept for fiction (555-01xx), the Chinese ones of a block that is not in use.
struct SampleCountry: Sendable {
    struct Place: Sendable {
        var region: String
        var zone: String
        var areaCode: String
    }

    var portfolio: String
    var places: [Place]
    var languages: [String]
    var familyNames: [String]
    var givenNames: [String]
    var isChinese: Bool

    static let unitedStates = SampleCountry(
        portfolio: "meadow",
        places: [
            Place(region: "US-NY", zone: "America/New_York", areaCode: "212"),
            Place(region: "US-MA", zone: "America/New_York", areaCode: "617"),
            Place(region: "US-IL", zone: "America/Chicago", areaCode: "312"),
            Place(region: "US-CO", zone: "America/Denver", areaCode: "303"),
            Place(region: "US-CA", zone: "America/Los_Angeles", areaCode: "415"),
            Place(region: "US-HI", zone: "Pacific/Honolulu", areaCode: "808"),
            // Moved east and kept the number: two clocks, of which the stricter hours hold.
            Place(region: "US-NY", zone: "America/New_York", areaCode: "213"),
        ],
        languages: ["en", "en", "en", "es"],
        familyNames: ["Alder", "Birch", "Cedar", "Dale", "Elm", "Fern", "Grove", "Heath", "Ivy", "Juniper"],
        givenNames: ["Amara", "Bruno", "Carmen", "Dmitri", "Elif", "Farah", "Gita", "Hector", "Imani", "Jonas"],
        isChinese: false)

    static let china = SampleCountry(
        portfolio: "chenhe",
        places: ["CN-BJ", "CN-SH", "CN-GD", "CN-SC", "CN-XJ"].map {
            Place(region: $0, zone: "Asia/Shanghai", areaCode: "")
        },
        languages: ["zh-Hans"],
        familyNames: ["松", "柏", "林", "云", "江", "田", "石", "叶"].map { $0 },
        givenNames: ["晓晨", "一鸣", "静怡", "海川", "书瑶", "长青", "若溪", "知远"],
        isChinese: true)

    /// A name that nobody has to recognise, a company now and then.
    func name(_ numbers: inout SeededNumbers, isCompany: Bool) -> String {
        let family = numbers.pick(familyNames)
        let given = numbers.pick(givenNames)
        if isChinese { return isCompany ? family + given + "商贸有限公司" : family + given }
        return isCompany ? "\(family) & \(given) LLC" : "\(given) \(family)"
    }

    func phone(_ place: Place, index: Int) -> String {
        func padded(_ number: Int, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        if isChinese { return "199" + padded(10_000_000 + index, 8) }
        return place.areaCode + "55501" + padded(index / places.count % 100, 2)
    }
}
