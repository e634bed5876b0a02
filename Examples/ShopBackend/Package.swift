// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "ShopBackend",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "naru", path: "../..")],
  targets: [
    .executableTarget(
      name: "ShopBackend", dependencies: [.product(name: "Naru", package: "naru")],
      swiftSettings: [
        .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
      ])
  ],
  swiftLanguageModes: [.v6]
)
