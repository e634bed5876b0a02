import CommonValues

/// Some whole records of a file, as bytes; a `RecordBlockParser` on any thread takes them apart.
///
/// Blocks come in the file's order and may be parsed in any. Each holds a buffer, which goes back to its reader when the last copy
/// of the block is gone: keep no more blocks than workers.
public struct RecordBlock: Sendable {
  /// How the records are laid out in the bytes.
  enum Layout: Sendable {
    /// CSV text in an encoding that keeps ASCII.
    case csv(delimiter: UInt8, encoding: TextEncoding)
    /// Cells behind their lengths, as `PackedBlockBuilder` writes them.
    case packed
  }

  /// 0 for the first block of the file, then 1, 2 …
  public let index: Int
  /// The physical line on which the first record starts.
  public let firstLine: Int
  /// How many bytes of records there are.
  public let byteCount: Int
  /// What the records share. All blocks of a table have the same one; in JSON and XML a later block may have one with more labels, see
  /// ``RecordReader``.
  public let format: RecordFormat
  /// Records that were refused before they could stand in a block, because they are too long.
  let refused: [MalformedRecord]
  let layout: Layout
  let memory: BlockMemory
  /// Where the bytes begin in the memory.
  let offset: Int

  /// The records' bytes; valid as long as the block.
  var bytes: ByteSlice { ByteSlice(start: memory.base + offset, count: byteCount) }
}
