/// Keeps pages of other sites, open in the same browser, from changing the sandbox.
enum CrossSiteGuard {
  static func check(_ request: SandboxRequest) throws(SandboxError) {
    guard request.method != "GET", request.method != "HEAD" else { return }
    let site = request.headers["sec-fetch-site"] ?? "none"
    var isForeign = site != "none" && site != "same-origin"
    if let origin = request.headers["origin"] {
      let host = origin.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).last.map(String.init)
      isForeign = isForeign || host != request.headers["host"]
    }
    if isForeign {
      throw SandboxError(
        .crossSite, ko: "다른 사이트의 페이지는 샌드박스를 바꿀 수 없습니다.", en: "A page of another site can not change the sandbox.")
    }
  }
}
