import CommonValues

/// The memory of the tables that mappers read in their inner loop, so that reading them counts no references.
///
/// Sendable although it holds pointers: the memory is written while a mapping is compiled, before anybody else sees it, and only
/// read from then on.
final class TableMemory: @unchecked Sendable {
  private var allocations: [UnsafeMutableRawPointer] = []

  deinit {
    for allocation in allocations { allocation.deallocate() }
  }

  /// A copy of the elements that lives as long as this object.
  func copy<Element: BitwiseCopyable>(_ elements: [Element]) -> UnsafeBufferPointer<Element> {
    let raw = UnsafeMutableRawPointer.allocate(
      byteCount: max(1, elements.count * MemoryLayout<Element>.stride), alignment: MemoryLayout<Element>.alignment)
    allocations.append(raw)
    let base = raw.bindMemory(to: Element.self, capacity: elements.count)
    base.initialize(from: elements, count: elements.count)
    return UnsafeBufferPointer(start: base, count: elements.count)
  }

  /// The UTF-8 bytes of a text.
  func copy(_ text: String) -> ByteSlice { copy(Array(text.utf8)) }
}
