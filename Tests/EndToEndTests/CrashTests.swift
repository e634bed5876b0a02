import ChannelSync
import CommonValues
import Foundation
import KakaoSandbox
import Naru
import Testing

/// Everything that starts processes, one after another.
@Suite(.serialized) enum Processes {}

extension Processes {
  @Suite("When a process is killed, stopped or not alone")
  struct CrashTests {
    let people = [Person].numbered(1...30)

    @Test("kill -9 in the middle of a sync: the next run, once the lease has run out, repairs", arguments: [0, 1])
    func killedSync(_ skip: Int) async throws {
      try await withScene { scene in
        try await scene.shop { shop in try await shop.take(people, day: 1) }
        let process = try await heldSync(scene, skip: skip)
        process.signal(SIGKILL)
        #expect(await process.ending().status == -SIGKILL)
        scene.gate.open()
        scene.sandbox.clearFaults()
        let soon = try await scene.naru("sync", "--shop", "flower", "--lang", "en")
        #expect(soon.status == 75)
        #expect(soon.errors.contains("Another process is syncing this shop"))
        let later = { @Sendable in Timestamp(seconds: Int64(Date().timeIntervalSince1970) + 120) }
        try await scene.shop(now: later) { shop in
          #expect(try await shop.sync().ending == .complete)
          try scene.expectKakaoHolds(people)
          #expect(try await !shop.plan().hasWork)
        }
      }
    }

    @Test("a second sync beside one that runs ends with 75; the first one finishes")
    func twoSyncs() async throws {
      try await withScene { scene in
        try await scene.shop { shop in try await shop.take(people, day: 1) }
        let first = try await heldSync(scene)
        let second = try await scene.naru("sync", "--shop", "flower")
        scene.gate.open()
        #expect(second.status == 75)
        #expect(await first.ending().status == 0)
        try scene.expectKakaoHolds(people)
      }
    }

    @Test("Ctrl-C in a sync ends it after the request in flight with 130; the next one sends the rest")
    func interruptedSync() async throws {
      try await withScene { scene in
        try await scene.shop { shop in try await shop.take(people, day: 1) }
        let process = try await heldSync(scene)
        process.signal(SIGINT)
        try await until("an answer to Ctrl-C") { process.errors.contains("Coming to an end") ? true : nil }
        scene.gate.open()
        #expect(await process.ending().status == 130)
        scene.sandbox.clearFaults()
        #expect(try await scene.naru("sync", "--shop", "flower").status == 0)
        try scene.expectKakaoHolds(people)
      }
    }

    @Test("kill -9 in the middle of an import leaves the store as it was; the next one takes the file")
    func killedImport() async throws {
      try await withScene { scene in
        try await scene.shop { shop in try await shop.take(people, day: 1) }
        let (process, pipe) = try await heldImport(scene)
        process.signal(SIGKILL)
        #expect(await process.ending().status == -SIGKILL)
        try pipe.close()
        #expect(try await scene.memberCount() == people.count)
        let changed = try await scene.shop { shop in try await shop.take([Person].numbered(1...12_000), day: 2) }
        #expect(changed == 12_000 - people.count)
        #expect(try await scene.memberCount() == 12_000)
      }
    }

    @Test("Ctrl-C in an import leaves the store as it was, with 130")
    func interruptedImport() async throws {
      try await withScene { scene in
        try await scene.shop { shop in try await shop.take(people, day: 1) }
        let (process, pipe) = try await heldImport(scene)
        process.signal(SIGINT)
        try await until("an answer to Ctrl-C") { process.errors.contains("Coming to an end") ? true : nil }
        try? await scene.feed([Person].numbered(12_001...24_000).export, to: pipe)
        try? pipe.close()
        #expect(await process.ending().status == 130)
        #expect(try await scene.memberCount() == people.count)
      }
    }

    @Test(
      "a store that somebody else locks: 75, and nothing is changed",
      .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")))
    func lockedStore() async throws {
      try await withScene { scene in
        try await scene.shop { shop in try await shop.take(people, day: 1) }
        let pipe = Pipe()
        let script = """
          import sqlite3, sys
          c = sqlite3.connect('naru.db', isolation_level=None)
          c.execute('BEGIN IMMEDIATE')
          print('locked', flush=True)
          sys.stdin.read()
          """
        let locker = try NaruProcess.start(
          "/usr/bin/python3", ["-c", script], in: scene.folder, input: pipe.fileHandleForReading)
        try await until("the lock") { locker.output.contains("locked") ? true : nil }
        try scene.write([Person].numbered(1...40).export, to: "members.csv")
        let ending = try await scene.naru("import", "--shop", "flower", "members.csv", "--lang", "ko")
        try pipe.fileHandleForWriting.close()
        #expect(ending.status == 75)
        #expect(ending.errors.contains("다른 프로세스가 저장소를 쓰고 있습니다"))
        #expect(await locker.ending().status == 0)
        #expect(try await scene.memberCount() == people.count)
      }
    }

    /// A sync whose request with rows is held back by the sandbox, after it took effect there.
    private func heldSync(_ scene: Scene, skip: Int = 0) async throws -> NaruProcess {
      scene.sandbox.addFault(
        SandboxFault(path: "*/update/*", effect: .delay, processed: true, delay: .seconds(1), skip: skip))
      let process = try scene.start(["sync", "--shop", "flower", "--lang", "en"])
      try await until("the request") { scene.writes().count > skip ? true : nil }
      return process
    }

    /// An import that has read a part of its standard input and waits for more.
    private func heldImport(_ scene: Scene) async throws -> (NaruProcess, FileHandle) {
      signal(SIGPIPE, SIG_IGN)
      let pipe = Pipe()
      let write = pipe.fileHandleForWriting
      _ = fcntl(write.fileDescriptor, F_SETFD, FD_CLOEXEC)
      let process = try scene.start(
        ["import", "--shop", "flower", "-", "--lang", "en"], input: pipe.fileHandleForReading)
      try await scene.feed([Person].numbered(1...12_000).export, to: write)
      return (process, write)
    }
  }
}
