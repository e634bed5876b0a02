import CommonValues
import ShopModel

/// At most one consent of each kind: of two statements a refusal goes before a grant, then the later date.
struct ConsentSlots {
  private var slots = [Consent?](repeating: nil, count: ConsentKind.allCases.count)

  mutating func removeAll() {
    for index in slots.indices { slots[index] = nil }
  }

  mutating func add(_ stated: CanonicalLists.StatedConsent) {
    let consent = Consent(stated.kind, stated.state, at: stated.at)
    let index = Int(stated.kind.storedOrder)
    if let present = slots[index], ConsentSlots.weight(present) >= ConsentSlots.weight(consent) { return }
    slots[index] = consent
  }

  private static func weight(_ consent: Consent) -> (Int, Int64) {
    (consent.state == .denied ? 1 : 0, consent.at?.milliseconds ?? .min)
  }

  func write(to writer: inout FieldRecordWriter) {
    for slot in slots {
      if let slot { writer.consent(slot) }
    }
  }
}
