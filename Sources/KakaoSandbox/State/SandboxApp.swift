/// An app of the developer console.
struct SandboxApp: Sendable, Equatable {
  var id: Int64
  var name: String
  /// Whether the owner has accepted the customer-file policy in the console.
  var customerFiles = true
  /// Public ids of the channels connected to the app, in the order of connecting.
  var channels: [String] = []
}
