public import CommonValues
public import Records

/// The role of an adapter that turns a file's records into canonical JSON Lines, which then are imported like any other.
public protocol RecordTranslating: ShopAdapter {
  /// Maps the canonical JSON that it gives.
  var canonicalMapping: any ExportMapping { get }

  /// The canonical JSON Lines that a file's records say.
  ///
  /// The source reads `reader` as it is read itself, on the same thread. It throws a ``Diagnostic`` when the adapter fails: then the file
  /// is refused as a whole.
  func translate(
    _ reader: any RecordReader, _ options: ExportOptions, _ observer: TranslationObserver
  ) throws(Diagnostic) -> any ByteSource
}

/// Hears what happens during a translation.
public struct TranslationObserver {
  /// A record that can not be used (an error) or only in part (a warning), with its place in the file that was read.
  public var diagnostic: (Diagnostic) -> Void
  /// A record that could not even be read.
  public var malformed: (MalformedRecord) -> Void
  /// Whether to stop; asked several times a second.
  public var shouldStop: () -> Bool

  /// An observer.
  public init(
    diagnostic: @escaping (Diagnostic) -> Void, malformed: @escaping (MalformedRecord) -> Void = { _ in },
    shouldStop: @escaping () -> Bool = { false }
  ) {
    self.diagnostic = diagnostic
    self.malformed = malformed
    self.shouldStop = shouldStop
  }
}

/// What an adapter's program makes of the records of a file.
final class TranslatedSource: ByteSource {
  let name: String
  let size: Int64? = nil

  private let adapter: String
  private let reader: any RecordReader
  private let process: AdapterProcess
  private let observer: TranslationObserver
  private let parser = RecordBlockParser()
  private var format: RecordFormat
  private var waiting: [JSONValue] = []
  private var sent = 0
  private var inputEnded = false
  private var outputEnded = false
  private var ready: [UInt8] = []
  private var position = 0

  init(
    _ reader: any RecordReader, _ process: AdapterProcess, adapter: String, _ options: ExportOptions,
    _ observer: TranslationObserver
  ) {
    name = options.file
    self.adapter = adapter
    self.reader = reader
    self.process = process
    self.observer = observer
    format = reader.format
    var begin: [JSONValue.Member] = [
      .text("type", "file"), .text("name", options.file), .text("source_time", options.sourceTime.description),
      JSONValue.Member(key: "labels", value: AdapterMessages.labels(format)),
    ]
    if let kind = options.kind { begin.append(.text("kind", kind.rawValue)) }
    waiting.append(.object(begin))
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(Diagnostic) -> Int {
    do {
      while position == ready.count, !outputEnded {
        ready.removeAll(keepingCapacity: true)
        position = 0
        try step()
      }
    } catch let problem as Diagnostic {
      process.end()
      throw problem
    } catch let problem as AdapterProcessProblem {
      process.end()
      throw problem.diagnostic(adapter: adapter, standardError: process.standardError)
    } catch {
      throw AdapterMessages.stopped
    }
    let count = min(buffer.count, ready.count - position)
    buffer.copyBytes(from: ready[position..<(position + count)])
    position += count
    return count
  }

  /// Sends as much as there is room for, and takes one message.
  private func step() throws {
    while !inputEnded, !process.isFull {
      if sent < waiting.count {
        process.send(waiting[sent])
        sent += 1
      } else {
        try fill()
      }
    }
    let message = inputEnded ? try process.receive() : try process.receiveUnlessRoom()
    if let message { try take(message) }
  }

  private func fill() throws {
    waiting.removeAll(keepingCapacity: true)
    sent = 0
    guard let block = try reader.nextBlock() else {
      process.send(.object([.text("type", "end")]))
      process.finish()
      inputEnded = true
      return
    }
    if block.format !== format {
      format = block.format
      waiting.append(
        .object([.text("type", "labels"), JSONValue.Member(key: "labels", value: AdapterMessages.labels(format))]))
    }
    let columns = format.header.labels.count
    let observer = observer
    parser.parse(block) { record in
      waiting.append(AdapterMessages.record(record, columns: columns))
    } malformed: { record in
      observer.malformed(record)
    }
  }

  private func take(_ message: JSONValue) throws {
    switch message["type"]?.cellText {
    case "event":
      guard let event = message["event"], case .object = event else { throw AdapterProcessProblem.badOutput }
      ready += Array((event.json + "\n").utf8)
    case "diagnostic": observer.diagnostic(AdapterMessages.diagnostic(message, file: name))
    case "end":
      guard inputEnded else { throw AdapterProcessProblem.badOutput }
      outputEnded = true
      process.end()
    default: throw AdapterProcessProblem.badOutput
    }
  }
}
