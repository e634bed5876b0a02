/// How column labels are compared, so that `휴대폰 번호`, `*휴대폰번호`, `휴대폰_번호` and the full-width `Ｅ－ｍａｉｌ` find their like.
public enum LabelNormaliser {
  /// The form under which two labels are the same: full-width ASCII made ASCII, decomposed Hangul composed, small letters, and without blanks,
  /// `_`, dashes, leading `*`, byte-order mark and zero-width characters.
  public static func normalise(_ label: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in label.unicodeScalars {
      let folded = fullWidthFolded(scalar)
      if isLeftOut(folded) || (folded == "*" && result.isEmpty) { continue }
      for lower in lowercased(folded).unicodeScalars { compose(lower, onto: &result) }
    }
    return String(result)
  }

  /// The label without blanks and invisible characters at either end.
  public static func trimmed(_ label: String) -> String {
    let scalars = label.unicodeScalars
    func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace || isInvisible(scalar) }
    guard let first = scalars.firstIndex(where: { !isBlank($0) }),
      let last = scalars.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(scalars[first...last])
  }

  private static func fullWidthFolded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    guard (0xFF01...0xFF5E).contains(scalar.value) else { return scalar }
    return Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xFEFF, 0x200B...0x200F, 0x2060, 0x00AD, 0x0000...0x001F: true
    default: false
    }
  }

  /// Blanks, the low line, and the hyphen with its kin (U+2010…U+2015, minus sign).
  private static func isLeftOut(_ scalar: Unicode.Scalar) -> Bool {
    if isInvisible(scalar) || scalar.properties.isWhitespace { return true }
    switch scalar.value {
    case 0x5F, 0x2D, 0x2010...0x2015, 0x2212: return true
    default: return false
    }
  }

  private static func lowercased(_ scalar: Unicode.Scalar) -> String {
    scalar.isASCII || scalar.value < 0x1100 ? scalar.properties.lowercaseMapping : String(scalar)
  }

  /// Appends a scalar, joining Hangul jamo into syllables by the arithmetic of the Unicode Standard, section 3.12.
  private static func compose(_ scalar: Unicode.Scalar, onto result: inout String.UnicodeScalarView) {
    if let last = result.last {
      let vowel = Int(scalar.value) - 0x1161
      let lead = Int(last.value) - 0x1100
      if (0..<21).contains(vowel), (0..<19).contains(lead) {
        replaceLast(&result, 0xAC00 + (lead * 21 + vowel) * 28)
        return
      }
      let tail = Int(scalar.value) - 0x11A7
      let syllable = Int(last.value) - 0xAC00
      if (1..<28).contains(tail), (0..<11_172).contains(syllable), syllable % 28 == 0 {
        replaceLast(&result, Int(last.value) + tail)
        return
      }
    }
    result.append(scalar)
  }

  private static func replaceLast(_ result: inout String.UnicodeScalarView, _ value: Int) {
    guard let scalar = Unicode.Scalar(UInt32(value)) else { return }
    result.removeLast()
    result.append(scalar)
  }
}
