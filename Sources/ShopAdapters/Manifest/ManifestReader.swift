import CommonValues
import ShopModel

/// Reads a manifest and reports all of its faults.
struct ManifestReader {
  private(set) var faults: [ManifestFault] = []
  /// Words for yes and no where a flag has none of its own.
  private var yes: [String] = []
  private var no: [String] = []
  /// Whether labels are paths in a webhook's body.
  var readsPaths = false
  /// The keys of each section that was met, for the test that holds the schema to them.
  var sections: [String: Set<String>] = [:]

  static func read(
    _ yaml: String, file: String, migrations: ManifestMigrations = .released
  ) throws(AdapterError) -> AdapterManifest {
    let root: ManifestNode
    do {
      root = migrations.migrate(try ManifestParser.parse(yaml))
    } catch {
      throw AdapterError([error.diagnostic(file: file)])
    }
    var reader = ManifestReader()
    let manifest = reader.manifest(root)
    guard reader.faults.isEmpty, let manifest else {
      let sorted = reader.faults.sorted { ($0.place.line, $0.place.column) < ($1.place.line, $1.place.column) }
      throw AdapterError(sorted.map { $0.diagnostic(file: file) })
    }
    return manifest
  }

  mutating func manifest(_ root: ManifestNode) -> AdapterManifest? {
    let keys = [
      "version", "id", "release", "name", "platform", "blank", "yes_words", "no_words", "members", "orders", "webhook",
      "command", "limits",
    ]
    guard let map = section(root, "adapter.yaml", keys) else { return nil }
    let version = required(map, "version", root).flatMap { text($0, "version") }
    if let version, version != "\(AdapterManifest.languageVersion)" {
      fault(.wrongVersion(version), map["version"]?.place ?? root.place)
    }
    let id = required(map, "id", root).flatMap { text($0, "id") }
    if let id, !AdapterDescriptor.isID(id) { fault(.badID, map["id"]?.place ?? root.place) }
    let release = required(map, "release", root).flatMap { text($0, "release") }
    let name = required(map, "name", root).flatMap { localized($0) }
    let platform = map["platform"].flatMap { text($0, "platform") }
    let blank = words(map["blank"], "blank")
    yes = words(map["yes_words"], "yes_words")
    no = words(map["no_words"], "no_words")
    var unsupported: Set<ExportKind> = []
    if isUnsupported(map["members"]) { unsupported.insert(.members) }
    if isUnsupported(map["orders"]) { unsupported.insert(.orders) }
    let members = unsupported.contains(.members) ? nil : map["members"].flatMap { self.members($0) }
    let orders = unsupported.contains(.orders) ? nil : map["orders"].flatMap { self.orders($0) }
    let webhook = map["webhook"].flatMap { self.webhook($0) }
    let command = map["command"].flatMap { self.command($0) }
    let limits = map["limits"].map { self.limits($0) } ?? ProcessLimits()
    if command != nil {
      for key in ["members", "orders"] {
        if let value = map[key], !isUnsupported(value) { fault(.onlyOne(key, "command"), value.place) }
      }
    } else if let limits = map["limits"] {
      fault(.missingKey("command"), limits.place)
    }
    guard let id, let release, let name else { return nil }
    var capabilities = webhook.map(\.capabilities) ?? []
    if members != nil { capabilities.insert(.memberExport) }
    if orders != nil { capabilities.insert(.orderExport) }
    if command != nil {
      if !unsupported.contains(.members) { capabilities.insert(.memberExport) }
      if !unsupported.contains(.orders) { capabilities.insert(.orderExport) }
    }
    var manifest = AdapterManifest(
      descriptor: AdapterDescriptor(
        id: id, version: release, name: name, platform: platform, capabilities: capabilities))
    manifest.blankMarkers = blank
    manifest.members = members
    manifest.orders = orders
    manifest.unsupported = unsupported
    manifest.webhook = webhook
    manifest.command = command
    manifest.processLimits = limits
    return manifest
  }

  private func isUnsupported(_ node: ManifestNode?) -> Bool {
    if case .text("unsupported") = node?.content { true } else { false }
  }

  /// The keys that say where rows stand in a file.
  private var layoutKeys: [String] { readsPaths ? [] : ["header_row", "columns", "records", "rows"] }

  private mutating func layout(_ map: [String: ManifestNode]) -> ExportLayout {
    var layout = ExportLayout()
    if let row = map["header_row"] { layout.header = number(row, "header_row").map(ExportLayout.Header.row) ?? .find }
    if let columns = map["columns"] {
      if map["header_row"] != nil { fault(.onlyOne("columns", "header_row"), columns.place) }
      layout.header = .none(labels: labels(columns, "columns"))
    }
    layout.records = map["records"].flatMap { path($0, "records") }
    layout.rows = map["rows"].flatMap { path($0, "rows") }
    return layout
  }

