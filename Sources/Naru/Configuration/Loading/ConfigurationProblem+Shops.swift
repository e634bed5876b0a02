import CommonValues

extension ConfigurationProblem {
  static let invalidShopID = Self(
    .error, "invalid-shop-id", ko: "쇼핑몰 id로 쓸 수 없는 글자입니다", en: "not a shop id",
    fixKo: "영문 소문자, 숫자, -, _ 만으로 1~63자, 첫 글자는 영문 소문자나 숫자로 쓰십시오",
    fixEn: "use 1 to 63 lower-case letters, digits, - and _, beginning with a letter or digit")
  static func duplicateShop(_ id: String, otherFile: String) -> Self {
    Self(
      .error, "duplicate-shop", ko: "쇼핑몰 id ‘\(id)’이(가) \(otherFile)에도 있습니다",
      en: "the shop id ‘\(id)’ is taken by \(otherFile)", fixKo: "둘 중 하나의 id를 바꾸십시오",
      fixEn: "give one of them another id")
  }
  static func duplicateWatchFolder(otherFile: String) -> Self {
    Self(
      .error, "duplicate-watch-folder", ko: "\(otherFile)의 쇼핑몰도 같은 폴더를 지켜봅니다",
      en: "the shop of \(otherFile) watches the same folder", fixKo: "쇼핑몰마다 다른 폴더를 쓰십시오",
      fixEn: "give each shop a folder of its own")
  }
  static let missingConsent = Self(
    .error, "missing-consent", ko: "어떤 수신 동의가 필요한지 적혀 있지 않습니다", en: "which consents are needed is not said",
    fixKo: "where에 consent: [sms]처럼 필요한 동의를 모두 적거나, 동의가 필요 없는 근거가 있으면 consent: none_required로 적으십시오",
    fixEn: "add to where: consent: [sms] with every kind that must be granted, or consent: none_required if none is")
  static func unknownChannel(known: [String]) -> Self {
    let list = known.joined(separator: ", ")
    return Self(
      .error, "unknown-channel", ko: "kakao.channels에 없는 채널입니다", en: "the channel is not among kakao.channels",
      fixKo: "kakao.channels에 추가하거나 그중 하나를 쓰십시오: \(list)",
      fixEn: "add it to kakao.channels, or use one of them: \(list)")
  }
  static let invalidChannel = Self(
    .error, "invalid-channel", ko: "채널 공개 id가 아닙니다", en: "not a channel public id",
    fixKo: "검색용 id(@…)가 아니라 채널 주소에 나오는 _로 시작하는 id를 쓰십시오",
    fixEn: "use the id that begins with _ in the channel's address, not the @ name")
  static func tooManyColumns(_ count: Int, limit: Int) -> Self {
    Self(
      .error, "too-many-columns", ko: "열이 \(count)개입니다. 카카오는 \(limit)개까지만 받습니다",
      en: "\(count) columns; Kakao takes at most \(limit)", fixKo: "열을 줄이십시오", fixEn: "remove some")
  }
  static func tooManyFiles(_ count: Int, limit: Int) -> Self {
    Self(
      .error, "too-many-customer-files", ko: "이 채널의 고객 파일이 \(count)개입니다. 카카오는 채널마다 \(limit)개까지만 받습니다",
      en: "\(count) customer files in this channel; Kakao takes at most \(limit) a channel",
      fixKo: "파일을 줄이십시오", fixEn: "remove some")
  }
  static let reservedColumn = Self(
    .warning, "reserved-column", ko: "카카오가 사람을 구별하는 데 쓰는 열 이름입니다", en: "Kakao uses this column name for the id itself",
    fixKo: "다른 이름을 쓰십시오. 거절될 수 있습니다", fixEn: "use another name; Kakao may refuse it")
  static let customStringColumn = Self(
    .warning, "custom-string-column", ko: "기본 열이 아닌 문자열 열은 친구 그룹의 조건으로 쓰지 못할 수 있습니다",
    en: "a string column that is not one of Kakao's own may not be usable as a filter for friend groups",
    fixKo: "조건으로 쓰려면 숫자 열로 만들거나 기본 열 이름을 쓰십시오",
    fixEn: "to filter by it use a number column or one of Kakao's own names")
  static func undeclaredAttribute(_ name: String) -> Self {
    Self(
      .warning, "undeclared-attribute", ko: "‘\(name)’ 속성이 이 파일의 attributes에 없습니다",
      en: "the attribute ‘\(name)’ is not declared in this file's attributes",
      fixKo: "어댑터가 선언한 속성이 아니라면 attributes에 추가하십시오",
      fixEn: "add it to attributes, unless the adapter declares it")
  }
  static let duplicateCustomerFile = Self(
    .error, "duplicate-customer-file", ko: "같은 채널에 같은 이름의 고객 파일이 이미 있습니다",
    en: "the channel has another customer file of this name", fixKo: "이름을 바꾸십시오", fixEn: "give it another name")
}
