import CommonValues
import Records

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The messages of docs/adapter-protocol.md.
enum AdapterMessages {
  static func labels(_ format: RecordFormat) -> JSONValue { .array(format.header.labels.map(JSONValue.string)) }

  /// A record; null for a cell that it does not have, not even a blank one.
  static func record(_ record: borrowing Record, columns: Int) -> JSONValue {
    var cells: [JSONValue] = []
    for column in 0..<max(columns, record.count) {
      cells.append(record.isAbsent(column) ? .null : .string(record.string(column)))
    }
    return .object([
      .text("type", "record"), .number("line", record.line), JSONValue.Member(key: "cells", value: .array(cells)),
    ])
  }

  static func webhook(_ request: WebhookRequest, name: String?) -> JSONValue {
    let headers = request.headers.map { JSONValue.Member.text($0.name.lowercased(), $0.value) }
    var seen: Set<String> = []
    var members: [JSONValue.Member] = [
      .text("type", "webhook"), .text("received_at", request.receivedAt.description), .text("query", request.query),
      JSONValue.Member(key: "headers", value: .object(headers.filter { seen.insert($0.key).inserted })),
    ]
    if let name { members.append(.text("event", name)) }
    if let text = String(validating: request.body, as: UTF8.self) {
      members.append(.text("body", text))
    } else {
      members.append(.text("body_base64", Data(request.body).base64EncodedString()))
    }
    return .object(members)
  }

  /// What an adapter says about a record. Its texts are cut; a code of its own gets a prefix, so that none can be taken for Naru's.
  static func diagnostic(_ message: JSONValue, file: String?) -> Diagnostic {
    func text(_ value: JSONValue?) -> String? {
      guard case .string(let text)? = value else { return nil }
      return String(text.unicodeScalars.filter { $0.value >= 0x20 }.prefix(300).map(Character.init))
    }
    let korean = text(message["reason"]?["ko"]) ?? text(message["reason"]?["en"]) ?? text(message["reason"])
    let english = text(message["reason"]?["en"]) ?? korean
    let code = text(message["code"])?.lowercased().unicodeScalars
      .filter { ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "-" }.prefix(60)
    return Diagnostic(
      message["severity"] == .string("warning") ? .warning : .error,
      code: "adapter:" + String(code.map { String(String.UnicodeScalarView($0)) } ?? "refused"),
      place: Diagnostic.Place(
        file: file, line: message["line"].flatMap { Int($0.cellText) }, field: text(message["field"])),
      reason: LocalizedText(ko: korean ?? "어댑터가 이 행을 받지 않았습니다.", en: english ?? "The adapter did not take the record."))
  }

  static let stopped = Diagnostic(
    .error, code: "adapter-stopped", reason: LocalizedText(ko: "중지했습니다.", en: "It was stopped on request."))
}
