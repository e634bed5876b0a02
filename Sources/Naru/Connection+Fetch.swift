import CommonValues
import HTTPTransport
public import Ingest
import Records
import Store

extension Connection {
  /// Fetches an export by `https` and takes it, as ``importFile(at:options:observer:)`` does.
  ///
  /// Only public addresses are asked and those that `fetch` in `naru.yaml` allows, after names are resolved and after each of at most
  /// three redirects. No cookie or credential is sent: the address must be enough. It is never repeated in a message; a token in it is
  /// safe there, but not from whoever sees the process's arguments. Without a source time the answer's `Last-Modified` counts, else now.
  /// The file is kept on disk until it was read, without a name beside the store.
  ///
  /// - Throws: ``NaruError`` with the reason, or `CancellationError` when the observer asked to stop.
  public func importFile(
    from url: String, options: ImportOptions = ImportOptions(), observer: ImportObserver = ImportObserver()
  ) async throws -> [ImportReport] {
    guard let address = ExportAddress(url) else {
      throw NaruError(
        FetchProblem.error(HTTPTransportError(.invalidRequest, mayHaveBeenProcessed: false), "?", limit: 0))
    }
    let (file, modifiedAt) = try await guarded { try await download(address, observer) }
    return try await run(options, observer, modifiedAt: modifiedAt) { file.source(name: address.name) }
  }

  private func download(
    _ address: ExportAddress, _ observer: ImportObserver
  ) async throws -> (file: ScratchFile, modifiedAt: Timestamp?) {
    let limit = naru.configuration.limits.fileBytes
    let file = try ScratchFile(directory: naru.store.scratchDirectory)
    let modifiedAt = try await download(address, limit: limit, shouldStop: observer.shouldStop) { bytes in
      guard file.append(bytes) else { return false }
      observer.progress(.fetching(done: file.count))
      return true
    }
    return (file, modifiedAt)
  }

  /// Hands an export to `sink` as it comes, asking nobody whom ``Naru/fetchPolicy`` does not allow; `sink` says false to end it.
  ///
  /// - Returns: when the server says that it was last changed.
  /// - Throws: a `Diagnostic`, or `CancellationError` when it was asked to stop.
  func download(
    _ address: ExportAddress, limit: Int64, shouldStop: @escaping @Sendable () -> Bool,
    into sink: @escaping @Sendable (UnsafeRawBufferPointer) -> Bool
  ) async throws -> Timestamp? {
    let request = HTTPRequest(
      url: address.url, timeouts: .init(connect: .seconds(10), total: .seconds(3600), stall: .seconds(60)),
      responseLimit: Int(clamping: limit), followRedirects: true)
    let response: HTTPResponse
    do throws(HTTPTransportError) {
      let transport = try GuardedTransport(policy: naru.fetchPolicy)
      let result = await transport.result(request) { !shouldStop() && sink($0) }
      await transport.shutdown()
      response = try result.get()
    } catch {
      if shouldStop() || error.code == .cancelled { throw CancellationError() }
      throw FetchProblem.error(error, address.name, limit: limit)
    }
    guard (200...299).contains(response.status) else { throw FetchProblem.status(response.status, address.name) }
    return ExportAddress.time(ofHeader: response.headers["Last-Modified"])
  }
}

extension GuardedTransport {
  fileprivate func result(
    _ request: HTTPRequest, _ sink: @escaping @Sendable (UnsafeRawBufferPointer) -> Bool
  ) async -> Result<HTTPResponse, HTTPTransportError> {
    do throws(HTTPTransportError) {
      return .success(try await download(request, into: sink))
    } catch {
      return .failure(error)
    }
  }
}

extension FetchSettings {
  /// The settings as the transport takes them.
  var policy: FetchPolicy {
    FetchPolicy(addresses: AddressPolicy(allowing: networks.compactMap(IPNetwork.init)), hosts: hosts)
  }
}
