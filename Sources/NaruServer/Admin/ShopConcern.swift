import CommonValues
import Naru

/// Something about a shop that a person should see to, with the way there.
struct ShopConcern: Sendable {
  /// How much it matters: red, yellow, blue.
  enum Weight: Int, Sendable, Comparable {
    case hint, warning, failure

    static func < (lhs: Weight, rhs: Weight) -> Bool { lhs.rawValue < rhs.rawValue }

    var look: HTML {
      switch self {
      case .failure: "bad"
      case .warning: "warn"
      case .hint: "note"
      }
    }
  }

  var weight: Weight
  /// For the list of shops.
  var short: String
  /// What is the matter, and what to do.
  var text: HTML

  /// Everything to see to, the gravest first.
  ///
  /// - Parameter newest: when the shop was last heard of, as readiness counts it.
  static func all(
    _ shop: ShopConfiguration, _ glance: ShopGlance, newest: Timestamp?, now: Timestamp, _ t: AdminWords
  ) -> [ShopConcern] {
    let found =
      deliveries(shop, glance, newest, now, t) + runs(shop, glance, t) + setup(shop, glance, t)
      + quarantine(shop, glance, t)
    return found.enumerated().sorted { ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset) }
      .map(\.element)
  }

  private static func deliveries(
    _ shop: ShopConfiguration, _ glance: ShopGlance, _ newest: Timestamp?, _ now: Timestamp, _ t: AdminWords
  ) -> [ShopConcern] {
    var found: [ShopConcern] = []
    let base = "/admin/shops/\(shop.id)"
    if glance.dead > 0 {
      let count = t.number(glance.dead, limit: ShopGlance.limit)
      found.append(
        ShopConcern(
          weight: .failure, short: t("처리 실패 \(count)건", "\(count) dead"),
          text: """
            \(t("처리하지 못한 알림이 \(count)건 있습니다.", "\(count) deliveries could not be worked on.")) \
            <a href="\(base)/inbox?state=dead">\(t("이유를 보고 다시 시도하기", "See why, and retry"))</a>
            """))
    }
    if let oldest = glance.oldestWaiting, now.milliseconds - oldest.milliseconds > 600_000 {
      found.append(
        ShopConcern(
          weight: .warning, short: t("처리 밀림", "backlog"),
          text: """
            \(t("가장 오래 기다리는 알림이 \(t.age(oldest, now: now))에 왔습니다.",
              "The delivery that waits longest came \(t.age(oldest, now: now)).")) \
            <a href="\(base)/inbox?state=waiting">\(t("기다리는 알림 보기", "See what waits"))</a>
            """))
    }
    if let limit = shop.freshness?.components.seconds, let newest,
      now.milliseconds - newest.milliseconds > limit * 1_000
    {
      let age = t.age(newest, now: now)
      found.append(
        ShopConcern(
          weight: .failure, short: t("소식 없음", "stale"),
          text: """
            \(t("마지막 소식이 \(age)에 왔습니다. 설정의 freshness보다 오래되었습니다. 쇼핑몰의 웹훅 설정과 내보내기를 확인하십시오.",
              "The last news came \(age), longer ago than `freshness` allows. Check the shop's webhooks and exports."))
            """))
    }
    return found
  }

  private static func runs(_ shop: ShopConfiguration, _ glance: ShopGlance, _ t: AdminWords) -> [ShopConcern] {
    [glance.lastSync, glance.lastImport].compactMap { run -> ShopConcern? in
      guard let run, let outcome = run.outcome, outcome != .succeeded else { return nil }
      let kind = t.name(run.kind)
      let link: HTML = """
        <a href="/admin/shops/\(shop.id.description)/runs/\(run.id)">\(t("무엇이 있었는지 보기", "See what happened"))</a>
        """
      switch outcome {
      case .failed:
        return ShopConcern(
          weight: .failure, short: t("\(kind) 실패", "\(kind) failed"),
          text: "\(t("마지막 \(kind)가 실패했습니다.", "The last \(kind.lowercased()) failed.")) \(link)")
      default:
        return ShopConcern(
          weight: .warning, short: t("\(kind) 멈춤", "\(kind) stopped"),
          text:
            "\(t("마지막 \(kind)가 끝까지 가지 못하고 멈췄습니다.", "The last \(kind.lowercased()) stopped before its end.")) \(link)"
        )
      }
    }
  }

  /// What is missing before customer files can be filled, one step at a time.
  private static func setup(_ shop: ShopConfiguration, _ glance: ShopGlance, _ t: AdminWords) -> [ShopConcern] {
    func step(_ weight: Weight, _ short: String, _ text: HTML) -> [ShopConcern] {
      [ShopConcern(weight: weight, short: short, text: text)]
    }
    if glance.state.members == 0 {
      return step(
        .hint, t("회원 없음", "no members"),
        """
        \(t("아직 회원이 없습니다. 회원 파일을 가져오십시오:", "There are no members yet. Import a file of them:")) \
        <code>naru import --shop \(shop.id.description) members.csv</code>
        """)
    }
    if shop.kakao?.adminKey == nil {
      return step(
        .warning, t("어드민 키 없음", "no admin key"),
        """
        <code>\(shop.file)</code> \(t("에 kakao.admin_key가 없어 카카오에 보낼 수 없습니다. 키는 카카오 디벨로퍼스의 [앱] > [플랫폼 키]에 있습니다.",
          "has no kakao.admin_key, so nothing can be sent to Kakao. Keys are in Kakao Developers under [App] > [Platform key]."))
        """)
    }
    if shop.customerFiles.isEmpty {
      return step(
        .hint, t("고객 파일 없음", "no customer file"),
        """
        <code>\(shop.file)</code> \(t("에 customer_files를 쓰면 회원을 카카오톡 채널의 고객 파일로 보냅니다.",
          "names no customer_files; with them members are sent to the channel's customer files."))
        """)
    }
    if glance.lastSync == nil {
      return step(
        .hint, t("동기화 전", "never synced"),
        """
        \(t("아직 보낸 적이 없습니다. 무엇이 나갈지 보고", "Nothing was ever sent. See what would go")) \
        (<a href="/admin/shops/\(shop.id.description)/files">\(t("고객 파일", "customer files"))</a>), \
        \(t("보내십시오:", "then send it:")) <code>naru sync --shop \(shop.id.description)</code>
        """)
    }
    return []
  }

  private static func quarantine(_ shop: ShopConfiguration, _ glance: ShopGlance, _ t: AdminWords) -> [ShopConcern] {
    guard glance.quarantined > 0 else { return [] }
    let count = t.number(glance.quarantined, limit: ShopGlance.limit)
    return [
      ShopConcern(
        weight: .warning, short: t("격리 \(count)건", "\(count) in quarantine"),
        text: """
          \(t("읽지 못한 행이나 값이 \(count)건 있습니다.", "\(count) rows or values could not be read.")) \
          <a href="/admin/shops/\(shop.id.description)/quarantine">\(t("이유 보기", "See why"))</a>
          """)
    ]
  }
}
