import CZip
import CommonValues

/// A zip, read by its directory. Names of entries are for messages and for finding the parts of a workbook; nothing is written to disk
/// under them.
final class ZipArchive {
  /// A file within the archive.
  struct Entry {
    let index: UInt64
    let name: String
    let isEncrypted: Bool
  }

  let file: String
  /// The files, in the directory's order, without folders, links and what operating systems put in.
  let entries: [Entry]
  private let budget: UnpackBudget
  private let bytes: any RandomAccessBytes
  private let input: UnsafeMutablePointer<naru_zip_input>
  private let archive: OpaquePointer
  /// What went wrong while libzip read.
  fileprivate final class Failure { var problem: Diagnostic? }
  private let failure: Failure
  private let context: Context

  /// What libzip's callback needs.
  private final class Context {
    let bytes: any RandomAccessBytes
    let failure: Failure
    init(_ bytes: any RandomAccessBytes, _ failure: Failure) {
      self.bytes = bytes
      self.failure = failure
    }
  }

  init(
    _ bytes: any RandomAccessBytes, file: String, budget: UnpackBudget
  ) throws(Diagnostic) {
    self.file = file
    self.bytes = bytes
    self.budget = budget
    // libzip keeps the whole directory in memory, so that its size is looked at before.
    try ZipArchive.checkDirectory(bytes, file: file, limit: budget.limits.entries)
    failure = Failure()
    context = Context(bytes, failure)
    let input = UnsafeMutablePointer<naru_zip_input>.allocate(capacity: 1)
    input.initialize(to: naru_zip_input())
    input.pointee.context = Unmanaged.passUnretained(context).toOpaque()
    input.pointee.size = UInt64(bytes.byteCount)
    input.pointee.read = { context, offset, target, count in
      guard let context, let target else { return -1 }
      let holder = Unmanaged<Context>.fromOpaque(context).takeUnretainedValue()
      do throws(Diagnostic) {
        let room = UnsafeMutableRawBufferPointer(start: target, count: Int(min(count, 1 << 30)))
        return Int64(try holder.bytes.read(at: Int64(offset), into: room))
      } catch {
        holder.failure.problem = error
        return -1
      }
    }
    var code: Int32 = 0
    guard let archive = naru_zip_open(input, &code) else {
      input.deallocate()
      if let problem = failure.problem { throw problem }
      throw code == ZIP_ER_NOZIP || code == ZIP_ER_EOF ? FileProblem.truncated(file) : FileProblem.damaged(file)
    }
    self.input = input
    self.archive = archive
    do throws(Diagnostic) {
      entries = try ZipArchive.list(archive, file: file, limit: budget.limits.entries)
    } catch {
      zip_discard(archive)
      input.deallocate()
      throw error
    }
  }

  deinit {
    zip_discard(archive)
    input.deallocate()
  }

  /// What messages call an entry.
  func title(_ entry: Entry) -> String { "\(file)/\(ZipArchive.shown(entry.name))" }

  /// The bytes of an entry. Its archive is kept as long.
  func open(_ entry: Entry) throws(Diagnostic) -> any ByteSource {
    if entry.isEncrypted { throw FileProblem.encrypted(title(entry)) }
    guard let opened = zip_fopen_index(archive, entry.index, 0) else {
      throw problem(naru_zip_archive_error(archive), entry)
    }
    return ZipEntrySource(opened, of: self, entry)
  }

  fileprivate func read(
    _ opened: OpaquePointer, _ entry: Entry, into buffer: UnsafeMutableRawBufferPointer
  ) throws(Diagnostic) -> Int {
    let count = zip_fread(opened, buffer.baseAddress, UInt64(min(buffer.count, 1 << 20)))
    guard count >= 0 else { throw problem(naru_zip_file_error(opened), entry) }
    try budget.take(Int(count), packed: bytes.byteCount)
    return Int(count)
  }

  private func problem(_ code: Int32, _ entry: Entry) -> Diagnostic {
    if let problem = failure.problem { return problem }
    return code == ZIP_ER_NOPASSWD || code == ZIP_ER_ENCRNOTSUPP
      ? FileProblem.encrypted(title(entry)) : FileProblem.damaged(title(entry))
  }

  // MARK: Directory

