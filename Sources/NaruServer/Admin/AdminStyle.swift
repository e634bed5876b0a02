/// The one style sheet of the operator's pages.
enum AdminStyle {
  static let text: HTML = """
    :root { --bg: #f4f5f7; --card: #fff; --ink: #1b1d22; --soft: #5d6370; --line: #e2e5ea; --mark: #fee500;
      --on-mark: #191600; --good: #0b7a43; --good-bg: #e4f5ec; --bad: #b8231a; --bad-bg: #fdecea; --warn: #8a5a00;
      --warn-bg: #fdf3dc; --hint-bg: #eef2fb; --link: #1f5fd1; --c1: #2f6fde; --c2: #7fb0ff; --c3: #c7ccd6;
      --c4: #e0a030; --c5: #d6604d; }
    @media (prefers-color-scheme: dark) { :root { --bg: #121317; --card: #1c1e24; --ink: #eceef2; --soft: #a2a9b6;
      --line: #2e323b; --good: #58d68d; --good-bg: #17301f; --bad: #ff9a90; --bad-bg: #3a2122; --warn: #f2c46d;
      --warn-bg: #352a14; --hint-bg: #232a3a; --link: #8ab4ff; --c1: #6ea0ff; --c2: #3c64ad; --c3: #4a505c;
      --c4: #d99a2b; --c5: #e0705f; } }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--bg); color: var(--ink); font: 15px/1.6 "Apple SD Gothic Neo", "Malgun Gothic",
      "Noto Sans KR", "Noto Sans CJK KR", system-ui, sans-serif; word-break: keep-all; overflow-wrap: anywhere; }
    a { color: var(--link); text-decoration: none; } a:hover { text-decoration: underline; }
    a:focus-visible, button:focus-visible, input:focus-visible, summary:focus-visible { outline: 3px solid #4a90e2;
      outline-offset: 2px; }
    .skip { position: absolute; left: -9999px; } .skip:focus { left: 8px; top: 8px; background: var(--card); padding: 8px; }
    header { background: var(--mark); }
    .bar { max-width: 1120px; margin: 0 auto; padding: 0 20px; min-height: 54px; display: flex; align-items: center;
      justify-content: space-between; gap: 16px; }
    .bar a, .bar button { color: var(--on-mark); } .brand { display: flex; align-items: center; gap: 8px; white-space: nowrap; }
    .brand svg { width: 24px; height: 22px; } .tools { display: flex; align-items: center; gap: 14px; font-size: 14px; }
    main { max-width: 1120px; margin: 0 auto; padding: 22px 20px 56px; }
    h1 { font-size: 23px; line-height: 1.35; margin: 6px 0 4px; } h2 { font-size: 18px; margin: 34px 0 10px; }
    h3 { font-size: 15px; margin: 20px 0 6px; } p { margin: 0 0 10px; } small { font-size: 13px; color: var(--soft); }
    .path { font-size: 14px; color: var(--soft); margin: 0 0 6px; } .sub { color: var(--soft); margin: 0 0 16px; }
    .tabs { display: flex; flex-wrap: wrap; gap: 2px 20px; border-bottom: 1px solid var(--line); margin: 0 0 18px; }
    .tabs a { padding: 9px 0; color: var(--soft); border-bottom: 3px solid transparent; margin-bottom: -1px; }
    .tabs a[aria-current] { color: var(--ink); font-weight: 700; border-color: var(--ink); }
    .box, .card { background: var(--card); border: 1px solid var(--line); border-radius: 14px; }
    .box { margin: 10px 0; overflow-x: auto; } .pad { padding: 16px 18px; } .pad > :last-child { margin-bottom: 0; }
    .pad > :first-child, td > h3:first-child { margin-top: 0; } dl + .soft, .split + p { margin: 12px 0 0; }
    .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(165px, 1fr)); gap: 12px; margin: 14px 0; }
    .card { padding: 13px 16px; } .card b { display: block; font-size: 20px; line-height: 1.35;
      font-variant-numeric: tabular-nums; } .card > span:not(.tag) { color: var(--soft); font-size: 13px; display: block; }
    a.card { color: inherit; } a.card:hover { text-decoration: none; border-color: var(--soft); }
    table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
    th, td { text-align: left; padding: 10px 14px; border-bottom: 1px solid var(--line); vertical-align: top; }
    tbody tr:last-child > * { border-bottom: 0; } th { color: var(--soft); font-weight: 500; font-size: 13px; }
    thead th, .nw { white-space: nowrap; } tbody th[scope] { min-width: 190px; } tbody th { font-size: 15px; color: var(--ink); }
    .n { text-align: right; white-space: nowrap; } .soft { color: var(--soft); }
    .none { padding: 26px 18px; text-align: center; color: var(--soft); margin: 0; }
    .tag { display: inline-block; border-radius: 99px; padding: 1px 10px; font-size: 13px; white-space: nowrap;
      background: var(--hint-bg); } .good { color: var(--good); background: var(--good-bg); }
    .bad { color: var(--bad); background: var(--bad-bg); } .warn { color: var(--warn); background: var(--warn-bg); }
    .tags { display: flex; flex-wrap: wrap; gap: 4px 6px; }
    .banner { border-radius: 12px; padding: 10px 16px; margin: 0 0 14px; }
    ul.remarks { list-style: none; padding: 0; margin: 10px 0; } ul.remarks li { padding: 10px 14px; border-radius: 10px;
      margin: 6px 0; background: var(--hint-bg); color: var(--ink); border-left: 4px solid var(--c2); }
    ul.remarks li.bad { background: var(--bad-bg); border-color: var(--bad); } ul.remarks li.warn { background: var(--warn-bg);
      border-color: var(--warn); } ul.remarks li > p { margin: 0; } .fix { color: var(--soft); }
    ul.rules { list-style: none; margin: 0; padding: 0; } ul.rules li { padding: 6px 0; display: flex; gap: 10px; }
    ul.rules b { flex: none; width: 22px; text-align: center; border-radius: 6px; height: 22px; line-height: 22px; margin-top: 1px; }
    dl { margin: 0; display: grid; grid-template-columns: repeat(auto-fit, minmax(300px, 1fr)); gap: 0 28px; }
    dl div { display: flex; gap: 16px; justify-content: space-between; padding: 7px 0; border-bottom: 1px solid var(--line); }
    dt { color: var(--soft); flex: none; } dd { margin: 0; text-align: right; min-width: 0; }
    form { margin: 0; } button, .button { font: inherit; color: var(--ink); background: var(--card); border: 1px solid var(--line);
      border-radius: 10px; padding: 8px 16px; cursor: pointer; min-height: 40px; } button.main { background: var(--ink);
      border-color: var(--ink); color: var(--card); font-weight: 600; } button.plain { border: 0; background: none; padding: 0;
      min-height: 0; } button:hover { border-color: var(--soft); }
    .acts { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; margin: 12px 0; }
    .fields { display: flex; flex-wrap: wrap; gap: 10px; align-items: end; margin: 12px 0; } .fields label { flex: 1 1 220px;
      display: grid; gap: 4px; font-size: 13px; color: var(--soft); max-width: 420px; }
    input { font: inherit; color: var(--ink); background: var(--card); border: 1px solid var(--line); border-radius: 10px;
      padding: 8px 12px; min-height: 40px; width: 100%; }
    code, pre { font: 13px/1.55 ui-monospace, "SFMono-Regular", Menlo, Consolas, "Noto Sans Mono CJK KR", monospace; }
    code { background: var(--hint-bg); border-radius: 5px; padding: 1px 5px; } pre { white-space: pre-wrap; word-break: break-all;
      margin: 6px 0; padding: 12px; background: var(--bg); border-radius: 10px; max-height: 420px; overflow: auto; }
    details { margin: 8px 0; } summary { cursor: pointer; color: var(--link); }
    .login { max-width: 420px; margin: 7vh auto 0; } .login form { display: grid; gap: 14px; } .login label { display: grid; gap: 4px; }
    figure { margin: 0; } figure svg { display: block; width: 100%; height: 150px; } .split svg { height: 22px; border-radius: 8px; }
    figcaption { display: flex; flex-wrap: wrap; gap: 4px 16px; font-size: 13px; color: var(--soft); margin: 8px 0 0; }
    .axis { display: flex; justify-content: space-between; font-size: 13px; color: var(--soft); margin: 4px 0 0; }
    .key { display: inline-flex; align-items: center; gap: 6px; } .key svg { width: 12px; height: 12px; flex: none; }
    .f1 { fill: var(--c1); } .f2 { fill: var(--c2); } .f3 { fill: var(--c3); } .f4 { fill: var(--c4); } .f5 { fill: var(--c5); }
    .area { fill: var(--c2); opacity: .35; } .line { fill: none; stroke: var(--c1); stroke-width: 2.5; } .grid { stroke: var(--line);
      stroke-width: 1; } .two { display: grid; grid-template-columns: repeat(auto-fit, minmax(310px, 1fr)); gap: 12px; }
    .two > .box { margin: 0; } .big { font-size: 34px; font-weight: 700; line-height: 1.2; margin: 0 0 2px; }
    @media (max-width: 640px) {
      main { padding: 16px 14px 48px; } .bar { padding: 0 14px; } h1 { font-size: 21px; } .tabs { gap: 0 16px; }
      .cards { grid-template-columns: 1fr 1fr; gap: 10px; } .card { padding: 11px 13px; } .card b { font-size: 17px; }
      table.stack thead { display: none; } table.stack, table.stack tbody, table.stack tr, table.stack td, table.stack tbody th {
        display: block; width: 100%; } table.stack tr { padding: 11px 14px; border-bottom: 1px solid var(--line); }
      table.stack tr:last-child { border-bottom: 0; } table.stack td, table.stack tbody th { border: 0; padding: 2px 0; }
      table.stack td[data-label] { display: flex; gap: 14px; justify-content: space-between; text-align: right; white-space: normal; }
      table.stack td.gone { display: none; }
      table.stack td[data-label]::before { content: attr(data-label); color: var(--soft); font-size: 13px; flex: none; text-align: left; }
      .fields label { flex-basis: 100%; max-width: none; } .fields button { width: 100%; } dl { grid-template-columns: 1fr; }
    }
    """

  /// Kakao's speech bubble as a mark beside the name, dark on yellow.
  static let bubble: HTML = """
    <svg viewBox="0 0 56 52" aria-hidden="true"><path fill="#191600" d="M28 2C13 2 1 11.6 1 23.4c0 7.6 5 14.3 12.600 \
    18l-2.600 9.300c-.2.8.700 1.500 1.400 1L23.700 44.500c1.400.2 2.800.3 4.300.3 15 0 27-9.600 27-21.400S43 2 28 2Z"/></svg>
    """
}
