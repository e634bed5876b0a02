/// The command line.
struct Options {
  static let usage = """
    usage: generate-members [--rows N] [--seed N] [--changed N [--change-seed N]] [--output FILE]

      --rows N         members to write (1000000), at most 20000000
      --seed N         another shop (1)
      --changed N      the same members, N of them with another grade and other points (0)
      --change-seed N  which ones, and how (1)
      --output FILE    where to (standard output)
    """

  var rows = 1_000_000
  var seed: UInt64 = 1
  var changed = 0
  var changeSeed: UInt64 = 1
  var output = "-"

  init(_ arguments: some Sequence<String>) throws {
    var rest = Array(arguments)[...]
    while let option = rest.popFirst() {
      guard let value = rest.popFirst() else { throw Complaint(text: "\(option) needs a value") }
      switch option {
      case "--rows": rows = try Self.number(value, option, in: 0...20_000_000)
      case "--seed": seed = try Self.number(value, option, in: 0...UInt64.max)
      case "--changed": changed = try Self.number(value, option, in: 0...20_000_000)
      case "--change-seed": changeSeed = try Self.number(value, option, in: 0...UInt64.max)
      case "--output": output = value
      default: throw Complaint(text: "unknown option \(option)")
      }
    }
    if changed > rows { throw Complaint(text: "--changed is more than --rows") }
  }

  private static func number<Number: FixedWidthInteger>(
    _ text: String, _ option: String, in range: ClosedRange<Number>
  ) throws -> Number {
    guard let number = Number(text), range.contains(number) else {
      throw Complaint(text: "\(option) must be a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }
}
