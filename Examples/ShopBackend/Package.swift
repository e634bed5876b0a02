// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "ShopBackend",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "naru", path: "../.."),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
  ],
  targets: [
    .executableTarget(name: "ShopBackend", dependencies: [.product(name: "Naru", package: "naru")]),
    .executableTarget(
      name: "ShopWithLogin",
      dependencies: [
        .product(name: "Naru", package: "naru"), .product(name: "NaruServer", package: "naru"),
        .product(name: "Hummingbird", package: "hummingbird"),
      ]
    ),
  ],
  swiftLanguageModes: [.v6]
)

for target in package.targets {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ]
}
