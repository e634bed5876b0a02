internal import CCurl
import CommonValues

/// One request on one easy handle. Confined to the transport's thread; frees the handle when it goes.
final class CurlTransfer {
  let pending: PendingRequest
  let handle: UnsafeMutableRawPointer
  private var headerList: UnsafeMutablePointer<curl_slist>?
  private var addressList: UnsafeMutablePointer<curl_slist>?
  private var received: ReceivedResponse
  private let addresses: AddressPolicy?
  private let isLoopbackOnly: Bool
  private var refusedAddress = false

  /// - Throws: `failed` when libcurl has no handle to give or knows an option not, `timedOut` when no time is left.
  init(
    _ pending: PendingRequest, _ configuration: CurlTransport.Configuration, now: ContinuousClock.Instant
  ) throws(HTTPTransportError) {
    let left = (pending.deadline - now).milliseconds
    guard left > 0 else {
      throw pending.error(.timedOut, mayHaveBeenProcessed: false, detail: "waiting for a connection")
    }
    guard let handle = curl_easy_init() else {
      throw pending.error(.failed, mayHaveBeenProcessed: false, detail: "no handle")
    }
    self.pending = pending
    self.handle = handle
    received = ReceivedResponse(bodyLimit: pending.checked.request.responseLimit, sink: pending.sink)
    addresses = configuration.addresses
    isLoopbackOnly = configuration.keepsPlainToLoopback && !pending.checked.origin.isSecure

    var options = CurlOptions(handle)
    options.setPolicy(configuration)
    options.setRequest(pending.checked, millisecondsLeft: left)
    headerList = options.setHeaders(pending.checked.request, userAgent: configuration.userAgent)
    addressList = options.setAddresses(
      configuration.hostAddresses[pending.checked.origin.host], of: pending.checked.origin)
    if addresses != nil { options.setSocketOpener(Unmanaged.passUnretained(self).toOpaque(), openSocket) }
    options.setReceivers(Unmanaged.passUnretained(self).toOpaque(), body: receiveBody, header: receiveHeader)
    guard options.result == CURLE_OK else {
      throw pending.error(.failed, mayHaveBeenProcessed: false, detail: CurlTransfer.words(options.result))
    }
  }

  deinit {
    curl_easy_cleanup(handle)
    curl_slist_free_all(headerList)
    curl_slist_free_all(addressList)
  }

  fileprivate func take(body: UnsafeBufferPointer<UInt8>) -> Bool { received.take(body: body) }
  fileprivate func take(header: UnsafeBufferPointer<UInt8>) -> Bool { received.take(headerLine: header) }

  /// Whether a connection may go to that address; what can not be told is refused.
  fileprivate func permits(_ address: IPAddress?) -> Bool {
    guard let addresses else { return true }
    let permitted = address.map { addresses.permits($0) && (!isLoopbackOnly || $0.isLoopback) } ?? false
    if !permitted { refusedAddress = true }
    return permitted
  }

  // MARK: Results

  /// Whether a connection stood on which libcurl began to send.
  var mayHaveBeenProcessed: Bool {
    var sendingBegan: curl_off_t = 0
    naru_curl_get_offset(handle, CURLINFO_PRETRANSFER_TIME_T, &sendingBegan)
    return sendingBegan > 0 || redirects > 0
  }

  private var redirects: Int { long(CURLINFO_REDIRECT_COUNT) }

  private func long(_ info: CURLINFO) -> Int {
    var value = 0
    naru_curl_get_long(handle, info, &value)
    return value
  }

  /// What a transfer that ended with `code` comes to.
  func result(_ code: CURLcode) -> Result<HTTPResponse, HTTPTransportError> {
    if code == CURLE_OK {
      return .success(
        HTTPResponse(
          status: long(CURLINFO_RESPONSE_CODE), headers: received.headers, body: received.body, version: version))
    }
    let sent = mayHaveBeenProcessed
    if refusedAddress, code == CURLE_COULDNT_CONNECT {
      return .failure(
        pending.error(
          .addressRefused, mayHaveBeenProcessed: false, detail: "the name leads to an address that is not allowed"))
    }
    if received.isSinkClosed {
      return .failure(pending.error(.failed, mayHaveBeenProcessed: sent, detail: "the body could not be stored"))
    }
    let kind = received.isTooLarge ? .responseTooLarge : errorCode(of: code, sent: sent)
    return .failure(pending.error(kind, mayHaveBeenProcessed: sent, detail: CurlTransfer.words(code)))
  }

  private var version: HTTPResponse.Version {
    switch long(CURLINFO_HTTP_VERSION) {
    case Int(CURL_HTTP_VERSION_1_0): HTTPResponse.Version(rawValue: "1.0")
    case Int(CURL_HTTP_VERSION_2_0): .http2
    default: .http1
    }
  }

  private func errorCode(of code: CURLcode, sent: Bool) -> HTTPTransportError.Code {
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .couldNotResolve
    case CURLE_COULDNT_CONNECT: .couldNotConnect
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR,
      CURLE_SSL_CIPHER, CURLE_SSL_CERTPROBLEM, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CRL_BADFILE, CURLE_USE_SSL_FAILED:
      .tls
    case CURLE_OPERATION_TIMEDOUT: sent ? .timedOut : .connectTimedOut
    case CURLE_FILESIZE_EXCEEDED: .responseTooLarge
    case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE, CURLE_HTTP2, CURLE_HTTP2_STREAM:
      .droppedConnection
    case CURLE_TOO_MANY_REDIRECTS: .badRedirect
    case CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT: redirects > 0 ? .badRedirect : .invalidResponse
    case CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING: .invalidResponse
    default: .failed
    }
  }

  /// libcurl's fixed words for a code; its detailed message is left alone, because it quotes the request.
  private static func words(_ code: CURLcode) -> String { String(cString: curl_easy_strerror(code)) }
}

/// Opens the socket of a connection, unless the transfer behind `context` may not go to the address.
private func openSocket(
  _ context: UnsafeMutableRawPointer?, _ purpose: curlsocktype, _ address: UnsafeMutablePointer<curl_sockaddr>?
) -> curl_socket_t {
  guard let context, let address, let start = MemoryLayout<curl_sockaddr>.offset(of: \.addr) else {
    return naru_curl_no_socket()
  }
  let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
  // The address is longer than the field that stands for it.
  let bytes = UnsafeRawBufferPointer(start: UnsafeRawPointer(address) + start, count: Int(address.pointee.addrlen))
  let ip = IPAddress(family: address.pointee.family, socketAddress: bytes)
  return transfer.permits(ip) ? naru_curl_open_socket(address) : naru_curl_no_socket()
}

private func receiveBody(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
  receive(bytes, size * count, context) { $0.take(body: $1) }
}

private func receiveHeader(
  _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
  receive(bytes, size * count, context) { $0.take(header: $1) }
}

/// Hands bytes to the transfer behind `context`; any return value but `count` makes libcurl end the transfer.
private func receive(
  _ bytes: UnsafeMutablePointer<CChar>?, _ count: Int, _ context: UnsafeMutableRawPointer?,
  _ take: (CurlTransfer, UnsafeBufferPointer<UInt8>) -> Bool
) -> Int {
  guard count > 0 else { return 0 }
  guard let bytes, let context else { return 0 }
  let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
  return bytes.withMemoryRebound(to: UInt8.self, capacity: count) { start in
    take(transfer, UnsafeBufferPointer(start: start, count: count)) ? count : 0
  }
}
