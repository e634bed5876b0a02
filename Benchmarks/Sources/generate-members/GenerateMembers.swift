#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Writes the export of a made-up shop's members: 30 columns, CP949, about 350 bytes a row, the same bytes for the same options.
///
/// Rows are independent of each other and come from the seed and their number alone, so that memory stays flat and a file with a
/// few members changed differs from the first in just those rows.
@main
enum GenerateMembers {
  static func main() {
    do {
      let options = try Options(CommandLine.arguments.dropFirst())
      try write(options)
    } catch let error as Complaint {
      say("generate-members: \(error.text)\n\(Options.usage)")
      exit(64)
    } catch {
      say("generate-members: \(error)")
      exit(1)
    }
  }

  private static func write(_ options: Options) throws {
    let vocabulary = try Vocabulary()
    let members = MemberRows(options: options, vocabulary: vocabulary)
    var file = try OutputFile(path: options.output)
    file.append(vocabulary.header)
    for index in 0..<options.rows {
      members.append(index, to: &file)
      try file.flushIfFull()
    }
    try file.close()
  }

  private static func say(_ text: String) {
    let line = Array((text + "\n").utf8)
    _ = line.withUnsafeBytes { standardError($0) }
  }
}

/// What was wrong with the command line.
struct Complaint: Error {
  let text: String
}
