import Synchronization

/// Values in the order in which they came.
final class Collected<Value: Sendable>: Sendable {
  private let list = Mutex<[Value]>([])
  var values: [Value] { list.withLock { $0 } }
  func append(_ value: Value) { list.withLock { $0.append(value) } }
}
