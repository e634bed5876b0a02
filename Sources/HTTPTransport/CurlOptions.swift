internal import CCurl

/// Sets the options of one easy handle; ``result`` is the first failure.
struct CurlOptions {
  private let easy: UnsafeMutableRawPointer
  private(set) var result = CURLE_OK

  init(_ easy: UnsafeMutableRawPointer) { self.easy = easy }

  /// What holds for every request.
  mutating func setPolicy(_ configuration: CurlTransport.Configuration) {
    set(CURLOPT_NOSIGNAL, 1)
    // A cancelled request must not hold the thread until the name resolves.
    set(CURLOPT_QUICK_EXIT, 1)
    set(CURLOPT_PROTOCOLS_STR, "http,https")
    set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
    set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    set(CURLOPT_SSL_VERIFYPEER, 1)
    set(CURLOPT_SSL_VERIFYHOST, 2)
    if let file = configuration.certificateAuthorityFile {
      set(CURLOPT_CAINFO, file)
      set(CURLOPT_CAPATH, nil)
    }
    // Empty means none, whatever http_proxy and no_proxy say.
    set(CURLOPT_PROXY, configuration.proxy ?? "")
    set(CURLOPT_NOPROXY, configuration.proxyExceptions.joined(separator: ","))
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
  }

  /// URL, method, body, limits.
  mutating func setRequest(_ checked: CheckedRequest, millisecondsLeft: Int64) {
    let request = checked.request
    set(CURLOPT_URL, request.url)
    set(CURLOPT_CONNECTTIMEOUT_MS, Int(clamping: max(1, request.timeouts.connect.milliseconds)))
    set(CURLOPT_TIMEOUT_MS, Int(clamping: max(1, millisecondsLeft)))
    if let stall = request.timeouts.stall {
      set(CURLOPT_LOW_SPEED_LIMIT, 1)
      set(CURLOPT_LOW_SPEED_TIME, Int(clamping: max(1, (stall.milliseconds + 999) / 1000)))
    }
    // Waits for a connection that may carry several requests rather than open one more.
    if checked.origin.isSecure { set(CURLOPT_PIPEWAIT, 1) }
    if !request.mayReuseConnection { set(CURLOPT_FRESH_CONNECT, 1) }

    switch request.method {
    case .get: set(CURLOPT_HTTPGET, 1)
    case .head: set(CURLOPT_NOBODY, 1)
    default: setBody(request.body, method: request.method)
    }
    if request.method != .head, request.responseLimit > 0 {
      set(CURLOPT_MAXFILESIZE_LARGE, offset: curl_off_t(request.responseLimit))
    }
    if request.followRedirects, request.method == .get || request.method == .head {
      set(CURLOPT_FOLLOWLOCATION, 1)
      set(CURLOPT_MAXREDIRS, 5)
      set(CURLOPT_REDIR_PROTOCOLS_STR, checked.origin.isSecure ? "https" : "http,https")
    }
  }

  private mutating func setBody(_ body: [UInt8]?, method: HTTPMethod) {
    set(CURLOPT_CUSTOMREQUEST, method.rawValue)
    guard body != nil || method == .post || method == .put || method == .patch else { return }
    let bytes = body ?? []
    set(CURLOPT_POST, 1)
    set(CURLOPT_POSTFIELDSIZE_LARGE, offset: curl_off_t(bytes.count))
    // Without a pointer libcurl would read standard input.
    if bytes.isEmpty {
      set(CURLOPT_COPYPOSTFIELDS, "")
    } else {
      bytes.withUnsafeBytes { note(naru_curl_set_bytes(easy, CURLOPT_COPYPOSTFIELDS, $0.baseAddress)) }
    }
  }

  /// The header fields; the list that is returned must outlive the transfer and be freed after it.
  mutating func setHeaders(_ request: HTTPRequest, userAgent: String?) -> UnsafeMutablePointer<curl_slist>? {
    var list: UnsafeMutablePointer<curl_slist>?
    func add(_ line: String) {
      guard let longer = curl_slist_append(list, line) else {
        note(CURLE_OUT_OF_MEMORY)
        return
      }
      list = longer
    }
    for field in request.headers.fields {
      let value = field.value.drop { $0 == " " || $0 == "\t" }
      // libcurl takes "Name:" for "send no such header" and "Name;" for an empty one.
      add(value.isEmpty ? field.name + ";" : "\(field.name): \(value)")
    }
    for name in ["Content-Type", "Accept"] where request.headers[name] == nil { add(name + ":") }
    add("Expect:")
    if request.headers["User-Agent"] == nil, let userAgent { set(CURLOPT_USERAGENT, userAgent) }
    note(naru_curl_set_list(easy, CURLOPT_HTTPHEADER, list))
    return list
  }

  /// The addresses to use for the request's host; the list must outlive the transfer and be freed after it.
  mutating func setAddresses(_ addresses: [String]?, of origin: Origin) -> UnsafeMutablePointer<curl_slist>? {
    guard let addresses else { return nil }
    let port = origin.port ?? (origin.isSecure ? "443" : "80")
    let list = curl_slist_append(nil, "\(origin.host):\(port):\(addresses.joined(separator: ","))")
    note(list == nil ? CURLE_OUT_OF_MEMORY : naru_curl_set_list(easy, CURLOPT_RESOLVE, list))
    return list
  }

  /// Who opens the sockets.
  mutating func setSocketOpener(_ context: UnsafeMutableRawPointer, _ open: curl_opensocket_callback) {
    note(naru_curl_set_socket_opener(easy, open, context))
  }

  /// Who gets body and header bytes.
  mutating func setReceivers(
    _ context: UnsafeMutableRawPointer, body: naru_curl_receive, header: naru_curl_receive
  ) {
    note(naru_curl_set_body_receiver(easy, body, context))
    note(naru_curl_set_header_receiver(easy, header, context))
  }

  private mutating func set(_ option: CURLoption, _ value: Int) { note(naru_curl_set_long(easy, option, value)) }
  private mutating func set(_ option: CURLoption, _ value: String?) { note(naru_curl_set_string(easy, option, value)) }
  private mutating func set(_ option: CURLoption, offset: curl_off_t) {
    note(naru_curl_set_offset(easy, option, offset))
  }

  private mutating func note(_ code: CURLcode) {
    if result == CURLE_OK { result = code }
  }
}
