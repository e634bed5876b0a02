import ChannelSync
import CommonValues
import ShopModel

/// Reads one shop's file.
struct ShopLoader {
  let section: ConfigurationSection<ShopKey>
  let builtInAdapters: [String]?

  /// Nil, with a finding, when the document is no mapping.
  init?(_ value: ConfigurationValue, builtInAdapters: [String]?) {
    guard let section = ConfigurationSection<ShopKey>(value) else { return nil }
    self.section = section
    self.builtInAdapters = builtInAdapters
  }

  /// A shop in which whatever could not be read has its default; the findings say what that was. Nil without an id.
  func load() -> ShopConfiguration? {
    let id = section.required(.id, ko: "id: flower처럼 쓰십시오", en: "write one, like id: flower")?.shopID()
    let kakaoSection = section[.kakao].flatMap { ConfigurationSection<KakaoKey>($0) }
    let kakao = kakaoSection.map(kakao)
    let attributes = section[.attributes]?.attributes() ?? []
    let customerFiles = CustomerFilesLoader(
      channels: kakao?.channels ?? [], attributes: Set(attributes.map(\.name)), adapter: section[.adapter] != nil)
    let files = section[.customerFiles].map { customerFiles.load($0) } ?? []
    if let written = section[.customerFiles] { requireKakao(kakaoSection, for: written) }
    let name = section[.name]?.text()
    let currency = section[.currency]?.currency()
    let undated: ShopConfiguration.UndatedConsent? = section[.undatedConsent]?.choice()
    let adapter = section[.adapter]?.adapter(builtIn: builtInAdapters)
    let apiToken = section[.apiToken]?.tokens()
    let login = section[.login].flatMap { LoginLoader(attributes: Set(attributes.map(\.name))).load($0) }
    let webhook = section[.webhook]?.webhook()
    let exports = section[.exports].flatMap(exports)
    let schedule = section[.schedule].flatMap(schedule)
    if let written = section[.schedule], schedule?.sync != nil || schedule?.reconcile != nil {
      requireKakao(kakaoSection, toDo: written)
    }
    requireBoth(exports, schedule)
    let fetchURL = section[.fetchURL]?.url()
    let fetchToken = section[.fetchToken]?.secret()
    let freshness = section[.freshness]?.duration(atLeast: .seconds(60), atMost: .seconds(86_400 * 366))
    guard let id else { return nil }
    return ShopConfiguration(
      file: section.context.file, id: id, name: name ?? id.description, currency: currency ?? "KRW",
      undatedConsent: undated ?? .accept, adapter: adapter ?? .builtIn(id: "shop-export"), apiToken: apiToken,
      kakao: kakao, login: login, webhook: webhook ?? WebhookConfiguration(),
      exports: exports ?? ExportsConfiguration(), schedule: schedule ?? ScheduleConfiguration(),
      fetchURL: fetchURL, fetchToken: fetchToken, freshness: freshness, attributes: attributes, customerFiles: files)
  }

  /// Customer files can only be sent with a key and a channel.
  private func requireKakao(_ kakao: ConfigurationSection<KakaoKey>?, for files: ConfigurationValue) {
    guard let kakao else {
      if !section.has(.kakao) || section[.kakao] == nil {
        section.context.report(
          .missingKey(
            "kakao", ko: "customer_files를 보내려면 kakao.admin_key와 kakao.channels가 필요합니다",
            en: "customer_files need kakao.admin_key and kakao.channels"), at: files.key, key: "kakao")
      }
      return
    }
    _ = kakao.required(
      .adminKey, ko: "고객 파일 권한이 있는 어드민 키를 넣으십시오", en: "customer files are sent with an admin key of that category")
    _ = kakao.required(.channels, ko: "channels: [_xgTNZs]처럼 쓰십시오", en: "write them, like channels: [_xgTNZs]")
  }

