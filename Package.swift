// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .treatAllWarnings(as: .error),
    .strictMemorySafety(),
]

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let x509 = Target.Dependency.product(name: "X509", package: "swift-certificates")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")

/// One room of Dunlin: a target, and its tests beside it. The arrows between rooms are checked by `ArchitectureTests`.
func room(
    _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = [],
    exclude: [String] = [], testedWith extra: [Target.Dependency] = [], testResources: [Resource] = []
) -> [Target] {
    [
        .target(
            name: name, dependencies: dependencies, exclude: exclude, resources: resources, swiftSettings: strict),
        .testTarget(
            name: name + "Tests", dependencies: [.target(name: name)] + dependencies + extra,
            resources: testResources, swiftSettings: strict),
    ]
}

/// Built with sanitizers, by Scripts/fuzz alone: nobody else waits for it.
let fuzzing: [Target] =
    Context.environment["DUNLIN_FUZZ"] == nil
    ? []
    : [
        .executableTarget(
            name: "dunlin-fuzz",
            dependencies: [
                "CarrierProtocols", "Compliance", "Decisions", "Messaging", "LoanBook", "CivilTime", "Conversations",
                "Evidence", "Intake", "Store", "SettingsFiles", "Gateways", "Countersigning", nioCore,
            ],
            path: "Fuzzing", swiftSettings: strict)
    ]

/// The one suite that Scripts/soak-simulation builds, optimised and with nothing that it does not need.
let soaking = Context.environment["DUNLIN_SOAK"] != nil

let package = Package(
    name: "dunlin",
    products: [.executable(name: "dunlin", targets: ["dunlin"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["YAML"]),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .target(
            name: "CPhoneNumber", cxxSettings: [.unsafeFlags(["-std=c++17"])],
            linkerSettings: [.linkedLibrary("phonenumber")]),
        .systemLibrary(name: "CProcess"),
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .target(name: "CSQLite", linkerSettings: [.linkedLibrary("sqlite3")]),
        .executableTarget(
            name: "dunlin",
            dependencies: [
                "CivilTime", "LoanBook", "Messaging", "Compliance", "Decisions", "Conversations", "Evidence",
                "CarrierProtocols", "Gateways", "Store", "StorePostgres", "Countersigning", "Intake", "Planning",
                "Delivery", "Web", "SettingsFiles", "CProcess", logging, yams,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            resources: [
                "dunlin", "routes", "strategy_standard", "templates_zh_hans", "templates_zh_hans_life",
                "templates_zh_hant", "templates_en", "templates_en_life", "templates_es", "templates_es_life",
                "templates_id", "templates_hi", "templates_vi", "templates_pt", "templates_fil",
                "mapping_demo_us", "mapping_demo_cn",
            ].map { .embedInCode("BuiltIn/\($0).yaml") },
            swiftSettings: strict),
        .executableTarget(
            name: "dunlin-bench",
            dependencies: [
                "CarrierProtocols", "Delivery", "Planning", "Decisions", "Compliance", "Messaging", "LoanBook",
                "CivilTime", "Store", "StorePostgres", "Evidence", "Gateways", nioCore, logging,
            ],
            path: "Benchmarks", swiftSettings: strict),
        // Not tests themselves: a gateway in a process that tests freeze.
        .executableTarget(
            name: "gateway-probe", dependencies: ["Gateways", "Messaging", "LoanBook", "CivilTime", nioCore, nioPosix],
            path: "Tests/GatewayProbe", swiftSettings: strict),
        // Not tests themselves: the server that tests of the second engine run on.
        .target(
            name: "PostgresServer", dependencies: ["CLibPQ"], path: "Tests/PostgresServer", swiftSettings: strict),
        .target(
            name: "StoreEngines", dependencies: ["PostgresServer", "Store", "StorePostgres"],
            path: "Tests/StoreEngines", swiftSettings: strict),
        .testTarget(name: "ArchitectureTests", swiftSettings: strict),
        // Runs the program as a user would; depends on it so that it is built first.
        .testTarget(
            name: "EndToEndTests", dependencies: ["dunlin", "Store", "StoreEngines", "PostgresServer"],
            swiftSettings: strict),
    ]
        + room("CivilTime")
        + room("LoanBook", ["CivilTime", "CPhoneNumber", yams])
        + room(
            "Messaging", ["LoanBook", "CivilTime", crypto, yams],
            resources: [.embedInCode("Routes/china_mobile_prefixes.yaml")])
        + room(
            "Compliance", ["Messaging", "LoanBook", "CivilTime", yams],
            resources: [
                "house", "us_federal", "us_massachusetts", "china", "indonesia", "united_kingdom", "european_union",
                "india", "russia", "brazil", "mexico", "philippines", "vietnam", "thailand", "malaysia", "singapore",
                "hong_kong", "australia", "kenya", "nigeria",
            ].map { .embedInCode("Packs/\($0).yaml") } + [.embedInCode("Wording/wording.yaml")])
        + room("Decisions", ["Compliance", "Messaging", "LoanBook", "CivilTime", yams])
        + room("Conversations", ["Compliance", "Messaging", "LoanBook", "CivilTime"])
        + room("Evidence", [crypto, asn1, x509])
        + room("CarrierProtocols", [nioCore, crypto])
        + room(
            "Gateways",
            ["CarrierProtocols", "Messaging", "LoanBook", "CivilTime", nioCore, nioPosix, nioSSL, logging])
        + room(
            "Store",
            [
                "Decisions", "Compliance", "Messaging", "LoanBook", "CivilTime", "Evidence", "CSQLite", crypto, grdb,
            ],
            testedWith: ["StoreEngines", "StorePostgres", "PostgresServer"])
        + room("StorePostgres", ["Store", "CLibPQ"], testedWith: ["PostgresServer", "StoreEngines"])
        + room(
            "Countersigning", ["Store", "Evidence", httpClient, nioCore, nioHTTP1],
            testedWith: ["CivilTime", "StoreEngines"])
        + room(
            "Intake", ["Store", "LoanBook", "Messaging", "CivilTime", "Evidence"],
            testedWith: ["StoreEngines", "Compliance"])
        + room(
            "Planning", ["Store", "Decisions", "Compliance", "Messaging", "LoanBook", "CivilTime"],
            testedWith: ["StoreEngines"])
        + room(
            "Delivery",
            [
                "Store", "Conversations", "Decisions", "Compliance", "Messaging", "LoanBook", "CivilTime", "Evidence",
                logging,
            ], testedWith: ["StoreEngines", "Planning"])
        + room(
            "SettingsFiles",
            [
                "Countersigning", "Planning", "Store", "Gateways", "CarrierProtocols", "Evidence", "Messaging",
                "LoanBook",
                "CivilTime",
            ])
        + room(
            "Web", [.product(name: "Hummingbird", package: "hummingbird"), logging, nioCore],
            testedWith: [.product(name: "HummingbirdTesting", package: "hummingbird")])
        + fuzzing
)

if soaking { package.targets.removeAll { $0.type == .test && $0.name != "DeliveryTests" } }
