internal import CommonValues

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Tokens as they are sealed: JSON, so that a later version can add to it.
struct TokenRecord: Codable {
  private let access: String
  private let issued: Int64
  private let accessEnds: Int64?
  private let refresh: String?
  private let refreshEnds: Int64?
  private let scopes: [String]?

  init(_ tokens: Tokens) {
    access = tokens.accessToken.reveal()
    issued = tokens.issuedAt.milliseconds
    accessEnds = tokens.accessTokenEndsAt?.milliseconds
    refresh = tokens.refreshToken?.reveal()
    refreshEnds = tokens.refreshTokenEndsAt?.milliseconds
    scopes = tokens.scopes
  }

  var tokens: Tokens {
    Tokens(
      accessToken: Secret(access), issuedAt: Timestamp(milliseconds: issued),
      accessTokenEndsAt: accessEnds.map { Timestamp(milliseconds: $0) }, refreshToken: refresh.map { Secret($0) },
      refreshTokenEndsAt: refreshEnds.map { Timestamp(milliseconds: $0) }, scopes: scopes)
  }

  /// Nil never happens: strings and integers can always be written.
  var bytes: [UInt8]? { (try? JSONEncoder().encode(self)).map { Array($0) } }
}
