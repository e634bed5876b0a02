// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody who embeds Naru builds or downloads what only measuring needs.

let package = Package(
  name: "naru-benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "naru", path: "..")],
  targets: [
    .executableTarget(name: "generate-members"),
    .executableTarget(name: "map-records", dependencies: [.product(name: "Naru", package: "naru")]),
    .executableTarget(name: "csv-tokenise", dependencies: [.product(name: "Records", package: "naru")]),
    .executableTarget(name: "records-tokenise", dependencies: [.product(name: "Records", package: "naru")]),
  ],
  swiftLanguageModes: [.v6]
)

for target in package.targets {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ]
}
