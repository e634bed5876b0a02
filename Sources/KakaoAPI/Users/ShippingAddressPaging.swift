internal import CommonValues

/// Goes through the pages of `/v1/user/shipping_address`; a pure state machine.
///
/// A page has what was changed before a given second. Addresses that were changed in one and the same second may lie on
/// both sides of a page's end, so the next page is asked for from one second later than the last address seen, and what
/// repeats is dropped by its id, as is a default address that Kakao sends again. Only when that brings nothing new does
/// the paging step past that second.
struct ShippingAddressPaging {
  let pageSize: Int
  private(set) var addresses: [ShippingAddress] = []
  /// What to ask for next as `from_updated_at`, in seconds; nil for the newest.
  private(set) var before: Int64?
  private(set) var isComplete = false
  private var seen: Set<Int64> = []
  private var pages = 0

  /// No user has this many pages; it ends a paging that a faulty server would keep going.
  private static let mostPages = 1000

  init(pageSize: Int) { self.pageSize = pageSize }

  /// Takes the page that was asked for.
  mutating func take(_ page: [ShippingAddress]) {
    pages += 1
    var isNew = false
    for address in page where seen.insert(address.id).inserted {
      addresses.append(address)
      isNew = true
    }
    // The default address may come on top of a page or be missing in it.
    guard page.count >= pageSize - 1, pages < ShippingAddressPaging.mostPages,
      let last = (page.last { !$0.isDefault } ?? page.last)?.updatedAt.map({ $0.milliseconds / 1000 }),
      before.map({ last < $0 }) ?? true
    else {
      isComplete = true
      return
    }
    let next = isNew ? last + 1 : last
    before = before.map { min(next, $0 - 1) } ?? next
  }
}
