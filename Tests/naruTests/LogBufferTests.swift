import Foundation
import Synchronization
import Testing

@testable import naru

@Suite("Gathered log lines")
struct LogBufferTests {
  /// Keeps each write by itself, and says when there was one.
  private final class Writes: OutputSink {
    private let kept = Mutex<[String]>([])
    private let said: AsyncStream<String>.Continuation
    let stream: AsyncStream<String>

    init() { (stream, said) = AsyncStream.makeStream() }

    var all: [String] { kept.withLock { $0 } }

    func write(_ text: String) {
      kept.withLock { $0.append(text) }
      said.yield(text)
    }
  }

  @Test("all lines of many threads come out whole, each thread's in order")
  func gathers() async {
    let writes = Writes()
    let buffer = LogBuffer(writes)
    await withTaskGroup(of: Void.self) { group in
      for thread in 0..<8 {
        group.addTask {
          for line in 0..<500 { buffer.write(bytes: Array("\(thread) \(line)\n".utf8), isUrgent: false) }
        }
      }
    }
    buffer.close()
    let lines = writes.all.joined().split(separator: "\n")
    #expect(lines.count == 4_000)
    for thread in 0..<8 {
      #expect(lines.filter { $0.hasPrefix("\(thread) ") }.map(String.init) == (0..<500).map { "\(thread) \($0)" })
    }
  }

  @Test("what waits is written by itself, and an urgent line with what stands before it")
  func byItself() async {
    let writes = Writes()
    let buffer = LogBuffer(writes)
    var stream = writes.stream.makeAsyncIterator()
    buffer.write(bytes: Array("a\n".utf8), isUrgent: false)
    #expect(await stream.next() == "a\n")
    buffer.write(bytes: Array("b\n".utf8), isUrgent: false)
    buffer.write(bytes: Array("c\n".utf8), isUrgent: true)
    var text = await stream.next() ?? ""
    if text == "b\n" { text += await stream.next() ?? "" }
    #expect(text == "b\nc\n")
  }

  @Test("more than may wait is written by whoever says it, and nothing is dropped")
  func full() {
    let writes = Writes()
    let buffer = LogBuffer(writes, limit: 10)
    buffer.write(bytes: Array("0123456789\n".utf8), isUrgent: false)
    #expect(writes.all == ["0123456789\n"])
  }

  @Test("after the end every line is written at once")
  func closed() {
    let writes = Writes()
    let buffer = LogBuffer(writes)
    buffer.write("a\n")
    buffer.close()
    buffer.write("b\n")
    #expect(writes.all == ["a\n", "b\n"])
  }

  @Test("a pipe that does not block and is full is waited for, and loses nothing")
  func fullPipe() async throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    let (reader, writer) = (ends[0], ends[1])
    try #require(fcntl(writer, F_SETFL, O_NONBLOCK) == 0)
    let text = String(repeating: "0123456789abcdef\n", count: 40_000)
    let thread = Thread {
      StandardSink(handle: writer).write(text)
      close(writer)
    }
    thread.start()
    let read = try FileHandle(fileDescriptor: reader, closeOnDealloc: true).readToEnd()
    #expect(read == Data(text.utf8))
  }
}
