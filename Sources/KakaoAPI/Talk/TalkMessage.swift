/// What to send: one of Kakao's three ways of making a message.
public enum TalkMessage: Sendable, Hashable {
  /// A default template, composed here.
  case template(MessageTemplate)
  /// What Kakao finds at an address of a domain that is registered for the app; shown by a template of the console
  /// when one is named.
  case scrap(url: String, templateID: Int64? = nil, arguments: [String: String] = [:])
  /// A template of the console's message-template tool, with values for its arguments.
  case custom(templateID: Int64, arguments: [String: String] = [:])
}

extension TalkMessage {
  var toMe: Endpoint {
    switch self {
    case .template: .sendDefaultToMe
    case .scrap: .sendScrapToMe
    case .custom: .sendCustomToMe
    }
  }

  var toFriends: Endpoint {
    switch self {
    case .template: .sendDefault
    case .scrap: .sendScrap
    case .custom: .sendCustom
    }
  }

  /// The form fields that say what is sent.
  var fields: [(String, String)] {
    switch self {
    case .template(let template): [("template_object", template.json)]
    case .scrap(let url, let templateID, let arguments):
      [("request_url", url)] + (templateID.map { [("template_id", String($0))] } ?? [])
        + TalkMessage.arguments(arguments)
    case .custom(let templateID, let arguments):
      [("template_id", String(templateID))] + TalkMessage.arguments(arguments)
    }
  }

  private static func arguments(_ arguments: [String: String]) -> [(String, String)] {
    arguments.isEmpty ? [] : [("template_args", JSONText.object(arguments))]
  }
}
