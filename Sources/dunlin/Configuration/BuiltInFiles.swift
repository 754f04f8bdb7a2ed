/// The sample lender's files, carried inside the binary: what `dunlin init` writes out, and what holds where a lender
/// has no file of its own.
enum BuiltInFiles {
    static let settings = text(PackageResources.dunlin_yaml)
    static let routes = text(PackageResources.routes_yaml)
    static let strategies = [(name: "standard.yaml", text: text(PackageResources.strategy_standard_yaml))]
    static let templates = [
        (name: "zh-Hans.yaml", text: text(PackageResources.templates_zh_hans_yaml)),
        (name: "zh-Hans-life.yaml", text: text(PackageResources.templates_zh_hans_life_yaml)),
        (name: "zh-Hant.yaml", text: text(PackageResources.templates_zh_hant_yaml)),
        (name: "en.yaml", text: text(PackageResources.templates_en_yaml)),
        (name: "en-life.yaml", text: text(PackageResources.templates_en_life_yaml)),
        (name: "es.yaml", text: text(PackageResources.templates_es_yaml)),
        (name: "es-life.yaml", text: text(PackageResources.templates_es_life_yaml)),
        (name: "id.yaml", text: text(PackageResources.templates_id_yaml)),
        (name: "hi.yaml", text: text(PackageResources.templates_hi_yaml)),
        (name: "vi.yaml", text: text(PackageResources.templates_vi_yaml)),
        (name: "pt.yaml", text: text(PackageResources.templates_pt_yaml)),
        (name: "fil.yaml", text: text(PackageResources.templates_fil_yaml)),
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
