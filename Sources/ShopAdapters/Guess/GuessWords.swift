import CommonValues
import Records
import ShopModel

/// The words and labels that Naru knows from the exports of any shop: those of the adapter `shop-export`.
struct GuessWords: Sendable {
  /// What one word can be.
  private struct Meaning {
    var shapes: ValueShape = []
    var isYes: Bool?
    var gender: String?
    var memberStatus: String?
    var orderStatus: String?
    var currency: String?
  }

  private var meanings: [[UInt8]: Meaning] = [:]
  private let blanks: Set<[UInt8]>
  /// Targets by normalised label.
  private(set) var labels: [String: [GuessTarget]] = [:]

  /// The words of the manifest that is built in. Throws only if that is broken.
  static func builtIn() throws(AdapterError) -> GuessWords {
    let id = "shop-export"
    return GuessWords(
      try AdapterManifest(yaml: EmbeddedAdapters.manifests[id] ?? "", file: "adapters/\(id)/adapter.yaml"))
  }

  init(_ manifest: AdapterManifest) {
    blanks = Set((AdapterManifest.blankMarkers + manifest.blankMarkers).map(WordTable.fold))
    for (target, mapping) in GuessTarget.mappings(of: manifest) {
      for label in mapping { labels[LabelNormaliser.normalise(label), default: []].append(target) }
    }
    guard let members = manifest.members, let orders = manifest.orders else { return }
    let flags =
      ConsentKind.allCases.compactMap { members.consents[$0] } + [members.withdrawn, members.dormant].compactMap { $0 }
    for flag in flags {
      for word in flag.yes { add(word, .yesOrNo) { $0.isYes = true } }
      for word in flag.no { add(word, .yesOrNo) { $0.isYes = false } }
    }
    for words in members.fields[.gender]?.words ?? [] {
      for word in words.words + [words.meaning] { add(word, .gender) { $0.gender = words.meaning } }
    }
    for words in members.fields[.status]?.words ?? [] {
      for word in words.words + [words.meaning] { add(word, .memberStatus) { $0.memberStatus = words.meaning } }
    }
    for words in orders.fields[.status]?.words ?? [] {
      for word in words.words + [words.meaning] { add(word, .orderStatus) { $0.orderStatus = words.meaning } }
    }
    for words in orders.fields[.currency]?.words ?? [] {
      for word in words.words { add(word, .currency) { $0.currency = words.meaning } }
    }
    for code in ["KRW", "USD", "JPY", "CNY", "EUR", "TWD"] { add(code, .currency) { _ in } }
  }

  private mutating func add(_ word: String, _ shape: ValueShape, _ change: (inout Meaning) -> Void) {
    var meaning = meanings[WordTable.fold(word)] ?? Meaning()
    meaning.shapes.insert(shape)
    change(&meaning)
    meanings[WordTable.fold(word)] = meaning
  }

  func isBlank(_ text: ByteSlice) -> Bool { text.isEmpty || blanks.contains(GuessWords.fold(text)) }

  func shapes(_ text: ByteSlice) -> ValueShape { text.count > 60 ? [] : meanings[GuessWords.fold(text)]?.shapes ?? [] }

  func isYes(_ word: String) -> Bool? { meanings[WordTable.fold(word)]?.isYes }

  /// The canonical word for a word in a column of that target; nil when it is not known there.
  func meaning(_ word: String, in target: GuessTarget) -> String? {
    guard let meaning = meanings[WordTable.fold(word)] else { return nil }
    switch (target.kind, target.field) {
    case (.members, "gender"): return meaning.gender
    case (.members, "status"): return meaning.memberStatus
    case (.orders, "status"): return meaning.orderStatus
    case (.orders, "currency"): return meaning.currency
    default: return nil
    }
  }

  private static func fold(_ text: ByteSlice) -> [UInt8] {
    text.filter { $0 != 0x20 }.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
  }
}
