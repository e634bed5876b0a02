/// The shop's config file of a scene.
struct ShopText: Sendable {
  /// Columns of the file of app users.
  var appColumns = "포인트: member.points, 지역: member.region"
  /// Whether there is a second file, by phone.
  var hasPhoneFile = true
  var maxRemoval = "50%"
  var adminKey = "{ env: \(Scene.keyVariable) }"
  /// Further top-level lines.
  var further = ""

  static let appFile = "전체회원"
  static let phoneFile = "우수회원"

  func yaml(port: Int) -> String {
    var text = """
      id: flower
      name: 플라워샵
      adapter: shop-export
      kakao:
        admin_key: \(adminKey)
        channels: [\(Scene.channel)]
        api_url: http://127.0.0.1:\(port)
      customer_files:
        - name: \(ShopText.appFile)
          channel: \(Scene.channel)
          users: app
          where: { consent: [sms], not_blocked: true }
          columns: { \(appColumns) }
          max_removal: \(maxRemoval)

      """
    if hasPhoneFile {
      text += """
          - name: \(ShopText.phoneFile)
            channel: \(Scene.channel)
            users: phone
            where: { consent: [sms], grade: [VIP] }
            columns: { 지역: member.region, 이름: member.name }

        """
    }
    return text + further
  }
}
