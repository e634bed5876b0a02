/// Brings manifests of earlier versions of the language up to the present one, before they are read.
struct ManifestMigrations {
  /// What turns the root of a manifest of one version into one of the next.
  typealias Step = @Sendable ([(key: ManifestKey, value: ManifestNode)]) -> [(key: ManifestKey, value: ManifestNode)]

  /// The version that the steps lead to.
  let current: Int
  /// By the version that they start from.
  let steps: [Int: Step]

  /// The language has had one version so far.
  static let released = ManifestMigrations(current: AdapterManifest.languageVersion, steps: [:])

  /// The manifest as the present version would have it. Left as it is where the version is not known: the reader says so.
  func migrate(_ root: ManifestNode) -> ManifestNode {
    guard case .map(var pairs) = root.content, var version = version(pairs), version < current else { return root }
    while version < current, let step = steps[version] {
      pairs = step(pairs)
      version += 1
    }
    guard version == current else { return root }
    pairs = pairs.map { key, value in
      key.name == "version" ? (key, ManifestNode(content: .text("\(current)"), place: value.place)) : (key, value)
    }
    return ManifestNode(content: .map(pairs), place: root.place)
  }

  private func version(_ pairs: [(key: ManifestKey, value: ManifestNode)]) -> Int? {
    guard case .text(let text)? = pairs.first(where: { $0.key.name == "version" })?.value.content else { return nil }
    return Int(text)
  }
}
