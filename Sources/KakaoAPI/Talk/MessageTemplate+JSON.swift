extension MessageTemplate {
  /// The template as `template_object` wants it: `object_type` first, fields without a value left out.
  var json: String {
    var writer = JSONWriter()
    writer.object { object in
      switch self {
      case .feed(let template): template.write(&object)
      case .list(let template): template.write(&object)
      case .location(let template): template.write(&object)
      case .commerce(let template): template.write(&object)
      case .text(let template): template.write(&object)
      case .calendar(let template): template.write(&object)
      }
    }
    return writer.text
  }
}

extension FeedTemplate {
  fileprivate func write(_ object: inout JSONObjectWriter) {
    object.field("object_type", "feed")
    object.content("content", content)
    if let itemContent { object.field("item_content") { writer in itemContent.write(&writer) } }
    object.social(social)
    object.field("button_title", buttonTitle)
    object.buttons(buttons)
  }
}

extension ListTemplate {
  fileprivate func write(_ object: inout JSONObjectWriter) {
    object.field("object_type", "list")
    object.field("header_title", headerTitle)
    object.link("header_link", headerLink)
    object.field("contents") { writer in
      writer.array(contents) { writer, content in content.write(&writer) }
    }
    object.field("button_title", buttonTitle)
    object.buttons(buttons)
  }
}

extension LocationTemplate {
  fileprivate func write(_ object: inout JSONObjectWriter) {
    object.field("object_type", "location")
    object.field("address", address)
    object.field("address_title", addressTitle)
    object.content("content", content)
    object.social(social)
    object.field("button_title", buttonTitle)
    object.buttons(buttons)
  }
}

extension CommerceTemplate {
  fileprivate func write(_ object: inout JSONObjectWriter) {
    object.field("object_type", "commerce")
    object.content("content", content)
    object.field("commerce") { writer in commerce.write(&writer) }
    object.field("button_title", buttonTitle)
    object.buttons(buttons)
  }
}

extension TextTemplate {
  fileprivate func write(_ object: inout JSONObjectWriter) {
    object.field("object_type", "text")
    object.field("text", text)
    object.link("link", link)
    object.field("button_title", buttonTitle)
    object.buttons(buttons)
  }
}

extension CalendarTemplate {
  fileprivate func write(_ object: inout JSONObjectWriter) {
    object.field("object_type", "calendar")
    object.field("id_type", idType.rawValue)
    object.field("id", id)
    object.content("content", content)
    object.buttons(buttons)
  }
}

extension JSONObjectWriter {
  fileprivate mutating func content(_ key: String, _ content: MessageContent) {
    field(key) { writer in content.write(&writer) }
  }

  fileprivate mutating func link(_ key: String, _ link: MessageLink) {
    field(key) { writer in link.write(&writer) }
  }

  fileprivate mutating func social(_ social: MessageSocial?) {
    guard let social else { return }
    field("social") { writer in
      writer.object { object in
        object.field("like_count", social.likes)
        object.field("comment_count", social.comments)
        object.field("shared_count", social.shares)
        object.field("view_count", social.views)
        object.field("subscriber_count", social.subscribers)
      }
    }
  }

  fileprivate mutating func buttons(_ buttons: [MessageButton]) {
    guard !buttons.isEmpty else { return }
    field("buttons") { writer in
      writer.array(buttons) { writer, button in
        writer.object { object in
          object.field("title", button.title)
          object.link("link", button.link)
        }
      }
    }
  }
}

extension MessageContent {
  fileprivate func write(_ writer: inout JSONWriter) {
    writer.object { object in
      object.field("title", title)
      object.field("image_url", imageURL)
      object.field("image_width", imageWidth)
      object.field("image_height", imageHeight)
      object.field("description", description)
      object.link("link", link)
    }
  }
}

extension MessageLink {
  fileprivate func write(_ writer: inout JSONWriter) {
    writer.object { object in
      object.field("web_url", webURL)
      object.field("mobile_web_url", mobileWebURL)
      object.field("android_execution_params", androidParameters)
      object.field("ios_execution_params", iosParameters)
    }
  }
}

extension MessageCommerce {
  fileprivate func write(_ writer: inout JSONWriter) {
    writer.object { object in
      object.field("regular_price", regularPrice)
      object.field("discount_price", discountPrice)
      object.field("discount_rate", discountRate)
      object.field("fixed_discount_price", fixedDiscountPrice)
      object.field("product_name", productName)
      object.field("currency_unit", currencyUnit)
      object.field("currency_unit_position", currencyUnitPosition?.rawValue)
    }
  }
}

extension MessageItemContent {
  fileprivate func write(_ writer: inout JSONWriter) {
    writer.object { object in
      object.field("profile_text", profileText)
      object.field("profile_image_url", profileImageURL)
      object.field("title_image_text", titleImageText)
      object.field("title_image_url", titleImageURL)
      object.field("title_image_category", titleImageCategory)
      if !items.isEmpty {
        object.field("items") { writer in
          writer.array(items) { writer, item in
            writer.object { object in
              object.field("item", item.item)
              object.field("item_op", item.itemOp)
            }
          }
        }
      }
      object.field("sum", sum)
      object.field("sum_op", sumOp)
    }
  }
}
