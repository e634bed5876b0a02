import CLibXML2
import CommonValues

/// Is told what stands in a document.
class XMLHandler {
  /// What refuses the document; once there is something, nothing more is told.
  final var refusal: Diagnostic?
  /// How often something was told.
  final var events = 0
  /// How many elements are open.
  final var depth = 0
  fileprivate(set) final weak var parser: XMLParser?

  /// An element begins. `name` is the parser's only copy of the name without its prefix, ended by a zero.
  func start(_ name: UnsafePointer<UInt8>, _ attributes: XMLAttributes) {}
  func end(_ name: UnsafePointer<UInt8>) {}
  /// Text, in pieces.
  func text(_ bytes: UnsafePointer<UInt8>, _ count: Int) {}

  /// The line at which the parser stands, counted from 1.
  final var line: Int { parser?.line ?? 1 }

  final func refuse(_ problem: Diagnostic) {
    if refusal == nil { refusal = problem }
    parser?.stop()
  }
}

/// The attributes of an element, valid during the call.
struct XMLAttributes {
  let count: Int
  fileprivate let base: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?

  /// The name of one, without its prefix.
  func name(_ index: Int) -> UnsafePointer<UInt8>? { base?[5 * index] }

  /// The value of one. Bytes behind it can be read.
  func value(_ index: Int) -> ByteSlice {
    guard let base, let start = base[5 * index + 3], let end = base[5 * index + 4] else {
      return ByteSlice(start: nil, count: 0)
    }
    return ByteSlice(start: start, count: end - start)
  }

  /// The value of the one with a name, whatever its prefix.
  func value(_ name: StaticString) -> ByteSlice? {
    for index in 0..<count {
      if let found = self.name(index), XMLName.equals(found, name) { return value(index) }
    }
    return nil
  }

  func string(_ name: StaticString) -> String? { value(name).map { String(decoding: $0, as: UTF8.self) } }
}

/// Names as libxml2 has them, ended by a zero.
enum XMLName {
  @inline(__always)
  static func equals(_ name: UnsafePointer<UInt8>, _ other: StaticString) -> Bool {
    let count = other.utf8CodeUnitCount
    for index in 0..<count where name[index] != other.utf8Start[index] { return false }
    return name[count] == 0
  }

  static func equals(_ name: UnsafePointer<UInt8>, _ other: [UInt8]) -> Bool {
    for index in other.indices where name[index] != other[index] { return false }
    return name[other.count] == 0
  }

  static func bytes(_ name: UnsafePointer<UInt8>) -> ByteSlice {
    var count = 0
    while name[count] != 0 { count += 1 }
    return ByteSlice(start: name, count: count)
  }
}

/// libxml2's push parser, safe: no entities but the five of XML, nothing loaded, no tree, nothing printed, libxml2's own limits in
/// force and stricter ones besides. A document type that declares entities or attributes, or names another document, refuses the file.
final class XMLParser {
  private let file: String
  private let limits: RecordLimits
  private let handler: XMLHandler
  private let parser: UnsafeMutablePointer<naru_xml>
  /// How many bytes were fed since something was told.
  private var silentBytes = 0
  private var isOpen = false

  init(_ handler: XMLHandler, file: String, limits: RecordLimits) throws(Diagnostic) {
    self.handler = handler
    self.file = file
    self.limits = limits
    parser = .allocate(capacity: 1)
    parser.initialize(to: naru_xml())
    parser.pointee.context = Unmanaged.passUnretained(handler).toOpaque()
    parser.pointee.start = { context, name, count, attributes in
      guard let context, let name else { return }
      Unmanaged<XMLHandler>.fromOpaque(context)._withUnsafeGuaranteedRef { handler in
        handler.events &+= 1
        handler.depth &+= 1
        handler.start(name, XMLAttributes(count: Int(count), base: attributes))
      }
    }
    parser.pointee.end = { context, name in
      guard let context, let name else { return }
      Unmanaged<XMLHandler>.fromOpaque(context)._withUnsafeGuaranteedRef { handler in
        handler.events &+= 1
        handler.end(name)
        handler.depth &-= 1
      }
    }
    parser.pointee.text = { context, bytes, count in
      guard let context, let bytes else { return }
      Unmanaged<XMLHandler>.fromOpaque(context)._withUnsafeGuaranteedRef { handler in
        handler.events &+= 1
        handler.text(bytes, Int(count))
      }
    }
    parser.pointee.doctype = { context, hasExternalID in
      guard let context, hasExternalID != 0 else { return }
      Unmanaged<XMLHandler>.fromOpaque(context)._withUnsafeGuaranteedRef { handler in
        handler.refuse(FileProblem.doctype(handler.parser?.file ?? "", line: handler.line))
      }
    }
    parser.pointee.entity = { context in
      guard let context else { return }
      Unmanaged<XMLHandler>.fromOpaque(context)._withUnsafeGuaranteedRef { handler in
        handler.refuse(FileProblem.doctype(handler.parser?.file ?? "", line: handler.line))
      }
    }
    guard naru_xml_open(parser) != 0 else { throw FileProblem.failed(file, code: 12) }
    isOpen = true
    handler.parser = self
  }

  deinit {
    if isOpen { naru_xml_close(parser) }
    parser.deinitialize(count: 1)
    parser.deallocate()
  }

  var line: Int { Int(naru_xml_line(parser)) }

  /// Nothing more is told.
  func stop() { naru_xml_stop(parser) }

  /// Takes the next piece apart.
  func feed(_ bytes: ByteSlice) throws(Diagnostic) {
    guard let base = bytes.baseAddress else { return }
    // Small pieces, so that no tag, comment or attribute can gather far beyond its limit.
    var offset = 0
    while offset < bytes.count {
      let count = min(32 << 10, bytes.count - offset)
      let before = handler.events
      let code = UnsafeRawPointer(base + offset).withMemoryRebound(to: CChar.self, capacity: count) {
        naru_xml_feed(parser, $0, Int32(count), 0)
      }
      if let refusal = handler.refusal { throw refusal }
      guard code == 0 else { throw FileProblem.badXML(file, line: line) }
      silentBytes = handler.events == before ? silentBytes + count : 0
      if silentBytes > max(limits.recordBytes, 64 << 10) {
        throw FileProblem.markupTooLong(file, line: line, limit: limits.recordBytes)
      }
      offset += count
    }
  }

  /// Says that the document ends here.
  func finish() throws(Diagnostic) {
    let code = naru_xml_feed(parser, "", 0, 1)
    if let refusal = handler.refusal { throw refusal }
    guard code == 0, handler.depth == 0, handler.events > 0 else { throw FileProblem.truncated(file) }
  }
}
