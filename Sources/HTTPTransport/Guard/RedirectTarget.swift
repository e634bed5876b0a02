internal import CCurl

/// Works out where a redirect leads, with the parser that the connection is made with.
enum RedirectTarget {
  /// The absolute URL of `location` seen from `base`; nil when it is none, names a user, or is not http or https.
  static func resolve(_ location: String, from base: String) -> String? {
    guard let handle = curl_url() else { return nil }
    defer { curl_url_cleanup(handle) }
    let flags = UInt32(CURLU_DISALLOW_USER | CURLU_URLENCODE)
    guard curl_url_set(handle, CURLUPART_URL, base, UInt32(CURLU_DISALLOW_USER)) == CURLUE_OK,
      curl_url_set(handle, CURLUPART_URL, location, flags) == CURLUE_OK,
      curl_url_set(handle, CURLUPART_FRAGMENT, nil, 0) == CURLUE_OK
    else { return nil }
    var text: UnsafeMutablePointer<CChar>?
    guard curl_url_get(handle, CURLUPART_URL, &text, 0) == CURLUE_OK, let text else { return nil }
    defer { curl_free(text) }
    let url = String(cString: text)
    return Origin(url: url) == nil ? nil : url
  }
}
