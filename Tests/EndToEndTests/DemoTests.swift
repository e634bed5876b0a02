import Foundation
import NaruTestSupport
import Testing

extension Processes {
  @Suite("naru demo")
  struct DemoTests {
    @Test("demo --once runs through, its numbers agree, its files are there, and it can run again in its folder")
    func once() async throws {
      try await withScene { scene in
        var first: [JSONTree]?
        for _ in 1...2 {
          let ending = try await scene.naru("demo", "--once", "--dir", "demo", "--json")
          #expect(ending.status == 0, "\(ending.errors)")
          let demo = try JSONTree(ending.output)
          #expect(demo["folder"]?.string == "demo")
          for file in ["naru.yaml", "shops/flower.yaml", "회원목록.csv", "주문목록.csv", "회원목록-변경.csv", "naru.db"] {
            #expect(FileManager.default.fileExists(atPath: scene.folder + "/demo/" + file), "\(file)")
          }
          let steps = demo["steps"]?.elements ?? []
          #expect(steps.count >= 9)
          let imports = steps.flatMap { $0["import"]?.elements ?? [] }
          #expect(imports.count == 3)
          for run in imports {
            #expect(run["records"]?.int == (run["changed"]?.int ?? 0) + (run["unchanged"]?.int ?? 0), "\(run)")
            #expect((run["quarantined"]?.int ?? 0) > 0)
          }
          let syncs = steps.compactMap { $0["sync"]?["files"]?.elements }
          #expect(syncs.count == 3)
          for file in syncs.joined() {
            let wanted = ["add", "update", "remove"].reduce(0) { $0 + (file[$1]?.int ?? 0) }
            #expect(file["sent"]?.int == wanted)
            #expect(file["failed"]?.int == 0)
          }
          #expect(syncs.dropFirst().first?.allSatisfy { $0["sent"]?.int == 0 } == true)
          #expect(syncs.last?.contains { ($0["sent"]?.int ?? 0) > 0 } == true)
          // The addresses have other ports, the runs other times; what was done is the same again.
          let done = syncs.flatMap { $0 }
          #expect(first == nil || first == done)
          first = done
        }
      }
    }

    @Test("a folder with somebody's own configuration is left alone")
    func foreignFolder() async throws {
      try await withScene { scene in
        let ending = try await scene.naru("demo", "--once", "--dir", ".", "--lang", "en")
        #expect(ending.status == 1)
        #expect(ending.errors.contains("name an empty folder with --dir"))
        #expect(!FileManager.default.fileExists(atPath: scene.folder + "/naru.db"))
      }
    }
  }
}
