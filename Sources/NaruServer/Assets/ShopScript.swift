/// The script that a shop puts on its pages; under 2 KB, without dependencies.
///
/// It gives every element with `data-naru="login"` the address to come back to, and, where `data-naru-auto` says so, makes one
/// silent attempt in KakaoTalk's browser: never when the page's address carries `naru_auto=tried`, nor twice in ten minutes.
/// It loads nothing and stores a time, no person.
enum ShopScript {
  static func text(base: String, shop: String) -> String {
    template
      .replacing("%BASE%", with: quoted(base))
      .replacing("%SHOP%", with: quoted(shop))
  }

  /// Base and shop id are from the configuration; quoting them costs nothing and keeps it so.
  private static func quoted(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      let isPlain =
        scalar.value < 128 && (scalar.properties.isAlphabetic || "0123456789:/.-_[]".unicodeScalars.contains(scalar))
      result += isPlain ? String(scalar) : "%" + String(scalar.value, radix: 16)
    }
    return result
  }

  private static let template = """
    (function (w, d) {
      "use strict";
      var base = "%BASE%/shops/%SHOP%/", me = d.currentScript, key = "naru_auto";
      function here() {
        var u = new URL(w.location.href);
        ["naru_auto", "naru_code", "naru_error"].forEach(function (k) { u.searchParams.delete(k); });
        return u.href;
      }
      function address(path, to) { return base + path + "?return_to=" + encodeURIComponent(to || here()); }
      var naru = w.naru = {
        inKakaoTalk: /KAKAOTALK/i.test(w.navigator.userAgent),
        loginAddress: function (to) { return address("login", to); },
        autoLoginAddress: function (to) { return address("auto-login", to); },
        login: function (to) { w.location.assign(naru.loginAddress(to)); },
        tried: function () {
          if (new URL(w.location.href).searchParams.get(key) === "tried") { return true; }
          try {
            return w.Date.now() - Number(w.localStorage.getItem(key) || 0) < 6e5;
          } catch (e) { return true; }
        },
        autoLogin: function (to) {
          if (!naru.inKakaoTalk || naru.tried()) { return false; }
          try { w.localStorage.setItem(key, String(w.Date.now())); } catch (e) { return false; }
          w.location.replace(naru.autoLoginAddress(to));
          return true;
        }
      };
      if (me && me.hasAttribute("data-naru-auto") && naru.autoLogin()) { return; }
      function bind() {
        d.querySelectorAll("[data-naru=login]").forEach(function (e) {
          if (e.tagName === "A") { e.href = naru.loginAddress(e.getAttribute("data-return-to")); return; }
          e.addEventListener("click", function () { naru.login(e.getAttribute("data-return-to")); });
        });
      }
      if (d.readyState === "loading") { d.addEventListener("DOMContentLoaded", bind); } else { bind(); }
    })(window, document);
    """
}
