/// An address that was found to be allowed. What Naru itself adds to a query (`naru_…`) is never in it, whoever wrote it there and
/// however it is spelled.
public struct ReturnAddress: Sendable, Hashable, CustomStringConvertible {
  private let base: [UInt8]
  private let query: [UInt8]?
  private let fragment: [UInt8]?
  /// Whether it was a way back from an auto-login that was tried.
  public let wasTried: Bool

  init(origin: [UInt8], path: [UInt8], query: [UInt8]?, fragment: [UInt8]?) {
    base = origin + path
    self.fragment = fragment
    guard let query else {
      self.query = nil
      wasTried = false
      return
    }
    var tried = false
    let kept = query.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false).filter { field in
      guard AddressBytes.namesOwnField(field) else { return true }
      if field.elementsEqual(ReturnAddress.triedField) { tried = true }
      return false
    }
    wasTried = tried
    self.query = kept.isEmpty ? nil : Array(kept.joined(separator: [UInt8(ascii: "&")]))
  }

  /// The address as it is used, in ASCII.
  public var description: String { text(adding: []) }

  /// The address with more fields at the end of its query. Names and values must need no encoding.
  public func adding(_ fields: (name: String, value: String)...) -> String { text(adding: fields) }

  private func text(adding fields: [(name: String, value: String)]) -> String {
    var bytes = base
    var separator = UInt8(ascii: "?")
    if let query {
      bytes.append(separator)
      bytes += query
      separator = UInt8(ascii: "&")
    }
    for field in fields {
      bytes.append(separator)
      bytes += Array("\(field.name)=\(field.value)".utf8)
      separator = UInt8(ascii: "&")
    }
    if let fragment {
      bytes.append(UInt8(ascii: "#"))
      bytes += fragment
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static let triedField = Array("naru_auto=tried".utf8)
}
