package import LoanBook
internal import Synchronization

/// All packs in force in this program.
package struct LawBook: Sendable {
    package let packs: [LawPack]
    private let cache: BoundPacksCache

    /// - Parameter packs: no two of one key.
    package init(packs: [LawPack]) {
        self.packs = packs
        cache = BoundPacksCache()
    }

    /// The packs embedded in the program.
    package static func builtIn() throws -> LawBook {
        let files = [
            ("house.yaml", PackageResources.house_yaml), ("us_federal.yaml", PackageResources.us_federal_yaml),
            ("us_massachusetts.yaml", PackageResources.us_massachusetts_yaml),
            ("china.yaml", PackageResources.china_yaml), ("indonesia.yaml", PackageResources.indonesia_yaml),
            ("united_kingdom.yaml", PackageResources.united_kingdom_yaml),
            ("european_union.yaml", PackageResources.european_union_yaml),
            ("india.yaml", PackageResources.india_yaml),
            ("russia.yaml", PackageResources.russia_yaml),
            ("brazil.yaml", PackageResources.brazil_yaml),
            ("mexico.yaml", PackageResources.mexico_yaml),
            ("philippines.yaml", PackageResources.philippines_yaml),
            ("vietnam.yaml", PackageResources.vietnam_yaml),
            ("thailand.yaml", PackageResources.thailand_yaml),
            ("malaysia.yaml", PackageResources.malaysia_yaml),
            ("singapore.yaml", PackageResources.singapore_yaml),
            ("hong_kong.yaml", PackageResources.hong_kong_yaml),
            ("australia.yaml", PackageResources.australia_yaml),
            ("kenya.yaml", PackageResources.kenya_yaml),
            ("nigeria.yaml", PackageResources.nigeria_yaml),
        ]
        return LawBook(
            packs: try files.map { file, bytes in
                try LawPack.parse(yaml: String(decoding: bytes, as: UTF8.self), file: file)
            })
    }

    /// A book with the lender's own packs beside these. A pack with the key `house` takes the place of the house
    /// rules; any other key that is taken is a fault, because a law is not replaced but added to.
    package func adding(_ own: [LawPack]) throws(LawPackError) -> LawBook {
        var all = packs
        for pack in own {
            if let index = all.firstIndex(where: { $0.key == pack.key }) {
                guard pack.key == "house" else {
                    throw LawPackError(faults: [
                        .init(
                            file: pack.key, line: 1, column: 1, what: "a pack with the key \(pack.key) exists",
                            fix: "give the lender's pack a key of its own; it binds beside the others")
                    ])
                }
                all[index] = pack
            } else {
                all.append(pack)
            }
        }
        return LawBook(packs: all)
    }

    /// The packs that bind a borrower of `region` for a portfolio of `role`; cached. A country without a pack makes
    /// bound packs whose every answer is to suppress (promise P10).
    package func bound(region: String, role: Portfolio.Role) -> BoundPacks {
        cache.packs(.init(region: region, role: role)) { BoundPacks(packs: packs, region: region, role: role) }
    }

    /// For `dunlin check` and the compliance officer.
    package var summaries: [LawPackSummary] {
        packs.map {
            LawPackSummary(
                key: $0.key, title: $0.title, version: $0.version, hash: $0.hash, jurisdiction: $0.jurisdiction,
                reviewedBy: $0.reviewedBy, reviewedOn: $0.reviewedOn, ruleCount: $0.rules.count,
                unverifiedRules: $0.unverifiedRules)
        }
    }
}

final class BoundPacksCache: Sendable {
    struct Key: Hashable {
        var region: String
        var role: Portfolio.Role
    }

    /// More regions than the world has are somebody's noise.
    static let greatestCount = 10_000
    private let known = Mutex<[Key: BoundPacks]>([:])

    func packs(_ key: Key, make: () -> BoundPacks) -> BoundPacks {
        known.withLock { known in
            if let packs = known[key] { return packs }
            let packs = make()
            if known.count < BoundPacksCache.greatestCount { known[key] = packs }
            return packs
        }
    }
}
