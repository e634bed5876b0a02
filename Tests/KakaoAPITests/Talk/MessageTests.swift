import CommonValues
import Foundation
import HTTPTransport
import Testing

@testable import KakaoAPI

/// Messages with every field filled, and as sparse as they can be, with what goes over the wire.
private let link = MessageLink.web("https://shop.example.com/a?b=1&c=2")
private let linkJSON =
  #"{"web_url":"https://shop.example.com/a?b=1&c=2","mobile_web_url":"https://shop.example.com/a?b=1&c=2"}"#
private let content = MessageContent(
  title: "장미 \"빨강\"", imageURL: "https://img.example.com/1.jpg", imageWidth: 640, imageHeight: 480,
  description: "한 송이\n두 송이",
  link: MessageLink(
    webURL: "https://shop.example.com", mobileWebURL: "https://m.example.com", androidParameters: "a=1",
    iosParameters: "b=2"))
private let contentJSON =
  #"{"title":"장미 \"빨강\"","image_url":"https://img.example.com/1.jpg","image_width":640,"image_height":480,"description":"한 송이\n두 송이","link":{"web_url":"https://shop.example.com","mobile_web_url":"https://m.example.com","android_execution_params":"a=1","ios_execution_params":"b=2"}}"#
private let social = MessageSocial(likes: 1, comments: 2, shares: 3, views: 4, subscribers: 5)
private let socialJSON =
  #"{"like_count":1,"comment_count":2,"shared_count":3,"view_count":4,"subscriber_count":5}"#
private let buttons = [MessageButton(title: "보기", link: link), MessageButton(title: "열기", link: MessageLink())]
private let buttonsJSON = "[{\"title\":\"보기\",\"link\":\(linkJSON)},{\"title\":\"열기\",\"link\":{}}]"
private let plain = MessageContent(link: MessageLink())

