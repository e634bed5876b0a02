public import CommonValues
public import Records

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// An adapter whose work is done by a program in its folder, in any language: docs/adapter-protocol.md.
///
/// Proofs of webhooks are checked here, by what the manifest says; the program never sees a secret. It is started for each file and each
/// webhook, so it keeps no state between them; whoever calls it is blocked meanwhile.
public struct CommandAdapter: RecordTranslating, WebhookVerifying, WebhookDecoding, RefetchAnswering {
  public var descriptor: AdapterDescriptor { manifest.descriptor }
  /// What the adapter was made from.
  public let manifest: AdapterManifest
  private let command: [String]
  private let folder: String
  private let declarative: DeclarativeAdapter

  /// An adapter in a folder. Throws when the program is not in it, even by a symbolic link, or may not be run.
  public init(_ manifest: AdapterManifest, folder: String) throws(AdapterError) {
    let id = manifest.descriptor.id
    guard let command = manifest.command, let first = command.first,
      let program = AdapterFolder.program(first, in: folder)
    else { throw AdapterError([AdapterProcessProblem.notRunnable.diagnostic(adapter: id)]) }
    self.manifest = manifest
    self.command = [program] + command.dropFirst()
    self.folder = folder
    declarative = DeclarativeAdapter(manifest)
  }

  public var canonicalMapping: any ExportMapping { declarative }

  public func translate(
    _ reader: any RecordReader, _ options: ExportOptions, _ observer: TranslationObserver
  ) throws(Diagnostic) -> any ByteSource {
    do {
      let process = try AdapterProcess(
        command, folder: folder, id: descriptor.id, limits: manifest.processLimits, shouldStop: observer.shouldStop)
      return TranslatedSource(reader, process, adapter: descriptor.id, options, observer)
    } catch let problem as AdapterProcessProblem {
      throw problem.diagnostic(adapter: descriptor.id)
    } catch {
      throw AdapterMessages.stopped
    }
  }

  public func verify(
    _ request: WebhookRequest, _ settings: WebhookSettings, now: Timestamp
  ) throws(WebhookRefusal) -> VerifiedWebhook {
    try declarative.verify(request, settings, now: now)
  }

  /// Routes of the manifest go before the program.
  public func decode(_ webhook: VerifiedWebhook, _ options: WebhookOptions) -> DecodedWebhook {
    var decoded = declarative.decode(webhook, options)
    guard case .unmapped = decoded.outcome else {
      if case .malformed = decoded.outcome, manifest.webhook?.routes.isEmpty == true {
        // The program may understand what is no JSON.
      } else {
        return decoded
      }
      ask(webhook, options, &decoded)
      return decoded
    }
    ask(webhook, options, &decoded)
    return decoded
  }

  private func ask(_ webhook: VerifiedWebhook, _ options: WebhookOptions, _ decoded: inout DecodedWebhook) {
    var problem = AdapterProcessProblem.notStarted
    for _ in 0...manifest.processLimits.restarts {
      do {
        let answer = try answer(webhook, decoded.name)
        read(answer, options, &decoded)
        return
      } catch let found as AdapterProcessProblem {
        problem = found
      } catch {
        break
      }
    }
    decoded.outcome = .malformed(problem.diagnostic(adapter: descriptor.id))
  }

  private func answer(_ webhook: VerifiedWebhook, _ name: String?) throws -> [JSONValue] {
    let process = try AdapterProcess(command, folder: folder, id: descriptor.id, limits: manifest.processLimits)
    defer { process.end() }
    process.send(AdapterMessages.webhook(webhook.request, name: name))
    process.send(.object([.text("type", "end")]))
    process.finish()
    var messages: [JSONValue] = []
    while messages.count < 10_000 {
      let message = try process.receive()
      messages.append(message)
      if message["type"] == .string("end") { return messages }
    }
    throw AdapterProcessProblem.badOutput
  }

  private func read(_ messages: [JSONValue], _ options: WebhookOptions, _ decoded: inout DecodedWebhook) {
    let declared = (manifest.webhook?.members?.attributes ?? []) + options.attributes
    let decoder = CanonicalDecoder(attributes: Set(declared.map(\.name)))
    var events: [AdapterEvent] = []
    var isUnmapped = false
    for message in messages {
      switch message["type"]?.cellText {
      case "event":
        let index = events.count + decoded.rejected.count
        switch decoder.item(message["event"] ?? .null, receivedAt: decoded.occurredAt) {
        case .success(let found):
          events.append(found.event)
          decoded.warnings += found.warnings
        case .failure(let reason):
          decoded.rejected.append(RejectedItem(index: index, id: message["event"]?["id"]?.idText, reason: reason))
        }
      case "diagnostic":
        let index = events.count + decoded.rejected.count
        decoded.rejected.append(
          RejectedItem(index: index, id: nil, reason: AdapterMessages.diagnostic(message, file: nil)))
      case "end": isUnmapped = message["unmapped"] == .bool(true)
      default: break
      }
    }
    if let first = decoded.rejected.first, events.isEmpty {
      decoded.outcome = .malformed(first.reason)
    } else {
      decoded.outcome = isUnmapped && events.isEmpty ? .unmapped : .events(events)
    }
  }
}
