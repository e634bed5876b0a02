import Dispatch
import Foundation

/// SIGHUP: asks a server to read its configuration again. As long as this lives it ends nothing.
final class HangUpSignal {
  /// Yields for each signal; several that come together may be one.
  let hangUps: AsyncStream<Void>
  private let source: any DispatchSourceSignal

  init() {
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    hangUps = stream
    signal(SIGHUP, SIG_IGN)
    source = DispatchSource.makeSignalSource(signal: SIGHUP, queue: DispatchQueue(label: "naru.hangup"))
    source.setEventHandler { continuation.yield() }
    source.resume()
  }

  deinit { source.cancel() }
}