  /// What is done by itself needs a key.
  private func requireKakao(_ kakao: ConfigurationSection<KakaoKey>?, toDo schedule: ConfigurationValue) {
    guard kakao?[.adminKey] == nil else { return }
    schedule.report(
      .missingKey(
        "kakao.admin_key", ko: "예약된 작업은 카카오를 호출하므로 kakao.admin_key가 필요합니다",
        en: "what is scheduled calls Kakao, which needs kakao.admin_key"), at: schedule.key)
  }

  /// Addresses without a time, or a time without addresses, would do nothing.
  private func requireBoth(_ exports: ExportsConfiguration?, _ schedule: ScheduleConfiguration?) {
    let hasAddresses = exports?.fetchAddresses.isEmpty == false
    let hasTime = schedule?.imports != nil
    guard hasAddresses != hasTime, let written = section[.schedule] ?? section[.exports] else { return }
    if hasAddresses {
      written.report(
        .missingKey(
          "schedule.import", ko: "exports.fetch를 언제 받을지 schedule: {import: daily 04:00}처럼 쓰십시오",
          en: "say when exports.fetch is fetched, like schedule: {import: daily 04:00}"), at: written.key)
    } else {
      written.report(
        .missingKey(
          "exports.fetch", ko: "schedule.import가 받을 주소를 exports.fetch에 쓰십시오",
          en: "schedule.import needs the addresses that it is to fetch"), at: written.key)
    }
  }

  private func schedule(_ value: ConfigurationValue) -> ScheduleConfiguration? {
    guard let section = ConfigurationSection<ScheduleKey>(value) else { return nil }
    var schedule = ScheduleConfiguration()
    schedule.sync = section[.sync]?.schedule()
    schedule.reconcile = section[.reconcile]?.schedule()
    schedule.imports = section[.imports]?.schedule()
    return schedule
  }

  private func kakao(_ section: ConfigurationSection<KakaoKey>) -> KakaoConfiguration {
    KakaoConfiguration(
      restAPIKey: section[.restAPIKey]?.secret(), clientSecret: section[.clientSecret]?.secret(),
      adminKey: section[.adminKey]?.secret(), webhookAdminKey: section[.webhookAdminKey]?.secret(),
      appID: section[.appID]?.integer(1...Int.max).map(Int64.init),
      maximumMissingPercent: section[.maxMissing]?.percent() ?? KakaoConfiguration.defaultMissingPercent,
      channels: section[.channels]?.nonEmptyList(orSingle: true, of: { $0.channel() }) ?? [],
      authURL: section[.authURL]?.baseURL() ?? KakaoConfiguration.productionAuthURL,
      apiURL: section[.apiURL]?.baseURL() ?? KakaoConfiguration.productionAPIURL)
  }

  private func exports(_ value: ConfigurationValue) -> ExportsConfiguration? {
    guard let section = ConfigurationSection<ExportsKey>(value) else { return nil }
    var exports = ExportsConfiguration()
    if let members = section[.members].flatMap({ ConfigurationSection<MemberExportsKey>($0) }) {
      if let complete = members[.complete]?.bool() { exports.membersComplete = complete }
      if let percent = members[.maxAbsent]?.percent() { exports.maximumAbsentPercent = percent }
    }
    if let orders = section[.orders].flatMap({ ConfigurationSection<OrderExportsKey>($0) }) {
      if let match: [ExportsConfiguration.OrderMatch] = orders[.match]?.list(orSingle: true, of: { $0.choice() }) {
        exports.orderMatch = match
      }
      if let status: ExportsConfiguration.UnknownStatus = orders[.unknownStatus]?.choice() {
        exports.unknownOrderStatus = status
      }
    }
    if let addresses = section[.fetch]?.nonEmptyList(orSingle: true, of: { $0.exportAddress() }) {
      exports.fetchAddresses = addresses
    }
    if let folder = section[.watch]?.text() { exports.watchFolder = section.context.resolve(folder) }
    return exports
  }
}