  private static func list(_ archive: OpaquePointer, file: String, limit: Int) throws(Diagnostic) -> [Entry] {
    let count = zip_get_num_entries(archive, 0)
    guard count <= limit else { throw FileProblem.tooManyEntries(file, limit: limit) }
    var entries: [Entry] = []
    for index in 0..<UInt64(max(0, count)) {
      var status = zip_stat_t()
      zip_stat_init(&status)
      guard zip_stat_index(archive, index, zip_flags_t(ZIP_FL_ENC_RAW), &status) == 0, let raw = status.name else {
        throw FileProblem.damaged(file)
      }
      let name = decoded(raw)
      if isLeftOut(name) || isLink(archive, index) { continue }
      entries.append(
        Entry(index: index, name: name, isEncrypted: status.encryption_method != UInt16(ZIP_EM_NONE)))
    }
    return entries
  }

  /// UTF-8 where it is; else the encoding in which Korean Windows packs.
  private static func decoded(_ name: UnsafePointer<CChar>) -> String {
    if let text = String(validatingCString: name) { return text }
    let raw = Array(UnsafeBufferPointer(start: name, count: strlen(name)).map { UInt8(bitPattern: $0) })
    return MalformedRecord(
      line: 1, diagnostic: FileProblem.damaged(""), raw: raw, encoding: .cp949, isTruncated: false
    ).text
  }

  private static func isLeftOut(_ name: String) -> Bool {
    let parts = name.split(whereSeparator: { $0 == "/" || $0 == "\\" })
    guard let last = parts.last, name.last != "/", name.last != "\\" else { return true }
    return parts.contains("__MACOSX") || last.hasPrefix("._") || last == ".DS_Store" || last == "Thumbs.db"
  }

  /// Whether an entry is a symbolic link or another special file of Unix.
  private static func isLink(_ archive: OpaquePointer, _ index: UInt64) -> Bool {
    var system: UInt8 = 0
    var attributes: UInt32 = 0
    guard zip_file_get_external_attributes(archive, index, 0, &system, &attributes) == 0,
      system == UInt8(ZIP_OPSYS_UNIX) || system == UInt8(ZIP_OPSYS_OS_X)
    else { return false }
    let kind = attributes >> 16 & 0o170000
    return kind != 0 && kind != 0o100000
  }

  /// A name without anything that could play tricks on a terminal, and not too long.
  private static func shown(_ name: String) -> String {
    var result = ""
    for scalar in name.unicodeScalars.prefix(200) {
      result.unicodeScalars.append(scalar.properties.generalCategory == .control ? "?" : scalar)
    }
    return result
  }

  /// Every record that may end the directory, in the last 64 KiB: none may name more entries than are allowed.
  private static func checkDirectory(
    _ bytes: any RandomAccessBytes, file: String, limit: Int
  ) throws(Diagnostic) {
    let count = Int(min(bytes.byteCount, (64 << 10) + 22 + 20 + 56))
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(count, 1), alignment: 16)
    defer { buffer.deallocate() }
    var filled = 0
    while filled < count {
      let read = try bytes.read(
        at: bytes.byteCount - Int64(count - filled),
        into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled..<count]))
      if read == 0 { break }
      filled += read
    }
    func number(_ offset: Int, _ size: Int) -> UInt64 {
      var value: UInt64 = 0
      for index in (0..<size).reversed() { value = value << 8 | UInt64(buffer[offset + index]) }
      return value
    }
    var index = 0
    while index + 22 <= filled {
      if buffer[index] == 0x50, buffer[index + 1] == 0x4B {
        let entries: UInt64 =
          switch (buffer[index + 2], buffer[index + 3]) {
          case (5, 6): number(index + 10, 2) == 0xFFFF ? 0 : number(index + 10, 2)
          case (6, 6) where index + 56 <= filled: number(index + 32, 8)
          default: 0
          }
        if entries > UInt64(limit) { throw FileProblem.tooManyEntries(file, limit: limit) }
      }
      index += 1
    }
  }
}

/// An entry of a zip.
private final class ZipEntrySource: ByteSource {
  let name: String
  let size: Int64? = nil
  private let opened: OpaquePointer
  private let archive: ZipArchive
  private let entry: ZipArchive.Entry

  init(_ opened: OpaquePointer, of archive: ZipArchive, _ entry: ZipArchive.Entry) {
    self.opened = opened
    self.archive = archive
    self.entry = entry
    name = archive.title(entry)
  }

  deinit { zip_fclose(opened) }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(Diagnostic) -> Int {
    try archive.read(opened, entry, into: buffer)
  }
}
