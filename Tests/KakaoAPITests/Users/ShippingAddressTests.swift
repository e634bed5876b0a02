import CommonValues
import HTTPTransport
import NaruTestSupport
import Testing

@testable import KakaoAPI

/// One user's addresses as Kakao pages through them.
private struct AddressBook: Sendable {
  let addresses: [(id: Int64, second: Int64)]
  let defaultID: Int64?
  let repeatsDefault: Bool

  func page(_ url: String) -> HTTPResponse {
    func value(_ name: String) -> Int64? {
      url.split(separator: "?").last?.split(separator: "&").map { $0.split(separator: "=") }
        .first { $0[0] == name }.flatMap { Int64($0[1]) }
    }
    let before = value("from_updated_at")
    let size = Int(value("page_size") ?? 10)
    var page = addresses.filter { $0.id == defaultID && (before == nil || repeatsDefault) }
    page += addresses.filter { address in address.id != defaultID && before.map { address.second < $0 } ?? true }
      .sorted { ($0.second, $0.id) > ($1.second, $1.id) }
    let json = page.prefix(size).map {
      "{\"id\":\($0.id),\"is_default\":\($0.id == defaultID),\"updated_at\":\($0.second)}"
    }
    return ok("{\"user_id\":7,\"shipping_addresses\":[\(json.joined(separator: ","))]}")
  }
}

@Suite struct ShippingAddressTests {
  @Test("an address is read, phones normalised, empty texts left out, the old key for the default taken too")
  func read() async throws {
    let json = #"""
      {"user_id":1376016924429759228,"shipping_addresses_needs_agreement":false,"shipping_addresses":[
       {"id":9223372036854775807,"name":"집","is_default":true,"updated_at":1767323045,"type":"NEW","base_address":"경기 성남시 분당구 예시로 1",
        "detail_address":"1층","receiver_name":"김하나","receiver_phone_number1":"010-0000-0001","receiver_phone_number2":"",
        "zone_number":"13494","zip_code":"463-400"},
       {"id":2,"default":true,"type":"LATER","receiver_phone_number1":"?","zip_code":"463-400"},{"name":"x"}]}
      """#
    let transport = always(json)
    let answer = try await client(transport).shippingAddresses(.token(Secret("t")))
    #expect(answer.userID == 1_376_016_924_429_759_228 && answer.needsAgreement == false)
    #expect(answer.addresses.map(\.id) == [.max, 2])
    let home = answer.addresses[0]
    #expect(home.name == "집" && home.isDefault && home.form == .streetName)
    #expect(home.updatedAt == Timestamp(seconds: 1_767_323_045))
    #expect(home.baseAddress == "경기 성남시 분당구 예시로 1" && home.detailAddress == "1층" && home.receiverName == "김하나")
    #expect(home.receiverPhoneNumber1?.e164 == "+821000000001" && home.receiverPhoneNumber1Text == "010-0000-0001")
    #expect(home.receiverPhoneNumber2 == nil && home.receiverPhoneNumber2Text == nil)
    #expect(home.postalCode == "13494" && home.zipCode == "463-400")
    #expect(answer.addresses[1].isDefault && answer.addresses[1].form?.rawValue == "LATER")
    #expect(answer.addresses[1].postalCode == "463-400" && answer.addresses[1].receiverPhoneNumber1 == nil)
    #expect(answer.addresses[1].receiverPhoneNumber1Text == "?")
    #expect(transport.requests[0].url == "https://kapi.kakao.com/v1/user/shipping_address?page_size=10")
    #expect(!"\(home) \(String(reflecting: home))".contains("하나"))
  }

  @Test("a page, and one address, are asked for by their parameters")
  func requests() async throws {
    let transport = always(#"{"user_id":7,"shipping_addresses":[{"id":3},{"id":4}]}"#)
    let client = client(transport)
    _ = try await client.shippingAddresses(.user(7), before: Timestamp(milliseconds: 1_767_323_045_999), pageSize: 2)
    #expect(try await client.shippingAddress(.user(7), id: 4)?.id == 4)
    #expect(try await client.shippingAddress(.user(7), id: 5) == nil)
    #expect(
      transport.requests[0].url == "https://kapi.kakao.com/v1/user/shipping_address?target_id_type=user_id"
        + "&target_id=7&from_updated_at=1767323045&page_size=2")
    #expect(
      transport.requests[1].url
        == "https://kapi.kakao.com/v1/user/shipping_address?target_id_type=user_id&target_id=7&address_id=4")
    let error = await failure { () throws(KakaoError) in try await client.shippingAddresses(.user(7), pageSize: 1) }
    #expect(error?.reason == .invalidRequest && transport.requests.count == 3)
  }

  @Test("a user without addresses has none, whether they have agreed or not")
  func none() async throws {
    let answer = try await client(answering: ok(#"{"user_id":7,"shipping_addresses_needs_agreement":true}"#))
      .allShippingAddresses(.user(7))
    #expect(answer == ShippingAddresses(userID: 7, needsAgreement: true, addresses: []))
  }

  @Test("few addresses take one call")
  func oneCall() async throws {
    let book = AddressBook(addresses: [(1, 100), (2, 90)], defaultID: 1, repeatsDefault: true)
    let transport = ScriptedTransport { request, _ throws(HTTPTransportError) in book.page(request.url) }
    let answer = try await client(transport).allShippingAddresses(.user(7))
    #expect(answer.addresses.map(\.id) == [1, 2] && transport.requests.count == 1)
  }

  @Test(
    "every address comes once, whether or not pages repeat the default one or share a second",
    arguments: 0..<200)
  func all(seed: UInt64) async throws {
    var random = SplitMix64(seed: seed)
    let count = Int(random.next() % 40)
    let pageSize = 3 + Int(random.next() % 9)
    // At most pageSize - 1 addresses of one second: more can not be told apart by any client.
    var perSecond: [Int64: Int] = [:]
    var addresses: [(Int64, Int64)] = []
    for id in 0..<count {
      var second = Int64(1000 + random.next() % 30)
      while perSecond[second, default: 0] >= pageSize - 2 { second += 1 }
      perSecond[second, default: 0] += 1
      addresses.append((Int64(id), second))
    }
    let defaultID: Int64? = count > 0 && random.next() % 3 > 0 ? Int64(random.next() % UInt64(count)) : nil
    let book = AddressBook(
      addresses: addresses, defaultID: defaultID, repeatsDefault: random.next() % 2 == 0)
    let transport = ScriptedTransport { request, _ throws(HTTPTransportError) in book.page(request.url) }
    let answer = try await client(transport).allShippingAddresses(.user(7), pageSize: pageSize)
    #expect(answer.addresses.map(\.id).sorted() == (0..<count).map { Int64($0) })
    #expect(transport.requests.count <= 2 * count + 2)
  }

  @Test("a server that gives the same page for ever does not keep the paging going")
  func standingStill() async throws {
    let transport = always(#"{"shipping_addresses":[{"id":1,"updated_at":5},{"id":2,"updated_at":5}]}"#)
    let answer = try await client(transport).allShippingAddresses(.user(7), pageSize: 2)
    #expect(answer.addresses.map(\.id) == [1, 2] && transport.requests.count <= 4)
  }

  @Test("an answer about another user is no answer")
  func otherUser() async {
    let client = client(answering: ok(#"{"user_id":8,"shipping_addresses":[]}"#))
    let error = await failure { () throws(KakaoError) in try await client.shippingAddresses(.user(7)) }
    #expect(error?.reason == .unreadableAnswer)
  }
}
