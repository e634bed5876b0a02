public import CommonValues
import Crypto
public import ShopModel
public import Store

/// A call that a back end may repeat without its being done twice.
public struct IdempotentCall: Sendable {
  /// How long an answer is kept: 24 hours.
  public static let keptMilliseconds: Int64 = 24 * 3_600_000

  fileprivate let key: [UInt8]
  fileprivate let request: [UInt8]

  /// - Parameters:
  ///   - key: what the back end calls it.
  ///   - request: everything that makes the request what it is: method, address and body.
  public init(key: String, request: [[UInt8]]) {
    self.key = Array(SHA256.hash(data: Array(key.utf8)))
    var hash = SHA256()
    for part in request {
      withUnsafeBytes(of: UInt64(part.count).bigEndian) { hash.update(bufferPointer: $0) }
      hash.update(data: part)
    }
    self.request = Array(hash.finalize())
  }
}

extension Connection {
  /// Claims a call: whether it is to be made now, or was made before. Throws ``NaruError`` when the store can not be written.
  public func claim(_ call: IdempotentCall) async throws(NaruError) -> IdempotentClaim {
    let (shop, now) = (shop.id, naru.now())
    return try await work {
      try $0.claimCall(
        call.key, request: call.request, of: shop, now: now, keptMilliseconds: IdempotentCall.keptMilliseconds)
    }
  }

  /// Keeps the answer to a claimed call; nil: it was not done, and may be made again.
  public func end(_ call: IdempotentCall, answer: IdempotentAnswer?) async throws(NaruError) {
    let shop = shop.id
    try await work { try $0.endCall(call.key, of: shop, answer: answer) }
  }
}

extension Naru {
  /// Forgets answers that are older than they are kept, a thousand at a time. Returns how many.
  @discardableResult
  public func sweepCalls() async throws(NaruError) -> Int {
    let time = now().adding(milliseconds: -IdempotentCall.keptMilliseconds)
    do {
      return try await store.perform { try $0.sweepCalls(startedBefore: time) }
    } catch {
      throw NaruError(error)
    }
  }

  /// Notes when shops were heard of otherwise than by deliveries and imports. Throws ``NaruError``.
  public func noteHeard(_ times: [ShopID: Timestamp]) async throws(NaruError) {
    do {
      try await store.perform { try $0.noteHeard(times) }
    } catch {
      throw NaruError(error)
    }
  }

  /// How every shop is; see ``Store/health(after:)``.
  public func health(after entry: Int64 = 0) async throws(NaruError) -> StoreHealth {
    do {
      return try await store.perform { try $0.health(after: entry) }
    } catch {
      throw NaruError(error)
    }
  }
}