private let templates: [(MessageTemplate, String)] = [
  (
    .feed(
      FeedTemplate(
        content: content,
        itemContent: MessageItemContent(
          profileText: "p", profileImageURL: "https://img.example.com/p.jpg", titleImageText: "t",
          titleImageURL: "https://img.example.com/t.jpg", titleImageCategory: "c",
          items: [.init(item: "장미", itemOp: "1,000원")], sum: "합계", sumOp: "1,000원"), social: social,
        buttonTitle: "자세히", buttons: buttons)),
    #"{"object_type":"feed","content":"# + contentJSON
      + #","item_content":{"profile_text":"p","profile_image_url":"https://img.example.com/p.jpg","title_image_text":"t","title_image_url":"https://img.example.com/t.jpg","title_image_category":"c","items":[{"item":"장미","item_op":"1,000원"}],"sum":"합계","sum_op":"1,000원"},"social":"#
      + socialJSON + #","button_title":"자세히","buttons":"# + buttonsJSON + "}"
  ), (.feed(FeedTemplate(content: plain)), #"{"object_type":"feed","content":{"link":{}}}"#),
  (
    .list(
      ListTemplate(
        headerTitle: "꽃", headerLink: link, contents: [content, plain], buttonTitle: "더", buttons: buttons)),
    #"{"object_type":"list","header_title":"꽃","header_link":"# + linkJSON + #","contents":["# + contentJSON
      + #",{"link":{}}],"button_title":"더","buttons":"# + buttonsJSON + "}"
  ),
  (
    .location(
      LocationTemplate(
        address: "경기 성남시 분당구 예시로 1", addressTitle: "꽃집", content: content, social: social, buttonTitle: "지도",
        buttons: buttons)),
    #"{"object_type":"location","address":"경기 성남시 분당구 예시로 1","address_title":"꽃집","content":"# + contentJSON
      + #","social":"# + socialJSON + #","button_title":"지도","buttons":"# + buttonsJSON + "}"
  ),
  (
    .location(LocationTemplate(address: "a", content: plain)),
    #"{"object_type":"location","address":"a","content":{"link":{}}}"#
  ),
  (
    .commerce(
      CommerceTemplate(
        content: content,
        commerce: MessageCommerce(
          regularPrice: 30_000, discountPrice: 24_000, discountRate: 20, fixedDiscountPrice: 6000, productName: "장미",
          currencyUnit: "₩", currencyUnitPosition: .before), buttonTitle: "사기", buttons: buttons)),
    #"{"object_type":"commerce","content":"# + contentJSON
      + #","commerce":{"regular_price":30000,"discount_price":24000,"discount_rate":20,"fixed_discount_price":6000,"product_name":"장미","currency_unit":"₩","currency_unit_position":1},"button_title":"사기","buttons":"#
      + buttonsJSON + "}"
  ),
  (
    .commerce(CommerceTemplate(content: plain, commerce: MessageCommerce(regularPrice: 0))),
    #"{"object_type":"commerce","content":{"link":{}},"commerce":{"regular_price":0}}"#
  ),
  (
    .text(TextTemplate(text: "안녕하세요", link: link, buttonTitle: "열기", buttons: buttons)),
    #"{"object_type":"text","text":"안녕하세요","link":"# + linkJSON + #","button_title":"열기","buttons":"#
      + buttonsJSON + "}"
  ),
  (
    .text(TextTemplate(text: "a", link: MessageLink())), #"{"object_type":"text","text":"a","link":{}}"#
  ),
  (
    .calendar(CalendarTemplate(idType: .event, id: "e-1", content: content, buttons: buttons)),
    #"{"object_type":"calendar","id_type":"event","id":"e-1","content":"# + contentJSON + #","buttons":"#
      + buttonsJSON + "}"
  ),
]

@Suite struct MessageTests {
  private let token = Secret("marked-token")

  @Test("all six kinds of template are written exactly, with every field and with none too many", arguments: templates)
  func encoding(template: MessageTemplate, json: String) throws {
    #expect(template.json == json)
    #expect(try JSONSerialization.jsonObject(with: Data(template.json.utf8)) is NSDictionary)
  }

  @Test("each of the three ways goes to its own address, to me and to friends")
  func requests() async throws {
    let messages: [TalkMessage] = [
      .template(.text(TextTemplate(text: "a", link: MessageLink()))),
      .scrap(url: "https://shop.example.com/1", templateID: 7, arguments: ["k": "v"]),
      .scrap(url: "https://shop.example.com/1"), .custom(templateID: .max, arguments: ["b": "2", "a": "1"]),
      .custom(templateID: 7),
    ]
    let transport = always(#"{"result_code":0,"successful_receiver_uuids":["u-1"]}"#)
    let client = client(transport)
    for message in messages { try await client.sendToMe(message, token: token) }
    for message in messages {
      _ = try await client.sendToFriends(message, receivers: ["u-1", "u-2"], token: token)
    }
    let base = "https://kapi.kakao.com/v"
    #expect(
      transport.requests.map(\.url) == [
        base + "2/api/talk/memo/default/send", base + "2/api/talk/memo/scrap/send",
        base + "2/api/talk/memo/scrap/send", base + "2/api/talk/memo/send", base + "2/api/talk/memo/send",
        base + "1/api/talk/friends/message/default/send", base + "1/api/talk/friends/message/scrap/send",
        base + "1/api/talk/friends/message/scrap/send", base + "1/api/talk/friends/message/send",
        base + "1/api/talk/friends/message/send",
      ])
    let bodies = [
      "template_object=%7B%22object_type%22%3A%22text%22%2C%22text%22%3A%22a%22%2C%22link%22%3A%7B%7D%7D",
      "request_url=https%3A%2F%2Fshop.example.com%2F1&template_id=7&template_args=%7B%22k%22%3A%22v%22%7D",
      "request_url=https%3A%2F%2Fshop.example.com%2F1",
      "template_id=9223372036854775807&template_args=%7B%22a%22%3A%221%22%2C%22b%22%3A%222%22%7D", "template_id=7",
    ]
    let receivers = "receiver_uuids=%5B%22u-1%22%2C%22u-2%22%5D&"
    #expect(transport.requests.map(\.text) == bodies + bodies.map { receivers + $0 })
    #expect(
      transport.requests.allSatisfy {
        $0.method == .post && $0.headers["Authorization"] == "Bearer marked-token" && !$0.isRepeatable
      })
  }

  @Test("a message that Kakao did not take is no success", arguments: [#"{"result_code":-1}"#, "{}", "", "<html>"])
  func notTaken(json: String) async {
    let client = client(answering: ok(json))
    let error = await failure { () throws(KakaoError) in
      try await client.sendToMe(.custom(templateID: 1), token: token)
    }
    #expect(error?.reason == .unreadableAnswer && error?.mayHaveBeenProcessed == true)
  }

  @Test("a message is sent once, also when its outcome is unknown, and again only when it can not have gone out")
  func once() async {
    for (mayHave, count) in [(true, 1), (false, 4)] {
      let transport = ScriptedTransport { _, _ throws(HTTPTransportError) in
        throw HTTPTransportError(.couldNotConnect, mayHaveBeenProcessed: mayHave)
      }
      _ = await failure { () throws(KakaoError) in
        try await client(transport).sendToMe(.custom(templateID: 1), token: token)
      }
      #expect(transport.requests.count == count)
    }
  }

  @Test("some receivers may fail while others get the message")
  func partial() async throws {
    let json = #"""
      {"successful_receiver_uuids":["u-1",5],"failure_info":[{"code":-532,"msg":"daily limit","receiver_uuids":["u-2","u-3"]},
       {"code":"-530","receiver_uuids":["u-4"]},{"receiver_uuids":[]}],"result_code":-500}
      """#
    let result = try await client(answering: ok(json))
      .sendToFriends(.custom(templateID: 1), receivers: ["u-1", "u-2", "u-3", "u-4"], token: token)
    #expect(result.successful == ["u-1"])
    #expect(result.failures.map(\.code) == [-532, -530, nil])
    #expect(result.failures.map(\.receivers) == [["u-2", "u-3"], ["u-4"], []])
    #expect(result.failures[0].entry?.code == "-532" && result.failures[0].message?.reveal() == "daily limit")
    #expect(!"\(result)".contains("daily"))
  }

  @Test("the old answer with a single failure is read too")
  func oldResult() async throws {
    let json = #"{"failure_info":{"code":-531,"msg":"x","receiver_ids":[1376016924429759228]},"result_code":-500}"#
    let result = try await client(answering: ok(json))
      .sendToFriends(.custom(templateID: 1), receivers: ["u-1"], token: token)
    #expect(result.successful.isEmpty && result.failures.map(\.code) == [-531])
    #expect(result.failures[0].receivers == ["1376016924429759228"])
    let nothing = client(answering: ok("{}"))
    let error = await failure { () throws(KakaoError) in
      try await nothing.sendToFriends(.custom(templateID: 1), receivers: ["u-1"], token: token)
    }
    #expect(error?.reason == .unreadableAnswer)
  }

  @Test(
    "one to five receivers, each once",
    arguments: [
      ([], false), (["a"], true), (["a", "b", "c", "d", "e"], true), (["a", "b", "c", "d", "e", "f"], false),
      (["a", "a"], false), ([""], false),
    ] as [([String], Bool)])
  func receivers(uuids: [String], accepted: Bool) async {
    let transport = always(#"{"successful_receiver_uuids":[]}"#)
    let result = try? await client(transport).sendToFriends(.custom(templateID: 1), receivers: uuids, token: token)
    #expect((result != nil) == accepted && transport.requests.count == (accepted ? 1 : 0))
  }

  private static let three = Array(repeating: MessageButton(title: "b", link: MessageLink()), count: 3)

  @Test(
    "a template that breaks a limit is not sent",
    arguments: [
      .text(TextTemplate(text: String(repeating: "가", count: 201), link: MessageLink())),
      .text(TextTemplate(text: "", link: MessageLink())),
      .text(TextTemplate(text: "a", link: MessageLink(), buttons: three)),
      .feed(FeedTemplate(content: plain, buttons: three)),
      .feed(
        FeedTemplate(
          content: plain,
          itemContent: MessageItemContent(items: Array(repeating: .init(item: "a", itemOp: "b"), count: 6)))),
      .list(ListTemplate(headerTitle: "h", headerLink: MessageLink(), contents: [plain])),
      .list(ListTemplate(headerTitle: "h", headerLink: MessageLink(), contents: [plain, plain, plain, plain])),
      .list(ListTemplate(headerTitle: "", headerLink: MessageLink(), contents: [plain, plain])),
      .list(ListTemplate(headerTitle: "h", headerLink: MessageLink(), contents: [plain, plain], buttons: three)),
      .location(LocationTemplate(address: "", content: plain)),
      .location(LocationTemplate(address: "a", content: plain, buttons: three)),
      .commerce(CommerceTemplate(content: plain, commerce: MessageCommerce(regularPrice: 1), buttons: three)),
      .calendar(CalendarTemplate(idType: .event, id: "", content: plain)),
      .calendar(CalendarTemplate(idType: .calendar, id: "c", content: plain, buttons: three)),
    ] as [MessageTemplate])
  func limits(template: MessageTemplate) async {
    let transport = always(#"{"result_code":0}"#)
    let client = client(transport)
    let toMe = await failure { () throws(KakaoError) in try await client.sendToMe(.template(template), token: token) }
    let toFriends = await failure { () throws(KakaoError) in
      try await client.sendToFriends(.template(template), receivers: ["u"], token: token)
    }
    #expect(toMe?.reason == .invalidRequest && toFriends?.reason == .invalidRequest && transport.requests.isEmpty)
  }

  @Test("a limit that Kakao changes can be changed")
  func otherLimits() async throws {
    let long = MessageTemplate.text(TextTemplate(text: String(repeating: "가", count: 201), link: MessageLink()))
    let transport = always(#"{"result_code":0}"#)
    try await client(transport).sendToMe(.template(long), token: token, limits: MessageLimits(textCharacters: 201))
    #expect(transport.requests.count == 1)
  }
}

@Suite struct KakaoAddressTests {
  @Test("Kakao's addresses are asked for with the REST API key")
  func addresses() async throws {
    let transport = always(#"{"inbound":["192.0.2.0/24"],"outbound":["198.51.100.1"],"x":1}"#)
    let answer = try await client(transport).kakaoAddresses(restAPIKey: Secret("marked-rest-key"))
    #expect(answer == KakaoAddresses(inbound: ["192.0.2.0/24"], outbound: ["198.51.100.1"]))
    #expect(transport.requests[0].url == "https://kapi.kakao.com/v1/system/ips")
    #expect(transport.requests[0].headers["Authorization"] == "KakaoAK marked-rest-key")
  }

  @Test("half a list is no list", arguments: ["{}", #"{"inbound":["192.0.2.1",5]}"#, #"{"outbound":"x"}"#, "[]"])
  func unreadable(json: String) async {
    let client = client(answering: ok(json))
    let error = await failure { () throws(KakaoError) in try await client.kakaoAddresses(restAPIKey: Secret("k")) }
    #expect(error?.reason == .unreadableAnswer)
  }
}
