import CommonValues
import ShopModel

/// What a transaction has changed that may give the orders of guests to other members: such orders themselves, and the phone numbers and
/// e-mail addresses of members, as they were and as they are.
final class GuestNews {
  /// Of so much news it is not kept what it was: then every guest's order is looked at, which costs no more.
  static let limit = 5_000

  private let hasPhones: Bool
  private let hasEmails: Bool
  private(set) var isEverything: Bool
  private(set) var orders: Set<[UInt8]> = []
  private(set) var phones: Set<Int64> = []
  /// In lower case.
  private(set) var emails: Set<String> = []

  /// - Parameter isEverything: nothing is kept from the beginning.
  init(_ rules: OrderRules, isEverything: Bool = false) {
    hasPhones = rules.match.contains(.phone)
    hasEmails = rules.match.contains(.email)
    self.isEverything = isEverything
  }

  /// An order was written that names no member, or named none before.
  func add(order: ByteSlice) {
    guard !isEverything else { return }
    orders.insert(Array(order))
    keepWithinLimit()
  }

  /// A member is, or was, described by these fields.
  func add(member fields: ByteSlice) {
    guard !isEverything, hasPhones || hasEmails else { return }
    let columns = MemberColumns(fields)
    if hasPhones, let phone = columns.phone { phones.insert(phone) }
    if hasEmails, let email = MemberColumns.email(fields) { emails.insert(email) }
    keepWithinLimit()
  }

  private func keepWithinLimit() {
    guard orders.count + phones.count + emails.count > GuestNews.limit else { return }
    isEverything = true
    orders = []
    phones = []
    emails = []
  }
}
