import CommonValues
import NaruTestSupport
import ShopModel
import Testing

@Suite("The outline of a member")
struct MemberOutlineTests {
  private func random(_ random: inout SplitMix64) -> Member {
    var member = Member(id: "a")
    member.name = .value("김하나")
    member.status =
      [.unknown, .empty, .value(.active), .value(.dormant), .value(.withdrawn)].randomElement(using: &random)
      ?? .unknown
    let times = (0..<3).map { Timestamp(milliseconds: Int64($0) * 1_000) }
    if Bool.random(using: &random) { member.joinedAt = .value(times.randomElement(using: &random) ?? times[0]) }
    if Bool.random(using: &random) { member.withdrawnAt = times.randomElement(using: &random) }
    for kind in ConsentKind.allCases where Bool.random(using: &random) {
      member.consents.append(
        Consent(
          kind, Bool.random(using: &random) ? .granted : .denied, at: Bool.random(using: &random) ? times[1] : nil))
    }
    member.attributes["추천인"] = .value("rose")
    return member
  }

  @Test("says of every record what the whole member says")
  func sameAsMember() {
    var generator = SplitMix64(seed: 20_261_127)
    for _ in 0..<5_000 {
      let member = random(&generator)
      let sourceTime = Bool.random(using: &generator) ? Timestamp(milliseconds: 1_500) : nil
      var writer = FieldRecordWriter()
      MemberRecord.write(member, to: &writer)
      writer.bytes.withUnsafeBufferPointer { bytes in
        let read = MemberRecord.read(id: "a", bytes, sourceTime: sourceTime)
        let outline = MemberOutline(bytes) { sourceTime }
        #expect(outline.status == read.status.value ?? .active)
        for kind in ConsentKind.allCases {
          let consent = read.consent(kind)
          #expect(outline.grants([kind], isDated: false) == (consent?.state == .granted))
          #expect(outline.grants([kind], isDated: true) == (consent?.state == .granted && consent?.at != nil))
        }
        let granted = read.consents.filter { $0.state == .granted }.map(\.kind)
        #expect(outline.grants(granted, isDated: false) && outline.grants([], isDated: true))
      }
    }
  }

  @Test("reads damaged bytes to where they break, and no further")
  func damaged() {
    var generator = SplitMix64(seed: 7)
    for _ in 0..<2_000 {
      var bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
        UInt8.random(in: .min ... .max, using: &generator)
      }
      if Bool.random(using: &generator) { bytes = bytes.map { $0 & 0x3F } }
      bytes.withUnsafeBufferPointer { buffer in
        let outline = MemberOutline(buffer) { nil }
        #expect([.active, .dormant, .withdrawn].contains(outline.status))
      }
    }
  }
}
