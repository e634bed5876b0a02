import CommonValues

/// Text of any encoding as a source of UTF-8.
enum Utf8Source {
  /// `source` without its byte-order mark, converted where it is not UTF-8. The encoding, when it is not given, is found from the first
  /// 256 KiB.
  static func open(_ source: any ByteSource, encoding: TextEncoding?) throws(Diagnostic) -> any ByteSource {
    let prefixed = try PrefixedSource(source, count: 256 << 10)
    let prefix = prefixed.prefix
    let found = encoding ?? TextEncoding.sniff(prefix)
    try TextEncoding.check(found, file: source.name)
    prefixed.drop(found.markLength(in: prefix))
    if found == .utf8 { return prefixed }
    return try TranscodingSource(prefixed, prefix: ByteSlice(start: nil, count: 0), encoding: found)
  }
}
