import CommonValues
import ShopModel
public import Store

extension ShopConfiguration {
  /// Which consents let the shop write to a member: those of its customer files, else any one for advertising by text message, KakaoTalk
  /// or in general.
  public var coverageBasis: CoverageBasis {
    let files = customerFiles.map { file in
      switch file.selection.consent {
      case .noneRequired: [ConsentKind]()
      case .granted(let kinds): kinds
      }
    }
    return CoverageBasis(
      consents: files.isEmpty ? [[.sms], [.kakao], [.marketing]] : files, needsDate: undatedConsent == .refuse)
  }
}

extension Naru {
  /// How long a count of the coverage is left standing although members have changed.
  private static let coverageAge: Int64 = 600_000

  /// Counts how many members of each shop have a Kakao user, so that the operator's pages and their charts need not: once a day, and when
  /// something has changed since the last count, at most every ten minutes. To be called now and then by whoever keeps Naru running.
  ///
  /// - Returns: how many shops were counted.
  @discardableResult
  public func saveCoverage() async throws(NaruError) -> Int {
    let (shops, now) = (configuration.shops, now())
    var count = 0
    do {
      for shop in shops where !Task.isCancelled {
        count += try await store.perform { store in
          guard let glance = try store.glances(of: [shop.id]).first, glance.state.members > 0 else { return 0 }
          if let known = glance.coverage, known.day == now.seoulDate {
            let isYoung = now.milliseconds - known.takenAt.milliseconds < Naru.coverageAge
            if isYoung || known.isCurrent(glance.state, shop.coverageBasis) { return 0 }
          }
          return try store.takeCoverage(of: shop.id, shop.coverageBasis, now: now) == nil ? 0 : 1
        }
      }
    } catch {
      throw NaruError(error)
    }
    return count
  }
}
