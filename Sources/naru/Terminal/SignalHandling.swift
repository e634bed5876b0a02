import CommonValues
import Dispatch
import Foundation

/// Ctrl-C: the first asks the operation to come to an end, the second ends the process at once. SIGTERM, with which service
/// managers end a process, asks likewise.
final class SignalHandling {
  private let sources: [any DispatchSourceSignal]

  /// Begins to listen; `asked` is called on a queue of its own. A reader that goes away (`naru … | head`) ends nothing.
  init(stop: StopSignal, asked: @escaping @Sendable () -> Void) {
    let queue = DispatchQueue(label: "naru.signals")
    signal(SIGPIPE, SIG_IGN)
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        // Dispatch's threads block signals, so raising it again would not end anything.
        if stop.isAsked { _exit(128 + number) }
        stop.ask()
        asked()
      }
      source.resume()
      return source
    }
  }

  /// What a person reads after the first Ctrl-C.
  static let message = LocalizedText(
    ko: "마무리하는 중입니다. 바로 끝내려면 Ctrl-C를 한 번 더 누르십시오.", en: "Coming to an end. Press Ctrl-C again to end at once.")

  deinit { for source in sources { source.cancel() } }
}
