import CLibXML2
import CommonValues

/// libxml2's push parser for HTML, which takes whatever there is; nothing is loaded, built or printed.
final class HTMLParser {
  private let file: String
  private let limits: RecordLimits
  private let handler: HTMLTableHandler
  private let parser: UnsafeMutablePointer<naru_html>
  private var silentBytes = 0
  private var isOpen = false
  /// Tables that were opened and not closed, by their tags: what the parser closes by itself does not count.
  private var tags = TagCounter()

  init(_ handler: HTMLTableHandler, file: String, limits: RecordLimits) throws(Diagnostic) {
    self.file = file
    self.limits = limits
    self.handler = handler
    parser = .allocate(capacity: 1)
    parser.initialize(to: naru_html())
    parser.pointee.context = Unmanaged.passUnretained(handler).toOpaque()
    parser.pointee.start = { context, name, attributes in
      guard let context, let name else { return }
      Unmanaged<HTMLTableHandler>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.start(name, attributes) }
    }
    parser.pointee.end = { context, name in
      guard let context, let name else { return }
      Unmanaged<HTMLTableHandler>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.end(name) }
    }
    parser.pointee.text = { context, bytes, count in
      guard let context, let bytes else { return }
      Unmanaged<HTMLTableHandler>.fromOpaque(context)._withUnsafeGuaranteedRef { $0.text(bytes, Int(count)) }
    }
    guard naru_html_open(parser) != 0 else { throw FileProblem.failed(file, code: 12) }
    isOpen = true
  }

  deinit {
    if isOpen { naru_html_close(parser) }
    parser.deinitialize(count: 1)
    parser.deallocate()
  }

  func feed(_ bytes: ByteSlice) throws(Diagnostic) {
    guard let base = bytes.baseAddress else { return }
    tags.scan(bytes)
    var offset = 0
    while offset < bytes.count {
      let count = min(32 << 10, bytes.count - offset)
      let before = handler.events
      let code = UnsafeRawPointer(base + offset).withMemoryRebound(to: CChar.self, capacity: count) {
        naru_html_feed(parser, $0, Int32(count), 0)
      }
      if let refusal = handler.table.refusal { throw refusal }
      if handler.isTooDeep { throw FileProblem.tooDeep(file, line: handler.row, limit: HTMLTableHandler.depthLimit) }
      guard code == 0 else { throw FileProblem.markupTooLong(file, line: handler.row, limit: limits.recordBytes) }
      silentBytes = handler.events == before ? silentBytes + count : 0
      if silentBytes > max(limits.recordBytes, 64 << 10) {
        throw FileProblem.markupTooLong(file, line: handler.row, limit: limits.recordBytes)
      }
      offset += count
    }
  }

  func finish() throws(Diagnostic) {
    _ = naru_html_feed(parser, "", 0, 1)
    if let refusal = handler.table.refusal { throw refusal }
    guard tags.open <= 0, !tags.isWithinTag else { throw FileProblem.truncated(file) }
  }
}

/// Counts `<table` and `</table` in pieces of a page.
private struct TagCounter {
  private(set) var open = 0
  private(set) var isWithinTag = false
  private var tag: [UInt8] = []

  mutating func scan(_ bytes: ByteSlice) {
    for byte in bytes {
      if byte == 0x3C {
        isWithinTag = true
        tag.removeAll(keepingCapacity: true)
      } else if isWithinTag {
        if tag.count < 7, byte > 0x20, byte != 0x3E {
          tag.append(byte | 0x20)
          continue
        }
        if !tag.isEmpty {
          if tag.elementsEqual("table".utf8) { open += 1 }
          if tag.elementsEqual("/table".utf8) { open -= 1 }
          tag.removeAll(keepingCapacity: true)
          tag.append(0)
        }
        if byte == 0x3E { isWithinTag = false }
      }
    }
  }
}
