/// The one style sheet of the pages that people meet.
enum PageStyle {
  static let text: HTML = """
    :root { --bg: #f7f7f8; --card: #fff; --ink: #191919; --soft: #6b6f76; --line: #e6e7ea; --kakao: #fee500; }
    @media (prefers-color-scheme: dark) {
      :root { --bg: #141517; --card: #1e2023; --ink: #f1f2f4; --soft: #a3a8b0; --line: #34373c; }
    }
    * { box-sizing: border-box; }
    body { margin: 0; min-height: 100vh; display: flex; align-items: center; justify-content: center; padding: 24px 16px;
      background: var(--bg); color: var(--ink); word-break: keep-all; overflow-wrap: anywhere;
      font: 16px/1.6 "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans KR", "Noto Sans CJK KR", system-ui, sans-serif; }
    main { width: 100%; max-width: 420px; background: var(--card); border: 1px solid var(--line); border-radius: 20px;
      padding: 32px 24px 28px; text-align: center; }
    h1 { font-size: 21px; line-height: 1.4; margin: 0 0 10px; text-wrap: balance; }
    p { margin: 0 0 8px; color: var(--soft); text-wrap: pretty; }
    .shop { color: var(--ink); font-size: 15px; font-weight: 600; margin: 0 0 20px; }
    .sign { width: 56px; height: 52px; margin: 0 auto 18px; display: block; color: var(--soft); }
    .button { display: block; margin: 22px 0 0; padding: 14px 16px; border-radius: 12px; font-weight: 600;
      text-decoration: none; border: 1px solid var(--line); color: var(--ink); }
    .button.main { background: var(--ink); border-color: var(--ink); color: var(--card); }
    .button.kakao { background: var(--kakao); border-color: var(--kakao); color: rgba(0, 0, 0, .85); }
    .button + .button { margin-top: 10px; }
    .button:focus-visible { outline: 3px solid #4a90e2; outline-offset: 2px; }
    .note { margin-top: 22px; padding-top: 16px; border-top: 1px solid var(--line); font-size: 14px; text-align: left; }
    .reference { font-size: 13px; margin-top: 20px; }
    code { font: 13px ui-monospace, Menlo, Consolas, monospace; }
    """

  /// Something did not come about.
  static let notice: HTML = """
    <svg class="sign" viewBox="0 0 56 52" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="3" \
    stroke-linecap="round"><circle cx="28" cy="26" r="22"/><path d="M28 15v13M28 36.500v.1"/></svg>
    """

  /// Kakao's speech bubble, as a symbol beside its name.
  static let bubble: HTML = """
    <svg class="sign" viewBox="0 0 56 52" aria-hidden="true"><path fill="#fee500" d="M28 2C13 2 1 11.6 1 23.4c0 7.6 \
    5 14.3 12.600 18l-2.600 9.300c-.2.8.700 1.500 1.400 1L23.700 44.500c1.400.2 2.800.3 4.300.3 15 0 27-9.600 \
    27-21.400S43 2 28 2Z"/></svg>
    """
}
