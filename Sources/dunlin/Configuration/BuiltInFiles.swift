/// The sample lender's files, carried inside the binary: what `dunlin init` writes out, and what holds where a lender
/// has no file of its own.
enum BuiltInFiles {
    static let settings = text(PackageResources.dunlin_yaml)
    static let routes = text(PackageResources.routes_yaml)
    static let strategies = [(name: "standard.yaml", text: text(PackageResources.strategy_standard_yaml))]
    static let templates = [
        (name: "zh-Hans.yaml", text: text(PackageResources.templates_zh_hans_yaml)),
        (name: "en.yaml", text: text(PackageResources.templates_en_yaml)),
        (name: "es.yaml", text: text(PackageResources.templates_es_yaml)),
    ]

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

extension BuiltInFiles {
    static var demoMappings: (String, String) {
        (
            String(decoding: PackageResources.mapping_demo_us_yaml, as: UTF8.self),
            String(decoding: PackageResources.mapping_demo_cn_yaml, as: UTF8.self)
        )
    }
}
