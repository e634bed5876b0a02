import CommonValues

/// The shop that `naru demo` brings along: its exports as a merchant would download them, and its configuration.
///
/// The same for the same day. What is wrong with the data on purpose stands at ``DemoRoster`` and ``DemoOrders``.
struct DemoShop: Sendable {
  /// The day on which the exports were made.
  let today: CalendarDate

  static let id = "flower"
  static let channel = "_xgTNZs"
  /// The keys of the sandbox's app; good for nothing but the demo.
  static let restAPIKey = "demo-rest-api-key"
  static let adminKey = "demo-admin-key"

  /// Who blocked or added the channel, for the sandbox to begin with.
  enum Relation: String, Sendable {
    case added = "ADDED"
    case blocked = "BLOCKED"
    case none = "NONE"
  }

  /// The Kakao users behind the members, by app user id; `peony28` has blocked the channel.
  static var kakaoUsers: [(id: Int64, phone: String, relation: Relation)] {
    (1...DemoRoster.count + 1).map { number in
      (
        DemoRoster.kakaoUserID(number), "8210123410\(number < 10 ? "0" : "")\(number)",
        number == 28 ? .blocked : number % 3 == 0 ? .none : .added
      )
    }
  }

  /// The member export in CP949: a title row, the header, then the rows.
  func membersExport() throws -> [UInt8] { try members(DemoRoster.rows()) }

  /// The same export some days later: four members changed, one came, nobody left.
  ///
  /// `rose01` has more points, `lily02` has refused messages, `rose40` has agreed to them, `iris12` has moved, and `lily99` is
  /// new.
  func changedMembersExport() throws -> [UInt8] {
    var rows = DemoRoster.rows()
    rows[0].points = "3500"
    rows[1].smsConsent = "F"
    rows[1].smsConsentOn = today.adding(days: 1).description
    rows[39].smsConsent = "T"
    rows[39].smsConsentOn = today.adding(days: 1).description
    rows[11].region = "세종"
    var newcomer = DemoRoster.plain(61)
    newcomer.id = "lily99"
    newcomer.email = "lily99@example.com"
    newcomer.joinedOn = today.adding(days: 1).description
    newcomer.smsConsent = "T"
    newcomer.smsConsentOn = newcomer.joinedOn
    rows.append(newcomer)
    return try members(rows)
  }

  /// The order export in CP949: the header, then a row an item.
  func ordersExport() throws -> [UInt8] {
    try DemoExport.bytes(
      ([DemoOrders.labels] + DemoOrders(today: today).rows()).map { $0.map(DemoExport.quoted).joined(separator: ",") })
  }

  private func members(_ rows: [DemoMember]) throws -> [UInt8] {
    try DemoExport.bytes(
      ["플라워샵 회원 목록 (\(today) 기준)", DemoMember.labels.joined(separator: ",")] + rows.map(\.line))
  }

  // MARK: Configuration

  /// `naru.yaml` of the demo.
  static let processConfiguration = """
    # naru demo가 만든 설정입니다. 비밀 값을 그대로 적는 것은 예제에서만 허용됩니다.
    # Written by naru demo. Secrets may stand in the files only because this is a demo.
    listen: 127.0.0.1:8080
    store: sqlite:naru.db
    shops: shops
    allow_literal_secrets: true

    """

  /// `shops/flower.yaml` of the demo.
  /// - Parameter kakaoURL: the local Kakao, `http://127.0.0.1:port`.
  static func shopConfiguration(kakaoURL: String) -> String {
    """
    id: \(id)
    name: 플라워샵
    adapter: shop-export
    kakao:
      rest_api_key: \(restAPIKey)
      admin_key: \(adminKey)
      channels: [\(channel)]
      auth_url: \(kakaoURL)
      api_url: \(kakaoURL)
    exports:
      members: { complete: false, max_absent: 5% }
      orders: { match: [phone, email], unknown_status: unpaid }
    attributes: [추천인]
    customer_files:
      - name: 전체회원
        channel: \(channel)
        users: app
        where: { consent: [sms], not_blocked: true }
        columns:
          생년월일: member.birth_date
          성별: member.gender
          지역: member.region
          구매금액: orders.total_paid
          최근구매일: orders.last_paid_on
          포인트: member.points
        max_removal: 20%
      - name: 최근 90일 구매
        channel: \(channel)
        users: phone
        where: { consent: [sms], orders.last_paid_on: { within: 90d } }
        columns:
          연령: member.age_band
          구매금액: orders.total_paid
        max_removal: 20%

    """
  }
}
