import CommonValues
import Store

@testable import Naru
@testable import naru

/// Results as the operations give them.
enum Samples {
  static let resealed = TokenResealResult(
    dryRun: false, complete: true, total: 12_345, checked: 12_345, resealed: 12_001, unreadable: 0, changed: 0)
  static let link = LinkResult(
    url: "https://sync.example.com/shops/flower/auto-login?return_to=/event",
    target: "https://flower.example.com/event",
    svg: "event.svg")

  static let erase: EraseResult = {
    var receipt = ErasureReceipt(.erased, at: Timestamp(milliseconds: 1_777_000_000_000))
    receipt.id = 7
    receipt.members = 1
    receipt.orders = 3
    receipt.kakaoUsers = 1
    receipt.links = 1
    receipt.sessions = 2
    receipt.customerFileRows = 2
    receipt.unlinkedAtKakao = true
    return EraseResult(done: true, receipt: receipt)
  }()

  static let serve = ServeResult(addresses: [
    ServiceAddress(name: LocalizedText(ko: "사이드카", en: "Sidecar"), url: "http://127.0.0.1:8080")
  ])

  static let imports = [
    ImportReportView(
      runID: "17", kind: "members", rows: 61, records: 57, changed: 57, unchanged: 0, quarantined: 4, warnings: 5,
      withdrawn: 1, file: "내려받은 파일/회원목록.csv", dryRun: false),
    ImportReportView(
      runID: "18", kind: "orders", rows: 1_234_567, records: 1_000_000, changed: 999_999, unchanged: 1, quarantined: 0,
      warnings: 0, withdrawn: 0, file: "orders.csv", dryRun: true),
  ]
  static let guardView = GuardView(
    kind: "max_removal",
    reason: LocalizedText(
      ko: "확인된 100행 가운데 40행을 지웁니다. 한도는 20%입니다", en: "removes 40 of 100 confirmed rows; the limit is 20%"))
  static let plan = PlanView(files: [
    FilePlanView(name: "전체회원", add: 40, update: 2, remove: 0, unchanged: 8, calls: 1, guard: nil),
    FilePlanView(name: "Recent buyers", add: 0, update: 0, remove: 40, unchanged: 60, calls: 1, guard: guardView),
  ])
  static let sync = SyncView(
    runID: "21", outcome: "guarded",
    files: [
      FileSyncView(
        name: "전체회원", add: 40, update: 2, remove: 0, unchanged: 8, calls: 1, guard: nil, sent: 41, failed: 1),
      FileSyncView(
        name: "Recent buyers", add: 0, update: 0, remove: 40, unchanged: 60, calls: 0, guard: guardView, sent: 0,
        failed: 0),
    ])
  static let reconciliation = ReconcileView(
    runID: "23", outcome: "complete",
    users: .init(listed: 12_345, known: 1_002, missing: 4, unlinked: 3, stillLinked: 1),
    relations: .init(asked: 1_001, changed: 17), files: .init(checked: 2, vanished: 1))
  static let explanation = ExplanationView(
    memberID: "rose01",
    files: [
      FileExplanationView(
        name: "전체회원", in: true,
        rules: [
          RuleView(
            rule: "consent", ok: true,
            because: LocalizedText(ko: "sms에 2025-06-01에 동의했습니다", en: "sms was granted on 2025-06-01")),
          RuleView(
            rule: "not_blocked", ok: true,
            because: LocalizedText(ko: "채널을 차단하지 않았습니다", en: "the channel is not blocked")),
        ],
        row: RowView([
          .init(column: "이름", value: .text("김하나"), isPersonal: true), .init(column: "성별", value: .text("여자")),
          .init(column: "구매금액", value: .number("24680.5")), .init(column: "포인트", value: .number("9007199254740993")),
        ])),
      FileExplanationView(
        name: "Recent buyers", in: false,
        rules: [
          RuleView(
            rule: "orders.last_paid_on", ok: false,
            because: LocalizedText(ko: "결제한 주문이 없습니다", en: "there is no paid order"))
        ],
        row: nil),
    ])
  static let members: [MemberView] = {
    var first = MemberView(id: "rose01")
    first.name = "김하나"
    first.phone = "+821012341001"
    first.email = "hana@example.com"
    first.gender = "female"
    first.birthDate = "1990-01-31"
    first.grade = "VIP"
    first.region = "서울"
    first.points = "1200"
    first.status = "active"
    first.kakaoUserID = "4376016924429700003"
    first.consents = [
      .init(kind: "sms", state: "granted", at: "2025-06-01T00:00:00+09:00"),
      .init(kind: "email", state: "denied", at: nil),
    ]
    first.orders = .init(count: 3, totalPaid: "1234567", firstPaidOn: "2026-01-02", lastPaidOn: "2026-10-30")
    first.channels = [.init(channel: "_xgTNZs", relation: "ADDED")]
    first.attributes = ["추천인": "rose02"]
    var second = MemberView(id: "lily\u{1B}[31m02")
    second.name = "Lee"
    second.status = "withdrawn"
    return [first, second]
  }()
  static let runs = [
    RunView(
      runID: "21", kind: "sync", subject: "전체회원", state: "stopped", startedAt: "2026-11-02T09:00:00+09:00",
      finishedAt: "2026-11-02T09:00:03+09:00", counts: ["sent": 41, "failed": 1],
      findings: [Diagnostic(.warning, code: "x", reason: LocalizedText(ko: "한 행이 거절되었습니다", en: "one row was refused"))]),
    RunView(
      runID: "17", kind: "import", subject: "회원목록.csv", state: "done", startedAt: "2026-11-02T08:00:00+09:00",
      finishedAt: nil, counts: ["rows": 61, "quarantined": 4]),
  ]
  static let quarantine = [
    QuarantineView(
      id: "9", file: "회원목록.csv", line: 12, field: nil,
      reason: LocalizedText(ko: "칸이 18개입니다. 머리글은 17개입니다", en: "18 cells under 17 labels"),
      raw: "daisy10,박민준,010-1234-1010"),
    QuarantineView(
      id: "10", file: "회원목록.csv", line: 22, field: "birth_date",
      reason: LocalizedText(ko: "없는 날짜입니다", en: "there is no such day"), raw: nil),
  ]
  static let inbox = [
    InboxView(
      id: "41", source: "shop", state: "dead", kind: "90063", subject: "member:rose01", attempts: 12,
      receivedAt: "2026-11-02T09:00:00+09:00", dueAt: nil, finishedAt: "2026-11-02T15:00:00+09:00",
      problem: .init(
        code: "bad-json", reason: LocalizedText(ko: "JSON 문법에 맞지 않습니다.", en: "This is not JSON."))),
    InboxView(
      id: "40", source: "shop.refetch", state: "waiting", kind: "member", subject: "refetch:member:lily02", attempts: 1,
      receivedAt: "2026-11-02T08:00:00+09:00", dueAt: "2026-11-02T08:00:01+09:00", finishedAt: nil,
      problem: .init(
        code: "refetch-status",
        reason: LocalizedText(ko: "fetch_url이 HTTP 500(으)로 답했습니다.", en: "fetch_url answered HTTP 500."))),
    InboxView(
      id: "39", source: "kakao.channel", state: "done", kind: "added", subject: "kakao-user:42", attempts: 1,
      receivedAt: "2026-11-02T07:00:00+09:00", dueAt: nil, finishedAt: "2026-11-02T07:00:00+09:00", problem: nil),
  ]
  static let delivery: InboxView = {
    var view = inbox[0]
    view.head = "POST\n\ncontent-type: application/json"
    view.body = "{\"id\":\"rose01\",\"name\":\"김하나\",\"phone\":\"010-1234-1010\"}"
    return view
  }()
  static let waiting = [
    WaitingView(
      entity: "member", id: "rose01", since: "2026-11-02T09:00:00+09:00", notedAt: "2026-11-02T09:00:01+09:00"),
    WaitingView(
      entity: "order", id: "20261102-0000001", since: "2026-11-02T09:00:00+09:00", notedAt: "2026-11-02T09:00:01+09:00"
    ),
  ]
  static let check = CheckResult(
    shops: ["flower"], online: false,
    findings: [
      Diagnostic(
        .error, code: "unknown-key",
        place: .init(file: "shops/flower.yaml", line: 3, column: 5, field: "kakao.chanels"),
        reason: LocalizedText(ko: "알 수 없는 키입니다", en: "unknown key"),
        fix: LocalizedText(ko: "혹시 ‘channels’입니까?", en: "did you mean ‘channels’?")),
      Diagnostic(.warning, code: "w", reason: LocalizedText(ko: "살펴볼 것", en: "have a look")),
    ])
  static let adapters = [
    AdapterView(
      id: "shop-export", version: "1.0.0", name: LocalizedText(ko: "쇼핑몰 내보내기 파일", en: "Shop export files"),
      platform: nil,
      capabilities: ["member_export", "order_export"]),
    AdapterView(
      id: "cafe24", version: "1.0.0", name: LocalizedText(ko: "카페24", en: "cafe24"), platform: "cafe24",
      capabilities: ["account_links", "member_webhook", "refetch"]),
  ]
  static let adapterTest = AdapterTestResult(
    id: "my-shop", folder: "my-shop",
    cases: [
      .init(name: "samples/members.csv", ok: true, problem: nil),
      .init(
        name: "samples/orders.csv", ok: false,
        problem: LocalizedText(ko: "2번째 줄이 다릅니다: total", en: "Line 2 differs: total")),
    ])
  static let adapterMap = AdapterMapResult(
    file: "회원.xlsx", kind: "members", confidence: 93, rows: 12_345,
    columns: [
      .init(
        number: 1, label: "회원 고유코드", field: "id", confidence: 75, filled: 100,
        looks: LocalizedText(ko: "영문·숫자", en: "letters and digits"), note: nil),
      .init(
        number: 2, label: "동의여부", field: nil, confidence: 0, filled: 98,
        looks: LocalizedText(ko: "예/아니오", en: "yes or no"),
        note: LocalizedText(ko: "무엇에 대한 예/아니오인지 정해 주십시오.", en: "A yes or no: say to what.")),
    ], manifest: "version: 1\nid: my-shop\n", written: nil)
  static let error = ErrorResult(
    code: "-10", cause: LocalizedText(ko: "허용된 호출 한도를 넘었습니다", en: "the quota of calls is used up"),
    place: LocalizedText(ko: "앱 > 쿼터", en: "app > quota"),
    fix: LocalizedText(ko: "한도가 돌아올 때까지 기다립니다", en: "wait until the quota is renewed"), retries: true)
  static let demo = DemoResult(
    folder: "/tmp/naru-demo",
    steps: [
      DemoStep(title: LocalizedText(ko: "회원과 주문을 가져옵니다", en: "Importing members and orders"), done: .imported(imports)),
      DemoStep(title: LocalizedText(ko: "무엇을 보낼지 계산합니다", en: "Planning"), done: .planned(plan)),
      DemoStep(
        title: LocalizedText(ko: "한 번 더 보냅니다", en: "Sending again"),
        done: .synced(
          SyncView(
            runID: "22", outcome: "complete",
            files: [
              FileSyncView(
                name: "전체회원", add: 0, update: 0, remove: 0, unchanged: 50, calls: 0, guard: nil, sent: 0, failed: 0)
            ]))),
      DemoStep(
        title: LocalizedText(ko: "끝", en: "Done"),
        done: .said(LocalizedText(ko: "주소는 계속 열려 있습니다.", en: "The addresses stay open."))),
    ],
    addresses: [
      ServiceAddress(name: LocalizedText(ko: "카카오 샌드박스", en: "Kakao sandbox"), url: "http://127.0.0.1:9001/sandbox/")
    ])
}
