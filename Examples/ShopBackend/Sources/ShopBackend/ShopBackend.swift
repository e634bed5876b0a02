import Foundation
import Naru

/// A back end that embeds Naru: takes tonight's export, notes a purchase that was just made, and sends Kakao the difference.
///
///     swift run ShopBackend CONFIG SHOP MEMBERS.csv [--send]
@main
struct ShopBackend {
  static func main() async throws {
    let arguments = CommandLine.arguments.dropFirst().filter { $0 != "--send" }
    guard arguments.count == 3 else {
      print("usage: ShopBackend CONFIG SHOP MEMBERS.csv [--send]")
      exit(64)
    }
    let values = Array(arguments)
    do {
      let configuration = try NaruConfiguration.load(
        path: values[0], environment: ProcessInfo.processInfo.environment, builtInAdapters: Naru.builtInAdapters
      ).get()
      let naru = try Naru(configuration)
      try await run(naru, shop: values[1], export: values[2], sends: CommandLine.arguments.contains("--send"))
      await naru.close()
    } catch let error as ConfigurationError {
      for finding in error.findings { print(finding.message(in: .english)) }
      exit(78)
    } catch let error as NaruError {
      print(error)
      exit(1)
    }
  }

  private static func run(_ naru: Naru, shop: String, export: String, sends: Bool) async throws {
    let connection = try naru.connection(shop)

    // One report; of a zip one for each file in it.
    for report in try await connection.importFile(at: export) {
      print("imported: \(report.changed) changed, \(report.unchanged) unchanged, \(report.quarantined) quarantined")
    }

    // What the shop's own code learns goes the same way as what a file says.
    var order = Order(id: "example-order-1")
    order.memberID = try await connection.members(limit: 1).first?.member.id
    order.status = .paid
    order.paidAt = .now
    order.total = DecimalNumber(24_680)
    try await connection.apply(.order(order))

    let plan = try await connection.plan()
    for file in plan.files { print("\(file.name): +\(file.add) ~\(file.update) -\(file.remove)") }

    if sends {
      let result = try await connection.sync()
      for file in result.files { print("\(file.plan.name): \(file.sent) sent, \(file.failed) failed") }
    }
  }
}
