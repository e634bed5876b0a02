public import CommonValues
public import Records
import ShopModel

/// An adapter that is nothing but its manifest. It plays every role; what the manifest says nothing of, its ``descriptor`` does not list.
public struct DeclarativeAdapter: ExportMapping {
  public var descriptor: AdapterDescriptor { manifest.descriptor }
  /// What the adapter was made from.
  public let manifest: AdapterManifest
  private let labels: Set<String>
  let decoder: WebhookDecoder?

  /// An adapter that does what the manifest says.
  public init(_ manifest: AdapterManifest) {
    self.manifest = manifest
    labels = Set(manifest.allLabels.map(LabelNormaliser.normalise))
    decoder = manifest.webhook.map {
      WebhookDecoder($0, markers: AdapterManifest.blankMarkers + manifest.blankMarkers)
    }
  }

  public func knownLabels(in labels: [String]) -> Int {
    let known = Set(labels.map(LabelNormaliser.normalise)).intersection(self.labels).count
    return max(known, CanonicalColumns.knownLabels(in: labels))
  }

  public func mapping(for header: RecordHeader, _ options: ExportOptions) throws(Diagnostic) -> FileMapping {
    if let canonical = try CanonicalColumns.mapping(for: header, declared: manifest.members?.attributes ?? [], options)
    {
      return canonical
    }
    let kind = try kind(of: header, options)
    var binder = ColumnBinder(header, file: options.file)
    let markers = AdapterManifest.blankMarkers + manifest.blankMarkers
    switch kind {
    case .members:
      if let members = manifest.members, let bound = try binder.members(members, attributes: options.attributes) {
        return FileMapping(.members(bound), binder: binder, header: header, markers: markers, options: options)
      }
    case .orders:
      if let orders = manifest.orders, let bound = try binder.orders(orders) {
        return FileMapping(.orders(bound), binder: binder, header: header, markers: markers, options: options)
      }
    }
    throw noID([kind], header, options)
  }

  /// Members or orders: the kind that was said, else the one whose id has a column; of two, the one that more labels fit.
  private func kind(of header: RecordHeader, _ options: ExportOptions) throws(Diagnostic) -> ExportKind {
    if let kind = options.kind {
      guard manifest.idMapping(kind) != nil else {
        throw MappingProblem.kindNotSupported(kind, adapter: descriptor.id, file: options.file)
      }
      return kind
    }
    let binder = ColumnBinder(header, file: options.file)
    let fitting = ExportKind.allCases.filter { manifest.idMapping($0).map(binder.hasColumn) ?? false }
    guard let first = fitting.first else { throw noID(ExportKind.allCases, header, options) }
    guard fitting.count > 1 else { return first }
    let found = Set(header.labels.map(LabelNormaliser.normalise))
    let scores = fitting.map { kind in
      (kind, Set(manifest.labels(kind).map(LabelNormaliser.normalise)).intersection(found).count)
    }
    let best = scores.filter { score in scores.allSatisfy { $0.1 <= score.1 } }.map(\.0)
    // Of kinds that fit alike the one whose id stands under the likelier label.
    let places = best.map { kind in (kind, manifest.idMapping(kind).flatMap(binder.firstPlace) ?? .max) }
    guard let likeliest = places.min(by: { $0.1 < $1.1 }), places.filter({ $0.1 == likeliest.1 }).count == 1 else {
      throw MappingProblem.unclearKind(header, file: options.file)
    }
    return likeliest.0
  }

  public var exportsMayBeComplete: Bool { manifest.members?.mayBeComplete ?? true }

  public func layout(for kind: ExportKind?) -> ExportLayout {
    var layouts: [ExportLayout] = []
    if kind != .orders, let members = manifest.members { layouts.append(members.layout) }
    if kind != .members, let orders = manifest.orders { layouts.append(orders.layout) }
    guard var layout = layouts.first else { return ExportLayout() }
    for other in layouts.dropFirst() {
      if layout.header != other.header { layout.header = .find }
      if layout.records != other.records { layout.records = nil }
      // A list that only the one kind has is not there in records of the other, and does not disturb them.
      if layout.rows == nil || other.rows == nil {
        layout.rows = layout.rows ?? other.rows
      } else if layout.rows != other.rows {
        layout.rows = nil
      }
    }
    return layout
  }

  private func noID(_ kinds: [ExportKind], _ header: RecordHeader, _ options: ExportOptions) -> Diagnostic {
    let looked = kinds.compactMap { kind in
      manifest.idMapping(kind).map { (kind: kind, labels: $0.sources.flatMap(\.labels)) }
    }
    return MappingProblem.noIDColumn(looked, header, file: options.file)
  }
}

extension AdapterManifest {
  func idMapping(_ kind: ExportKind) -> FieldMapping? {
    switch kind {
    case .members: members?.id
    case .orders: orders?.id
    }
  }

  /// Every label that the manifest knows for a kind.
  func labels(_ kind: ExportKind) -> [String] {
    switch kind {
    case .members: members?.labels ?? []
    case .orders: orders?.labels ?? []
    }
  }

  var allLabels: [String] { ExportKind.allCases.flatMap(labels) }
}

extension FieldMapping {
  var labels: [String] { sources.flatMap { $0.labels + $0.time + ($0.rule.condition?.labels ?? []) } }
}

extension FlagMapping {
  var labels: [String] { [state, yesAt, noAt, changedAt].compactMap { $0?.labels }.flatMap { $0 } }
}

extension MemberExportMapping {
  var labels: [String] {
    let flags = [withdrawn, dormant].compactMap { $0 } + ConsentKind.allCases.compactMap { consents[$0] }
    let single = [id, updatedAt].compactMap { $0 } + MemberField.allCases.compactMap { fields[$0] }
    return single.flatMap(\.labels) + flags.flatMap(\.labels) + attributes.flatMap(\.mapping.labels)
  }
}

extension OrderExportMapping {
  var labels: [String] {
    let single = [id, updatedAt, refunded, itemID, itemName, itemQuantity, itemPrice, itemTotal].compactMap { $0 }
    return (single + OrderField.allCases.compactMap { fields[$0] }).flatMap(\.labels)
  }
}
