public import CommonValues

extension KakaoAPIClient {
  /// The shortest page that Kakao gives.
  public static let leastShippingAddressPage = 2

  /// A page of a user's shipping addresses: `GET /v1/user/shipping_address`; needs the scope `shipping_address`.
  ///
  /// - Parameters:
  ///   - before: only addresses that were changed before this second; nil begins with the newest.
  ///   - pageSize: at least ``leastShippingAddressPage``; the default address counts on the first page.
  public func shippingAddresses(
    _ access: KakaoUserAccess, before: Timestamp? = nil, pageSize: Int = 10
  ) async throws(KakaoError) -> ShippingAddresses {
    guard pageSize >= KakaoAPIClient.leastShippingAddressPage else {
      throw .invalidRequest(
        LocalizedText(
          ko: "배송지는 한 번에 \(KakaoAPIClient.leastShippingAddressPage)개 이상 물어야 합니다.",
          en: "A page of shipping addresses has at least \(KakaoAPIClient.leastShippingAddressPage)."))
    }
    var query = access.fields
    if let before { query.append(("from_updated_at", String(before.milliseconds / 1000))) }
    query.append(("page_size", String(pageSize)))
    return try await shippingAddresses(access, query)
  }

  /// One shipping address: `GET /v1/user/shipping_address` with `address_id`.
  ///
  /// - Returns: nil when Kakao answers without it.
  public func shippingAddress(
    _ access: KakaoUserAccess, id: Int64
  ) async throws(KakaoError) -> ShippingAddress? {
    try await shippingAddresses(access, access.fields + [("address_id", String(id))]).addresses.first { $0.id == id }
  }

  /// All of a user's shipping addresses, in as many requests as it takes; each address once.
  ///
  /// - Parameter pageSize: addresses per request, at least ``leastShippingAddressPage``.
  public func allShippingAddresses(
    _ access: KakaoUserAccess, pageSize: Int = 10
  ) async throws(KakaoError) -> ShippingAddresses {
    var paging = ShippingAddressPaging(pageSize: pageSize)
    var first: ShippingAddresses?
    repeat {
      let page = try await shippingAddresses(
        access, before: paging.before.map { Timestamp(seconds: $0) }, pageSize: pageSize)
      first = first ?? page
      paging.take(page.addresses)
    } while !paging.isComplete
    return ShippingAddresses(
      userID: first?.userID, needsAgreement: first?.needsAgreement, addresses: paging.addresses)
  }

  private func shippingAddresses(
    _ access: KakaoUserAccess, _ query: [(String, String)]
  ) async throws(KakaoError) -> ShippingAddresses {
    try await call(.shippingAddress, query: query, as: access.authorization, repeatable: true) { bytes in
      decodeJSON(ShippingAddresses.self, from: bytes).flatMap { access.matches($0.userID) ? $0 : nil }
    }
  }
}
