import CommonValues

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The adapters that a process knows, by id.
public struct AdapterRegistry: Sendable {
  private var adapters: [String: any ShopAdapter] = [:]

  /// A registry of these adapters. Throws when two have the same id.
  public init(_ adapters: [any ShopAdapter] = []) throws(AdapterError) {
    for adapter in adapters { try register(adapter) }
  }

  /// A registry of the adapters that Naru brings along. Throws only if a manifest among them is broken.
  public static func builtIn() throws(AdapterError) -> AdapterRegistry {
    var registry = try AdapterRegistry()
    for (id, yaml) in EmbeddedAdapters.manifests.sorted(by: { $0.key < $1.key }) {
      let manifest = try AdapterManifest(yaml: yaml, file: "adapters/\(id)/adapter.yaml")
      guard manifest.descriptor.id == id else { throw AdapterProblem.wrongFolder(manifest.descriptor.id, folder: id) }
      try registry.register(DeclarativeAdapter(manifest))
    }
    return registry
  }

  /// Adds an adapter. Throws when its id is taken.
  public mutating func register(_ adapter: any ShopAdapter) throws(AdapterError) {
    let id = adapter.descriptor.id
    guard adapters[id] == nil else { throw AdapterProblem.duplicate(id) }
    adapters[id] = adapter
  }

  /// Who is there, in the order of their ids.
  public var descriptors: [AdapterDescriptor] { adapters.values.map(\.descriptor).sorted { $0.id < $1.id } }

  /// The adapter of that id.
  public subscript(id: String) -> (any ShopAdapter)? { adapters[id] }

  /// The adapter that a shop's config names: by id, or by the path of a folder with an `adapter.yaml`.
  ///
  /// What has a `/`, `\` or begins with a dot is a path; a relative one starts at `folder`.
  public func adapter(_ name: String, relativeTo folder: String = ".") throws(AdapterError) -> any ShopAdapter {
    if let adapter = adapters[name] { return adapter }
    guard name.contains("/") || name.contains("\\") || name.hasPrefix(".") else {
      throw AdapterProblem.unknown(name, suggestion: Spelling.nearestID(name, in: Array(adapters.keys)))
    }
    return try AdapterRegistry.load(directory: name.hasPrefix("/") ? name : folder + "/" + name)
  }

  /// The adapter in a folder with an `adapter.yaml`.
  ///
  /// A ``DeclarativeAdapter``, or a ``CommandAdapter`` when the manifest names a program.
  public static func load(directory: String) throws(AdapterError) -> any ShopAdapter {
    let folder = directory.hasSuffix("/") ? String(directory.dropLast()) : directory
    let path = folder + "/adapter.yaml"
    let data: Data
    do {
      data = try Data(contentsOf: URL(filePath: path))
    } catch {
      throw AdapterProblem.unreadable(path)
    }
    guard let text = String(validating: data, as: UTF8.self) else { throw AdapterProblem.notText(path) }
    let manifest = try AdapterManifest(yaml: text, file: path)
    return manifest.command == nil ? DeclarativeAdapter(manifest) : try CommandAdapter(manifest, folder: folder)
  }
}
