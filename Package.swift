// swift-tools-version: 6.2
import PackageDescription

// The rooms of docs/architecture.md, bottom up. `ArchitectureTests` hold the imports, this list and the folders together.

let log: Target.Dependency = .product(name: "Logging", package: "swift-log")
let metrics: Target.Dependency = .product(name: "Metrics", package: "swift-metrics")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let jwt: Target.Dependency = .product(name: "JWTKit", package: "jwt-kit")
let nio: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioHTTPTypes: Target.Dependency = .product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioHTTPTypesHTTP1: Target.Dependency = .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras")
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let serviceLifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")

let package = Package(
  name: "naru",
  platforms: [.macOS(.v15)],
  products: [
    .library(
      name: "Naru",
      targets: [
        "Naru", "ChannelSync", "CommonValues", "HTTPTransport", "Ingest", "KakaoAPI", "KakaoSync", "Records",
        "ShopAdapters", "ShopModel", "Store",
      ]
    ),
    .library(name: "NaruServer", targets: ["NaruServer"]),
    .library(name: "Records", targets: ["Records"]),
    .library(name: "AdapterTesting", targets: ["AdapterTesting"]),
    .library(name: "KakaoSandbox", targets: ["KakaoSandbox"]),
    .executable(name: "naru", targets: ["naru"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
  ],
  targets: [
    // Floor 0: C libraries, each imported by exactly one Swift target.
    .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"]), .brew(["curl"])]),
    .systemLibrary(
      name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"]), .brew(["libxml2"])]),
    .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"]), .brew(["libzip"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),

    .systemLibrary(
      name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"]), .brew(["qrencode"])]),

    // Floor 1
    .target(name: "CommonValues"),
    .target(name: "Records", dependencies: ["CLibXML2", "CZip", "CZlib", "CommonValues"]),
    .target(name: "HTTPTransport", dependencies: ["CCurl", "CommonValues", log, metrics]),

    // Floor 2
    .target(name: "ShopModel", dependencies: ["CommonValues"]),
    .target(name: "KakaoAPI", dependencies: ["CommonValues", "HTTPTransport", crypto, jwt, log, metrics]),

    // Floor 3
    .target(name: "ShopAdapters", dependencies: ["CommonValues", "Records", "ShopModel", crypto, yams]),
    .target(
      name: "Store",
      dependencies: [
        "CommonValues", "ShopModel", log, .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ]
    ),

    // Floor 4: neighbours do not know each other.
    .target(
      name: "Ingest", dependencies: ["CommonValues", "Records", "ShopAdapters", "ShopModel", "Store", log, metrics]),
    .target(name: "KakaoSync", dependencies: ["CommonValues", "KakaoAPI", "ShopModel", "Store", crypto, log]),
    .target(name: "ChannelSync", dependencies: ["CommonValues", "KakaoAPI", "ShopModel", "Store", log]),

    // For the tests of adapters, in whatever package they are.
    .target(name: "AdapterTesting", dependencies: ["CommonValues", "ShopAdapters"]),

    // Floor 5
    .target(
      name: "Naru",
      dependencies: [
        "ChannelSync", "CommonValues", "HTTPTransport", "Ingest", "KakaoAPI", "KakaoSync", "Records", "ShopAdapters",
        "ShopModel", "Store", crypto, log, metrics, yams,
      ]
    ),

    // Floor 6
    .target(
      name: "NaruServer",
      dependencies: [
        "CommonValues", "HTTPTransport", "KakaoAPI", "KakaoSync", "Naru", "ShopAdapters", "ShopModel", "Store", crypto,
        hummingbird, hummingbirdCore, httpTypes, log, metrics, nio, nioHTTP1, nioHTTPTypes, nioHTTPTypesHTTP1, nioPosix,
        nioSSL, serviceLifecycle,
      ]
    ),

    // Floor 6: none of ours, so that it can not share a mistake with the client.
    .target(
      name: "KakaoSandbox",
      dependencies: [crypto, cryptoExtras, hummingbird, httpTypes, log, nio, nioHTTP1, nioPosix, serviceLifecycle]
    ),

    // Floor 7
    .executableTarget(
      name: "naru",
      dependencies: [
        "CQREncode", "ChannelSync", "CommonValues", "HTTPTransport", "Ingest", "KakaoAPI", "KakaoSandbox", "KakaoSync",
        "Naru",
        "NaruServer", "Records", "ShopAdapters", "ShopModel", "Store", log, metrics,
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]
    ),

    // Command plug-ins, each a few lines over a verb of the tool
    .plugin(
      name: "CheckShopConfig",
      capability: .command(
        intent: .custom(verb: "check-shop-config", description: "Check Naru's config files, as `naru check` does"))
    ),

    .plugin(
      name: "NewAdapter",
      capability: .command(
        intent: .custom(verb: "new-adapter", description: "Write a folder to start an adapter from"),
        permissions: [.writeToPackageDirectory(reason: "The new adapter's folder is written there.")])
    ),

    // What several of the tests below need. No product; nobody else may depend on it.
    .target(name: "NaruTestSupport", path: "Tests/NaruTestSupport"),

    // Tests, one to one
    .testTarget(name: "CommonValuesTests", dependencies: ["CommonValues", "NaruTestSupport"]),
    .testTarget(name: "RecordsTests", dependencies: ["CommonValues", "Records", "NaruTestSupport"]),
    .testTarget(
      name: "HTTPTransportTests",
      dependencies: [
        "HTTPTransport", "NaruTestSupport", log, metrics, .product(name: "MetricsTestKit", package: "swift-metrics"),
      ]
    ),
    .testTarget(name: "ShopModelTests", dependencies: ["CommonValues", "ShopModel", "NaruTestSupport"]),
    .testTarget(
      name: "KakaoAPITests",
      dependencies: ["CommonValues", "HTTPTransport", "KakaoAPI", "NaruTestSupport", crypto, cryptoExtras]),
    .testTarget(
      name: "ShopAdaptersTests",
      dependencies: ["CommonValues", "Records", "ShopAdapters", "ShopModel", "NaruTestSupport"]),
    .testTarget(
      name: "AdapterTestingTests",
      dependencies: ["AdapterTesting", "CommonValues", "Records", "ShopAdapters", "ShopModel"]),
    .testTarget(name: "StoreTests", dependencies: ["CommonValues", "ShopModel", "Store", "NaruTestSupport"]),
    .testTarget(
      name: "IngestTests",
      dependencies: ["CommonValues", "Ingest", "Records", "ShopAdapters", "ShopModel", "Store", "NaruTestSupport", log]
    ),
    .testTarget(
      name: "ChannelSyncTests",
      dependencies: [
        "ChannelSync", "CommonValues", "HTTPTransport", "KakaoAPI", "ShopModel", "Store", "NaruTestSupport",
      ]
    ),
    .testTarget(
      name: "KakaoSyncTests",
      dependencies: [
        "CommonValues", "HTTPTransport", "KakaoAPI", "KakaoSync", "ShopModel", "Store", "NaruTestSupport", crypto,
        cryptoExtras,
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      resources: [.copy("hostile-return-addresses.txt")]
    ),
    .testTarget(
      name: "NaruTests",
      dependencies: [
        "ChannelSync", "CommonValues", "HTTPTransport", "Ingest", "KakaoAPI", "KakaoSync", "Naru", "ShopAdapters",
        "ShopModel", "Store", "NaruTestSupport", log,
      ]
    ),
    .testTarget(
      name: "NaruServerTests",
      dependencies: [
        "CommonValues", "HTTPTransport", "Ingest", "KakaoAPI", "KakaoSandbox", "KakaoSync", "Naru", "NaruServer",
        "ShopModel", "Store", "NaruTestSupport",
        crypto, hummingbird, httpTypes, log, nio, nioSSL, .product(name: "CoreMetrics", package: "swift-metrics"),
        .product(name: "HummingbirdTesting", package: "hummingbird"),
        .product(name: "NIOEmbedded", package: "swift-nio"),
      ]
    ),
    .testTarget(
      name: "KakaoSandboxTests",
      dependencies: [
        "KakaoSandbox", hummingbird, httpTypes, log, nio,
        .product(name: "HummingbirdTesting", package: "hummingbird"), serviceLifecycle,
      ]
    ),
    .testTarget(
      name: "naruTests", dependencies: ["CommonValues", "Naru", "ShopModel", "Store", "NaruTestSupport", "naru"],
      exclude: ["Golden"]),

    // Whole journeys, and the table of rooms held against the imports
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "ChannelSync", "CommonValues", "HTTPTransport", "Ingest", "KakaoAPI", "KakaoSandbox", "Naru", "ShopAdapters",
        "ShopModel", "Store", "NaruTestSupport", "naru", log,
      ]
    ),
    .testTarget(name: "ArchitectureTests"),
  ],
  swiftLanguageModes: [.v6]
)

// One list for every Swift target. Warnings are errors where `.ci/run` asks for it; packages that embed Naru are not touched.
let settings: [SwiftSetting] =
  [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ] + (Context.environment["NARU_WARNINGS_AS_ERRORS"] == "1" ? [.treatAllWarnings(as: .error)] : [])

for target in package.targets where target.type != .system && target.type != .plugin {
  target.swiftSettings = (target.swiftSettings ?? []) + settings
}
