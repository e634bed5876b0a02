/// The OpenAPI 3.1 document of the sidecar: what is served at `/openapi.json` and shipped as docs/openapi.json.
///
/// It is put together from one area after another, each of which describes the routes beside which it stands; a test holds its paths and
/// methods against the router's.
enum APIDocument {
  /// The interface's version, that of the package.
  static let version = "0.1.0"

  static let areas: [APIArea] = [.browsers, .backEnd, .records, .pipeline, .kakao, .proxies, .operators]

  /// The document.
  ///
  /// - Parameter publicURL: the origin that browsers reach the sidecar by; nil: the document's own place.
  static func bytes(publicURL: String?) -> [UInt8] {
    OrderedJSON.object([
      .init("openapi", .text("3.1.0")), .init("info", info),
      .init("servers", .list([.object([.init("url", .text(publicURL ?? "/"))])])),
      .init("tags", .list(areas.map(\.tag))), .init("paths", paths), .init("components", components),
    ]).document
  }

  private static var info: OrderedJSON {
    .object([
      .init("title", .text("Naru")), .init("version", .text(version)),
      .init("summary", .text("Kakao Sync and the KakaoTalk Channel for a shop, beside its back end.")),
      .init("description", .text(introduction)),
    ])
  }

  private static let introduction = """
    쇼핑몰 서버 곁에서 도는 Naru(`naru serve`)의 HTTP 인터페이스입니다. 간편가입과 로그인, 연결과 동의, 웹훅, 회원과 주문의 동기화를 다룹니다.

    What `naru serve` answers. `{shop}` is a shop's id. A shop's back end sends its `api_token` as `Authorization: Bearer`; a token is \
    for its own shop only, and two are valid during a rotation. Other methods of a path are 405 with `Allow`, other addresses 404.

    Errors are RFC 9457 `application/problem+json`; programs look at `type`. Every answer has `Cache-Control: no-store` (but for button and \
    script), `Referrer-Policy: no-referrer`, `X-Content-Type-Options: nosniff` and `X-Request-Id`. A member that is not described here may be added to any \
    answer at any time.

    Ids are strings, times RFC 3339, money decimal text. Redirects are built from the configuration alone, never from a request's headers.

    The pages under `/admin` are for people and are not part of this document.
    """

  /// Each path once, in order, with its methods.
  private static var paths: OrderedJSON {
    var items: [OrderedJSON.Member] = []
    for area in areas {
      for operation in area.operations {
        for method in operation.methods {
          let member = OrderedJSON.Member(method.lowercased(), operation.json(method, tag: area.name))
          if let index = items.firstIndex(where: { $0.name == operation.path }),
            case .object(let members) = items[index].value
          {
            items[index].value = .object(members + [member])
          } else {
            let every = OrderedJSON.Member("parameters", .list([APIParameter.requestID.use]))
            items.append(.init(operation.path, .object([every, member])))
          }
        }
      }
    }
    return .object(items)
  }

  private static var components: OrderedJSON {
    .object([
      .init("securitySchemes", .written(securitySchemes)), .init("parameters", parameters),
      .init("headers", .object(APIHeader.allCases.map { .init($0.rawValue, $0.definition) })),
      .init("responses", .object(APIProblem.all.map { .init($0.name, $0.response) })),
      .init("schemas", .object((areas.flatMap(\.schemas) + APIProblem.schemas).sorted { $0.name < $1.name })),
    ])
  }

  /// Each shared parameter once.
  private static var parameters: OrderedJSON {
    var members: [OrderedJSON.Member] = []
    for parameter in [.requestID] + areas.flatMap(\.operations).flatMap(\.allParameters) {
      guard let name = parameter.component, !members.contains(where: { $0.name == name }) else { continue }
      members.append(.init(name, parameter.definition))
    }
    return .object(members)
  }

  private static let securitySchemes = ##"""
    {
      "shopToken": {
        "type": "http",
        "scheme": "bearer",
        "description": "쇼핑몰의 `api_token`.\n\nThe shop's `api_token`, of that shop alone."
      },
      "kakaoAdminKey": {
        "type": "apiKey",
        "in": "header",
        "name": "Authorization",
        "description": "카카오가 보내는 `KakaoAK {어드민 키}`.\n\n`KakaoAK` and the app's primary admin key, `kakao.webhook_admin_key`, as Kakao sends it."
      }
    }
    """##
}

/// A part of the interface: who calls it, its requests, and the schemas that they speak of.
struct APIArea: Sendable {
  /// The tag's name.
  var name: String
  /// English, CommonMark.
  var text: String
  var korean: String
  var operations: [APIOperation]
  /// By name; each name stands in one area alone.
  var schemas: [OrderedJSON.Member] = []

  var tag: OrderedJSON {
    .object([.init("name", .text(name)), .init("description", .text("\(korean)\n\n\(text)"))])
  }
}
