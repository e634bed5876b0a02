/// Rows by id in the order of their arrival, lean enough for a million of them: one array of slots, one index and one
/// run of bytes for all field sets.
///
/// What a record's bytes mean is ``FieldRecord``'s business.
struct RowTable: Sendable {
  private struct Slot: Sendable {
    var id: Int64
    var offset: Int
    /// Bytes of the record, or -1 for a slot whose row was removed.
    var length: Int32
  }

  private var slots: [Slot] = []
  private var index: [Int64: Int32] = [:]
  private var bytes: [UInt8] = []
  private var garbage = 0

  /// The number of rows.
  var count: Int { index.count }

  /// Whether there is a row for the id.
  func contains(_ id: Int64) -> Bool { index[id] != nil }

  /// The record of an id.
  subscript(id: Int64) -> ArraySlice<UInt8>? {
    guard let position = index[id] else { return nil }
    return record(slots[Int(position)])
  }

  /// Makes room for more rows at once.
  mutating func reserve(_ rows: Int) {
    index.reserveCapacity(index.count + rows)
  }

  /// Puts a record in place; a new id goes to the end, a known one stays where it is.
  mutating func set(_ id: Int64, to record: some Collection<UInt8>) {
    let offset = bytes.count
    bytes.append(contentsOf: record)
    let length = Int32(bytes.count - offset)
    if let position = index[id] {
      garbage += Int(slots[Int(position)].length)
      slots[Int(position)].offset = offset
      slots[Int(position)].length = length
    } else {
      index[id] = Int32(slots.count)
      slots.append(Slot(id: id, offset: offset, length: length))
    }
    compactIfNeeded()
  }

  /// Removes a row; `false` when there was none.
  mutating func remove(_ id: Int64) -> Bool {
    guard let position = index.removeValue(forKey: id) else { return false }
    garbage += Int(slots[Int(position)].length)
    slots[Int(position)].length = -1
    compactIfNeeded()
    return true
  }

  /// Calls `body` with up to `limit` rows from the `offset`-th on.
  func visit(from offset: Int = 0, limit: Int = .max, _ body: (Int64, ArraySlice<UInt8>) -> Void) {
    var walk = Walk()
    var skip = offset
    if slots.count == index.count {
      // Without removed rows the offset is the slot.
      walk.slot = min(offset, slots.count)
      skip = 0
    }
    var left = limit
    while left > 0, let (id, record) = next(&walk) {
      if skip > 0 {
        skip -= 1
        continue
      }
      body(id, record)
      left -= 1
    }
  }

  /// A place in the table, valid while nothing is changed.
  struct Walk: Sendable {
    fileprivate var slot = 0
  }

  /// The next row from a place on.
  func next(_ walk: inout Walk) -> (id: Int64, record: ArraySlice<UInt8>)? {
    while walk.slot < slots.count {
      let slot = slots[walk.slot]
      walk.slot += 1
      if slot.length >= 0 { return (slot.id, record(slot)) }
    }
    return nil
  }

  private func record(_ slot: Slot) -> ArraySlice<UInt8> {
    bytes[slot.offset..<(slot.offset + Int(slot.length))]
  }

  /// Half of the slots or bytes may be waste before everything is copied once: amortised constant work per row.
  private mutating func compactIfNeeded() {
    let removed = slots.count - index.count
    guard (garbage > 1 << 16 && garbage > bytes.count / 2) || (removed > 1024 && removed > slots.count / 2) else {
      return
    }
    var packed = RowTable()
    packed.slots.reserveCapacity(index.count)
    packed.bytes.reserveCapacity(bytes.count - garbage)
    packed.index.reserveCapacity(index.count)
    visit { id, record in
      packed.index[id] = Int32(packed.slots.count)
      packed.slots.append(Slot(id: id, offset: packed.bytes.count, length: Int32(record.count)))
      packed.bytes.append(contentsOf: record)
    }
    self = packed
  }
}

extension RowTable: Equatable {
  /// Equal rows in equal order, whatever was removed before.
  static func == (left: RowTable, right: RowTable) -> Bool {
    guard left.count == right.count else { return false }
    var (here, there) = (Walk(), Walk())
    while let row = left.next(&here), let other = right.next(&there) {
      guard row.id == other.id, row.record.elementsEqual(other.record) else { return false }
    }
    return true
  }
}
