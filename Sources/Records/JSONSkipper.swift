import CommonValues

/// Finds the end of one JSON value, in pieces, without keeping any of it. Only brackets and quotes are looked at.
struct JSONSkipper {
  private(set) var isDone = false
  private(set) var isTooDeep = false
  private let depthLimit: Int
  private var depth = 0
  private var isInString = false
  private var isEscaped = false

  init(depthLimit: Int) { self.depthLimit = depthLimit }

  /// Looks at the next piece. Returns how many of its bytes belong to the value.
  mutating func scan(_ bytes: ByteSlice) -> Int {
    for index in bytes.indices {
      let byte = bytes[index]
      if isInString {
        if isEscaped {
          isEscaped = false
        } else if byte == 0x5C {
          isEscaped = true
        } else if byte == 0x22 {
          isInString = false
          if depth == 0 { return end(index) }
        }
        continue
      }
      switch byte {
      case 0x22: isInString = true
      case 0x7B, 0x5B:
        depth += 1
        if depth > depthLimit {
          isTooDeep = true
          return index
        }
      case 0x7D, 0x5D:
        // The end of what is around a number or word.
        if depth == 0 {
          isDone = true
          return index
        }
        depth -= 1
        if depth == 0 { return end(index) }
      case 0x2C where depth == 0:
        isDone = true
        return index
      default: break
      }
    }
    return bytes.count
  }

  private mutating func end(_ index: Int) -> Int {
    isDone = true
    return index + 1
  }
}
