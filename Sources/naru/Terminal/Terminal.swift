import Foundation

/// What a stream is connected to.
struct Terminal: Sendable, Hashable {
  /// Whether a person looks at it.
  var isInteractive: Bool
  /// Columns; nil when unknown or not a terminal.
  var width: Int?
  /// Whether colours are shown.
  var hasColour: Bool

  /// A file or pipe.
  static let plain = Terminal(isInteractive: false, width: nil, hasColour: false)

  init(isInteractive: Bool, width: Int?, hasColour: Bool) {
    self.isInteractive = isInteractive
    self.width = width
    self.hasColour = hasColour
  }

  /// What a file descriptor is. Colours are off with `NO_COLOR` (https://no-color.org: set and not empty) and `TERM=dumb`.
  init(descriptor: Int32, environment: [String: String]) {
    isInteractive = isatty(descriptor) == 1
    guard isInteractive else {
      width = nil
      hasColour = false
      return
    }
    var size = winsize()
    width = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : nil
    hasColour = (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
  }
}

/// How a piece of text looks on a terminal with colours.
enum TextStyle: String, Sendable {
  case bold = "1"
  case faint = "2"
  case red = "31"
  case green = "32"
  case yellow = "33"
  case cyan = "36"

  /// The text, dressed when the terminal shows it.
  func applied(to text: String, on terminal: Terminal) -> String {
    terminal.hasColour && !text.isEmpty ? "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" : text
  }
}
