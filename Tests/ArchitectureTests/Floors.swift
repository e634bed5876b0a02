/// A room of the house: a target, its floor, and what it may import.
struct Room: Sendable {
  let floor: Int
  /// Our own modules. CommonValues is added for everybody from floor 2 up.
  let own: Set<String>
  /// Modules of other people's packages. Logging and Metrics are added for everybody from floor 2 up.
  let packages: Set<String>

  init(_ floor: Int, own: Set<String> = [], packages: Set<String> = []) {
    self.floor = floor
    self.own = own
    self.packages = packages
  }
}

/// The table of docs/architecture.md.
struct Floors: Sendable {
  var rooms: [String: Room]
  /// Modules that wrap a C library: imported by exactly one of our targets each.
  var cModules: Set<String> = ["CCurl", "CLibXML2", "CLibPQ", "CQREncode", "CZip", "CZlib", "GRDBSQLite"]
  /// Modules that must not be seen in a public signature.
  var hidden: Set<String> = ["CCurl", "CLibXML2", "CLibPQ", "CQREncode", "CZip", "CZlib", "GRDB", "GRDBSQLite", "Yams"]
  /// What a Swift toolchain brings. FoundationNetworking is left out on purpose: it brings a second libcurl.
  var system: Set<String> = [
    "Swift", "Foundation", "FoundationEssentials", "Glibc", "Musl", "Darwin", "Dispatch", "Synchronization",
  ]
  /// From floor 2 up, allowed for everybody.
  var everywhere: Set<String> = ["CommonValues", "Logging", "Metrics"]
  /// A room that shares no code with the rest, so that it can not share a mistake with the client.
  var secluded: Set<String> = ["KakaoSandbox"]
  /// What the Swift of an adapter may import.
  var adapter = Room(4, own: ["Records", "ShopAdapters", "ShopModel"], packages: ["Crypto"])

  /// Hummingbird and the modules whose types its signatures hand on.
  private static let hummingbird: Set<String> = [
    "Hummingbird", "HummingbirdCore", "HTTPTypes", "NIOCore", "NIOPosix", "ServiceLifecycle",
  ]
  private static let belowTheFacade: Set<String> = [
    "ChannelSync", "HTTPTransport", "Ingest", "KakaoAPI", "KakaoSync", "Messaging", "Records", "ShopAdapters",
    "ShopModel",
    "Store",
  ]

  static let naru = Floors(rooms: [
    "CCurl": Room(0),
    "CLibXML2": Room(0),
    "CQREncode": Room(0),
    "CLibPQ": Room(0),
    "CZip": Room(0),
    "CZlib": Room(0),
    "CommonValues": Room(1),
    "Records": Room(1, own: ["CLibXML2", "CZip", "CZlib", "CommonValues"]),
    "HTTPTransport": Room(1, own: ["CCurl", "CommonValues"], packages: ["Logging", "Metrics"]),
    "ShopModel": Room(2),
    "KakaoAPI": Room(2, own: ["HTTPTransport"], packages: ["Crypto", "JWTKit"]),
    "ShopAdapters": Room(3, own: ["Records", "ShopModel"], packages: ["Crypto", "Yams"]),
    "Store": Room(3, own: ["CLibPQ", "ShopModel"], packages: ["GRDB", "GRDBSQLite"]),
    "Ingest": Room(4, own: ["Records", "ShopAdapters", "ShopModel", "Store"]),
    "KakaoSync": Room(4, own: ["KakaoAPI", "ShopModel", "Store"], packages: ["Crypto"]),
    "ChannelSync": Room(4, own: ["KakaoAPI", "ShopModel", "Store"]),
    "Messaging": Room(4, own: ["KakaoAPI", "ShopModel", "Store"]),
    "Naru": Room(5, own: belowTheFacade, packages: ["Crypto", "ServiceLifecycle", "Yams"]),
    "NaruServer": Room(
      6, own: belowTheFacade.union(["Naru"]),
      packages: hummingbird.union(["Crypto", "NIOHTTP1", "NIOHTTPTypes", "NIOHTTPTypesHTTP1", "NIOSSL"])),
    "KakaoSandbox": Room(6, packages: hummingbird.union(["Crypto", "CryptoExtras", "NIOHTTP1"])),
    "NaruTestSupport": Room(1),
    "AdapterTesting": Room(4, own: ["ShopAdapters", "ShopModel"], packages: ["Testing"]),
    "naru": Room(
      7, own: belowTheFacade.union(["CQREncode", "KakaoSandbox", "Naru", "NaruServer"]),
      packages: hummingbird.union(["ArgumentParser"])
    ),
  ])

  func room(of module: String) -> Room? {
    module.hasPrefix("adapters/") ? adapter : rooms[module]
  }

  /// Whether `module` may import `imported`, one of our own.
  func allowsOwn(_ imported: String, in module: String, _ room: Room) -> Bool {
    if room.own.contains(imported) { return true }
    return room.floor >= 2 && everywhere.contains(imported) && !secluded.contains(module)
  }

  /// Whether a room may import `imported`, which is not ours.
  func allowsForeign(_ imported: String, in room: Room) -> Bool {
    if system.contains(imported) || room.packages.contains(imported) { return true }
    return room.floor >= 2 && everywhere.contains(imported)
  }

  /// What is wrong with the table itself: a room above the floor of somebody who may import it, or a neighbour on floor 4.
  var contradictions: [String] {
    rooms.sorted { $0.key < $1.key }.flatMap { name, room in
      room.own.sorted().compactMap { imported in
        guard let other = rooms[imported] else { return "\(name) may import \(imported), which is no room" }
        let below = other.floor < room.floor || (room.floor == 1 && imported == "CommonValues")
        return below ? nil : "\(name) (floor \(room.floor)) may import \(imported) (floor \(other.floor))"
      }
    }
  }
}
