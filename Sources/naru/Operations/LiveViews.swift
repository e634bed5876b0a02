import CommonValues
import Foundation
import Ingest
import KakaoAPI
import Naru
import ShopAdapters
import ShopModel
import Store

extension MemberView {
  /// Everything known about a member as it is printed.
  init(_ facts: MemberFacts) {
    let member = facts.member
    self.init(id: member.id)
    name = member.name.value
    phone = member.phone.value?.e164
    email = member.email.value
    gender = member.gender.value?.rawValue
    birthDate = member.birthDate.value?.description
    grade = member.grade.value
    region = member.region.value
    points = member.points.value?.description
    joinedAt = member.joinedAt.value?.description
    lastLoginAt = member.lastLoginAt.value?.description
    status = member.status.value?.rawValue
    kakaoUserID = (facts.link?.kakaoUserID ?? member.kakaoUserID.value).map { "\($0)" }
    consents = member.consents.map {
      ConsentView(kind: $0.kind.rawValue, state: $0.state.rawValue, at: $0.at?.description)
    }
    attributes = member.attributes.compactMapValues(\.value)
    orders = facts.orders.map {
      Orders(
        count: Int64($0.count), totalPaid: $0.totalPaid.description, firstPaidOn: $0.firstPaidOn?.description,
        lastPaidOn: $0.lastPaidOn?.description)
    }
    channels = facts.relations.values.sorted { $0.channel < $1.channel }.map {
      Relation(channel: $0.channel, relation: $0.state.rawValue)
    }
  }
}

extension QuarantineView {
  /// An entry as it is printed; its row only when asked for.
  init(_ row: QuarantinedRow, withRaw: Bool = false) {
    self.init(
      id: "\(row.id)", file: row.file, line: Int64(row.line), field: row.diagnostic.place.field,
      reason: row.diagnostic.reason, raw: withRaw ? row.raw : nil)
  }
}

extension QuarantineRetryResult {
  /// The library's report as it is printed.
  init(_ report: RetryReport) {
    self.init(
      tried: Int64(report.tried), changed: Int64(report.changed), unchanged: Int64(report.unchanged),
      remaining: Int64(report.remaining))
  }
}

extension ErrorResult {
  /// An entry of the table as it is printed.
  init(_ entry: KakaoErrorEntry) {
    let unconfirmed = LocalizedText(
      ko: entry.isConfirmed ? "" : " (공식 문서로 확인되지 않은 코드입니다.)",
      en: entry.isConfirmed ? "" : " (Not confirmed by Kakao's published documents.)")
    self.init(
      code: entry.code,
      cause: LocalizedText(
        ko: entry.meaning.korean + " " + entry.cause.korean + unconfirmed.korean,
        en: entry.meaning.english + " " + entry.cause.english + unconfirmed.english),
      place: entry.console, fix: entry.remedy, retries: entry.retryClass == .retryable)
  }
}
