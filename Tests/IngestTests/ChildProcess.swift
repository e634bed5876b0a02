import CommonValues
import Foundation
import Records
import ShopModel

@testable import Ingest
@testable import Store

/// What the tests do in processes of their own.
enum ChildProcess {
  /// A member export of so many rows, made while it is read. Every hundredth row has no id.
  static func members(_ count: Int, name: String = "김하나", padding: Int = 0) -> GeneratedSource {
    let filler = String(repeating: "x", count: padding)
    return GeneratedSource("아이디,이름,이메일,지역,SMS 수신여부,등급\n", count: count, name: "members.csv") { index in
      let id = index % 100 == 99 ? "" : "m\(index &* 7919 % 1_000_003)"
      return Array("\(id),\(name),h\(index)@example.com,\(filler),Y,\(index % 7)\n".utf8)
    }
  }

  /// Imports into the store of a folder; `observer` may end the process.
  static func take(_ source: any ByteSource, in directory: String, _ observer: ImportObserver) throws {
    let fixture = try Fixture(directory: directory)
    var request = Fixture.request()
    request.asOf = Fixture.time("2026-11-05T00:00:00+09:00")
    _ = try fixture.importer(blockBytes: 1 << 16).run(source, request, now: Fixture.now, observer: observer)
  }

  /// Ends the process as `kill -9` does.
  static func die() -> Never {
    kill(getpid(), SIGKILL)
    while true { pause() }
  }
}
