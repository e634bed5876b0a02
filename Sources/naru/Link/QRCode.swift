import CQREncode

/// A QR code as a square of dark and light modules, made by libqrencode.
struct QRCode: Sendable, Hashable {
  /// Modules on one side.
  let width: Int
  private let dark: [Bool]

  /// The light margin that a reader needs on every side, in modules (ISO/IEC 18004).
  static let quietZone = 4

  /// A code with the medium level of error correction, which survives print; nil for a text that is empty or longer than a code
  /// can hold (2,331 bytes).
  init?(_ text: String) {
    guard !text.isEmpty, let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) else { return nil }
    defer { QRcode_free(code) }
    guard let data = code.pointee.data else { return nil }
    let width = Int(code.pointee.width)
    self.width = width
    dark = (0..<width * width).map { data[$0] & 1 == 1 }
  }

  /// Whether a module is dark; those outside are light.
  subscript(row: Int, column: Int) -> Bool {
    guard (0..<width).contains(row), (0..<width).contains(column) else { return false }
    return dark[row * width + column]
  }
}

extension QRCode {
  /// The code for a terminal, two rows of modules a line, drawn light on dark by the light modules, so that it reads on black and
  /// on white when the terminal keeps the colours that are asked for.
  ///
  /// - Parameter colours: whether the terminal takes colours; without them, a dark background is assumed.
  func terminalText(colours: Bool) -> String {
    let zone = 2
    var text = ""
    var row = -zone
    while row < width + zone {
      if colours { text += "\u{1B}[38;5;231m\u{1B}[48;5;16m" }
      for column in -zone..<width + zone {
        switch (self[row, column], self[row + 1, column] && row + 1 < width + zone) {
        case (false, false): text += "█"
        case (false, true): text += "▀"
        case (true, false): text += "▄"
        case (true, true): text += " "
        }
      }
      if colours { text += "\u{1B}[0m" }
      text += "\n"
      row += 2
    }
    return text
  }

  /// The code as SVG: one path over a white ground, scalable to any size.
  var svg: String {
    let side = width + 2 * QRCode.quietZone
    var path = ""
    for row in 0..<width {
      var column = 0
      while column < width {
        guard self[row, column] else {
          column += 1
          continue
        }
        let start = column
        while self[row, column] { column += 1 }
        path += "M\(start + QRCode.quietZone) \(row + QRCode.quietZone)h\(column - start)v1h-\(column - start)z"
      }
    }
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(side) \(side)" width="\(side * 8)" height="\(side * 8)" \
      shape-rendering="crispEdges"><rect width="\(side)" height="\(side)" fill="#fff"/><path fill="#000" d="\(path)"/></svg>

      """
  }
}