  mutating func members(_ node: ManifestNode) -> MemberExportMapping? {
    let special =
      ["id", "updated_at", "withdrawn", "dormant", "consents", "attributes"] + layoutKeys
      + (readsPaths ? [] : ["complete"])
    guard let map = section(node, "members", special + MemberField.allCases.map(\.name)) else { return nil }
    var mapping = MemberExportMapping()
    mapping.layout = layout(map)
    mapping.mayBeComplete = map["complete"].flatMap { word($0, "complete", ["allowed", "never"]) } != "never"
    if let id = required(map, "id", node) { mapping.id = field(id, "id", readsPaths ? .identifiers : .identifier) }
    mapping.updatedAt = map["updated_at"].map { field($0, "updated_at", .time) }
    for name in MemberField.allCases {
      mapping.fields[name] = map[name.name].map { field($0, name.name, FieldShape(name)) }
    }
    mapping.withdrawn = map["withdrawn"].map { flag($0, "withdrawn") }
    mapping.dormant = map["dormant"].map { flag($0, "dormant") }
    if let node = map["consents"], let map = section(node, "consents", ConsentKind.allCases.map(\.rawValue)) {
      for kind in ConsentKind.allCases { mapping.consents[kind] = map[kind.rawValue].map { flag($0, kind.rawValue) } }
    }
    if let node = map["attributes"], case .map(let pairs) = shaped(node, "attributes", .map) {
      for (key, value) in pairs {
        guard (1...255).contains(key.name.utf8.count) else {
          fault(.badAttribute, key.place)
          continue
        }
        mapping.attributes.append(AttributeMapping(name: key.name, mapping: field(value, key.name, .text)))
      }
    }
    return mapping
  }

  mutating func orders(_ node: ManifestNode) -> OrderExportMapping? {
    let keys =
      [
        "id", "updated_at", "member_id", "buyer", "placed_at", "paid_at", "status", "currency", "total", "refunded",
        "items", "contacts",
      ] + layoutKeys + (readsPaths ? [] : ["fill_down"])
    guard let map = section(node, "orders", keys) else { return nil }
    var mapping = OrderExportMapping()
    mapping.layout = layout(map)
    mapping.fillsDown = map["fill_down"].map { boolean($0, "fill_down") } ?? false
    mapping.contactsAreForDelivery =
      map["contacts"].flatMap { word($0, "contacts", ["buyer", "delivery_only"]) } == "delivery_only"
    if let id = required(map, "id", node) { mapping.id = field(id, "id", readsPaths ? .identifiers : .identifier) }
    mapping.updatedAt = map["updated_at"].map { field($0, "updated_at", .time) }
    for name in [OrderField.memberID, .placedAt, .paidAt, .status, .currency, .total] {
      mapping.fields[name] = map[name.name].map { field($0, name.name, FieldShape(name)) }
    }
    mapping.refunded = map["refunded"].map { field($0, "refunded", .plain) }
    if let node = map["buyer"], let map = section(node, "buyer", ["name", "phone", "email"]) {
      mapping.fields[.buyerName] = map["name"].map { field($0, "buyer.name", .text) }
      mapping.fields[.buyerPhone] = map["phone"].map { field($0, "buyer.phone", .plain) }
      mapping.fields[.buyerEmail] = map["email"].map { field($0, "buyer.email", .plain) }
    }
    let itemKeys = ["id", "name", "quantity", "price", "total"] + (readsPaths ? ["each"] : ["joined"])
    if let node = map["items"], let map = section(node, "items", itemKeys) {
      mapping.itemSeparator = map["joined"].flatMap { separator($0, "joined") }
      mapping.itemPaths = map["each"].map { labels($0, "each") } ?? []
      mapping.itemID = map["id"].map { field($0, "items.id", .plain) }
      mapping.itemName = map["name"].map { field($0, "items.name", .plain) }
      mapping.itemQuantity = map["quantity"].map { field($0, "items.quantity", .plain) }
      mapping.itemPrice = map["price"].map { field($0, "items.price", .plain) }
      mapping.itemTotal = map["total"].map { field($0, "items.total", .plain) }
    }
    return mapping
  }

  private mutating func flag(_ node: ManifestNode, _ name: String) -> FlagMapping {
    var flag = FlagMapping(FieldMapping([]))
    flag.yes = yes
    flag.no = no
    if case .list = node.content {
      flag.state = field(node, name, .plain)
      return flag
    }
    let own = ["yes_words", "no_words", "yes_date", "no_date", "changed_date"]
    let shape = FieldShape(extraKeys: own, mayLackLabels: true)
    flag.state = field(node, name, shape)
    guard case .map(let pairs) = node.content else { return flag }
    for (key, value) in pairs {
      switch key.name {
      case "yes_words": flag.yes = words(value, key.name)
      case "no_words": flag.no = words(value, key.name)
      case "yes_date": flag.yesAt = field(value, key.name, .time)
      case "no_date": flag.noAt = field(value, key.name, .time)
      case "changed_date": flag.changedAt = field(value, key.name, .time)
      default: break
      }
    }
    return flag
  }

  mutating func fault(_ kind: ManifestFault.Kind, _ place: ManifestPlace) { faults.append(ManifestFault(kind, place)) }
}
