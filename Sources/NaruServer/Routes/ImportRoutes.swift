import CommonValues
import HTTPTypes
import Hummingbird
import Naru
import ShopAdapters
import ShopModel

/// Uploads of export files, and what became of them.
struct ImportRoutes: Sendable {
  let naru: Naru
  let jobs: NaruJobs
  let stopping: StopSignal
  /// Bytes that are written at a time.
  private let blockBytes = 1 << 20

  func add(to router: Router<ServerContext>) {
    router.post("/shops/:shop/imports") { request, context in
      let shop = try naru.requireBackEnd(request, context)
      let (options, name) = (try UploadOptions(request), try request.fileName())
      let limit = naru.configuration.limits.uploadBytes
      if let length = request.headers[.contentLength].flatMap({ Int64($0) }), length > limit {
        throw Problem.tooLarge(limit: Int(clamping: limit))
      }
      let id = try await stored {
        let upload = try await jobs.beginUpload(to: shop.id)
        defer { upload.discard() }
        var block: [UInt8] = []
        for try await part in request.body {
          block.append(contentsOf: part.readableBytesView)
          guard block.count >= blockBytes else { continue }
          try await upload.append(block)
          block.removeAll(keepingCapacity: true)
        }
        if !block.isEmpty { try await upload.append(block) }
        return try await upload.accept(options, name: name)
      }
      var answer = try BackEndJSON.answer(["import_id": String(id)], status: .accepted)
      answer.headers[.location] = "/shops/\(shop.id)/imports/\(id)"
      return answer
    }
    router.get("/shops/:shop/imports/:import") { request, context in
      let shop = try naru.requireBackEnd(request, context)
      guard let id = BackEndJSON.number("import", in: context),
        let view = try await jobs.acceptedImport(id, of: shop.id)
      else { throw Problem.unknownImport }
      let accepted = request.headers[values: .accept].joined(separator: ",").lowercased()
      guard accepted.contains("text/event-stream") else { return try BackEndJSON.answer(view) }
      return events(id, of: shop.id)
    }
  }

  /// A full disk is told as such: the back end should send the file again when there is room.
  private func stored(_ body: () async throws -> Int64) async throws -> Int64 {
    do {
      return try await body()
    } catch let error as NaruError where error.diagnostics.first?.code == "store-full" {
      throw Problem("disk-full", .insufficientStorage, error.diagnostics[0].reason)
    }
  }

  /// An import's state whenever it changes, until its end or until the server stops.
  private func events(_ id: Int64, of shop: ShopID) -> Response {
    var headers = HTTPFields()
    headers[.contentType] = "text/event-stream"
    headers[.cacheControl] = "no-store"
    let (jobs, stopping) = (jobs, stopping)
    return Response(
      status: .ok, headers: headers,
      body: ResponseBody { writer in
        var last = ""
        while true {
          let heard = jobs.newsCount
          guard let view = try await jobs.acceptedImport(id, of: shop) else { break }
          let text = try BackEndJSON.text(view)
          // A comment keeps the connection open while nothing changes.
          let event = text == last ? ": \n\n" : "event: \(view.isFinal ? view.state : "progress")\ndata: \(text)\n\n"
          try await writer.write(.init(string: event))
          last = text
          if view.isFinal || stopping.isSet { break }
          await jobs.waitForNews(after: heard)
        }
        try await writer.finish(nil)
      })
  }
}

extension UploadOptions {
  /// What the query of an upload says. Throws ``Problem``.
  fileprivate init(_ request: Request) throws(Problem) {
    self.init()
    let query = request.uri.queryParameters
    if let text = query["kind"] {
      guard let kind = ExportKind(rawValue: String(text)) else { throw Problem.badQuery("kind") }
      self.kind = kind
    }
    if let text = query["as_of"] {
      guard let time = Timestamp(String(text)) else { throw Problem.badQuery("as_of") }
      asOf = time
    }
    complete = try request.flag("complete")
    confirmed = try request.flag("confirm") ?? false
  }
}

extension Request {
  /// What messages are to call the file; nil when it is not said. Throws ``Problem``.
  fileprivate func fileName() throws(Problem) -> String? {
    guard let name = uri.queryParameters["name"].map(String.init) else { return nil }
    guard (1...255).contains(name.utf8.count), name != ".", name != "..",
      name.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F && $0 != "/" && $0 != "\\" })
    else { throw Problem.badQuery("name") }
    return name
  }
}

extension HTTPResponse.Status {
  /// RFC 4918 section 11.5.
  static let insufficientStorage = HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage")
}

extension Problem {
  static let unknownImport = Problem(
    "unknown-import", .notFound, LocalizedText(ko: "그 번호의 가져오기가 없습니다.", en: "There is no import of that number."))
}
