/// The one style sheet of the pages.
enum Stylesheet {
  static let text: HTML = """
    :root { --bg: #f5f6f8; --card: #fff; --ink: #1b1d22; --soft: #666c78; --line: #e3e6eb; --mark: #fee500;
      --on-mark: #191600; --good: #0b7a43; --bad: #c2261c; --bad-bg: #fdecea; --hint-bg: #eef2fb; --link: #1f5fd1; }
    @media (prefers-color-scheme: dark) { :root { --bg: #121317; --card: #1c1e24; --ink: #eceef2; --soft: #9aa1ae;
      --line: #2e323b; --good: #58d68d; --bad: #ff8a80; --bad-bg: #3a2122; --hint-bg: #232a3a; --link: #8ab4ff; } }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--bg); color: var(--ink); font: 15px/1.55 "Apple SD Gothic Neo", "Malgun Gothic",
      "Noto Sans KR", "Noto Sans CJK KR", system-ui, sans-serif; word-break: keep-all; overflow-wrap: anywhere; }
    a { color: var(--link); text-decoration: none; } a:hover { text-decoration: underline; }
    header { background: var(--mark); }
    .bar { max-width: 1160px; margin: 0 auto; padding: 0 20px; display: flex; flex-wrap: wrap; align-items: center;
      gap: 0 28px; }
    .bar a { color: var(--on-mark); } .brand { padding: 14px 0; font-size: 16px; white-space: nowrap; }
    h3 { font-size: 15px; margin: 22px 0 8px; } .acts { display: flex; flex-wrap: wrap; gap: 6px; } .acts button {
      padding: 4px 10px; font-size: 14px; white-space: nowrap; } details .acts { margin-top: 10px; }
    .acts:not(:empty) + .cards { margin-top: 12px; }
    button.danger { color: var(--bad); } button.main { background: var(--mark); color: var(--on-mark); border: 0;
      font-weight: 600; }
    .fields { display: flex; flex-wrap: wrap; gap: 12px 16px; align-items: end; padding: 16px; }
    .fields label { display: grid; gap: 4px; font-size: 13px; color: var(--soft); }
    .fields label.check { display: flex; align-items: center; gap: 6px; padding-bottom: 8px; }
    input, select { font: inherit; color: var(--ink); background: var(--bg); border: 1px solid var(--line);
      border-radius: 8px; padding: 6px 10px; max-width: 100%; }
    .pairs { margin: 0; padding: 8px 16px; display: grid; grid-template-columns: repeat(auto-fit, minmax(280px, 1fr));
      gap: 0 24px; } .pairs div { display: flex; gap: 12px; padding: 7px 0; justify-content: space-between; }
    .pairs dt { color: var(--soft); flex: none; } .pairs dd { margin: 0; text-align: right; min-width: 0; }
    nav { display: flex; flex-wrap: wrap; gap: 0 20px; } nav a { padding: 14px 0; border-bottom: 3px solid transparent; }
    nav a[aria-current] { border-color: var(--on-mark); font-weight: 700; }
    main { max-width: 1160px; margin: 0 auto; padding: 24px 20px 40px; }
    footer { max-width: 1160px; margin: 0 auto; padding: 0 20px 40px; color: var(--soft); font-size: 13px; }
    h1 { font-size: 22px; margin: 0 0 4px; } h2 { font-size: 17px; margin: 32px 0 10px; }
    .path { font-size: 13px; color: var(--soft); margin: 0 0 8px; } .sub { color: var(--soft); margin: 0 0 18px; }
    .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(130px, 1fr)); gap: 12px; margin: 16px 0; }
    .card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 14px 16px; }
    .card b { display: block; font-size: 22px; font-variant-numeric: tabular-nums; }
    .card span { color: var(--soft); font-size: 13px; }
    .box { background: var(--card); border: 1px solid var(--line); border-radius: 12px; overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
    th, td { text-align: left; padding: 10px 14px; border-bottom: 1px solid var(--line); vertical-align: top; }
    tr:last-child > td { border-bottom: 0; } th { color: var(--soft); font-weight: 500; font-size: 13px;
      white-space: nowrap; }
    .n { text-align: right; white-space: nowrap; } .nw { white-space: nowrap; } .soft { color: var(--soft); } small { font-size: 13px; }
    .none { padding: 28px 16px; text-align: center; color: var(--soft); margin: 0; }
    .tag { display: inline-block; border-radius: 99px; padding: 1px 10px; font-size: 13px; white-space: nowrap;
      background: var(--hint-bg); }
    .good { color: var(--good); } .bad { color: var(--bad); background: var(--bad-bg); }
    .tools { display: flex; flex-wrap: wrap; gap: 8px 16px; justify-content: space-between; align-items: center;
      margin: 18px 0 10px; }
    .pages { display: flex; gap: 16px; align-items: center; }
    button { font: inherit; color: var(--ink); background: var(--card); border: 1px solid var(--line);
      border-radius: 8px; padding: 6px 14px; cursor: pointer; } form { margin: 0; }
    details { background: var(--card); border: 1px solid var(--line); border-radius: 10px; margin: 8px 0; }
    summary { padding: 10px 14px; cursor: pointer; display: flex; flex-wrap: wrap; gap: 2px 12px;
      align-items: baseline; } summary code { font-weight: 600; }
    details > div { border-top: 1px solid var(--line); padding: 4px 14px 14px; }
    code, pre { font: 13px/1.5 ui-monospace, "SFMono-Regular", Menlo, Consolas, "Noto Sans Mono CJK KR", monospace; }
    pre { white-space: pre-wrap; overflow-wrap: anywhere; word-break: break-all; margin: 4px 0 0; padding: 10px;
      background: var(--bg); border-radius: 8px; max-height: 320px; overflow: auto; }
    ul.remarks { list-style: none; padding: 0; margin: 10px 0; }
    ul.remarks li { padding: 7px 12px; border-radius: 8px; margin: 4px 0; background: var(--hint-bg); }
    ul.remarks li.bad { background: var(--bad-bg); color: var(--ink); }
    @media (max-width: 640px) {
      main { padding: 18px 14px 32px; } footer { padding: 0 14px 32px; } .bar { padding: 0 14px; } .brand { padding: 12px 0 0; }
      nav a { padding: 8px 0 9px; } th, td { padding: 9px 10px; }
      table.stack thead { display: none; } table.stack, table.stack tbody, table.stack tr, table.stack td {
        display: block; width: 100%; }
      .acts { justify-content: flex-end; } .fields label, .fields button, .fields input, .fields select { width: 100%; }
      .fields label.check input { width: auto; } nav { gap: 0 16px; }
      table.stack tr { padding: 10px 14px; border-bottom: 1px solid var(--line); }
      table.stack tr:last-child { border-bottom: 0; }
      table.stack td { border: 0; padding: 3px 0; display: flex; gap: 12px; justify-content: space-between;
        text-align: right; white-space: normal; }
      table.stack td::before { content: attr(data-label); color: var(--soft); font-size: 13px; text-align: left;
        flex: none; }
    }
    """
}
