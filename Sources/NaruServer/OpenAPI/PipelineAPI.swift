extension APIArea {
  /// What brings files in, and customer files out.
  static let pipeline = APIArea(
    name: "pipeline",
    text:
      "Export files in, customer files out: uploads, the plan of a sync, syncs, runs, and why a member is where it is. The JSON is that of the command line.",
    korean: "내보낸 파일을 올리고, 고객 파일에 무엇을 보낼지 보고, 보내고, 기록을 보는 주소입니다.",
    operations: [
      .uploadImport, .readImport, .readPlan, .startSync, .startReconciliation, .listRuns, .readRun, .explainMember,
    ],
    schemas: PipelineSchemas.all)
}

extension APIOperation {
  fileprivate static let uploadImport = APIOperation(
    "POST", path: "/shops/{shop}/imports", id: "uploadImport", title: "Upload an export file",
    korean: "쇼핑몰에서 내보낸 파일을 올립니다. 저장되면 답하고, 뒤에서 가져옵니다.",
    text: """
      The body is the file as it is: CSV, Excel, XML, JSON, JSON Lines, a web page, gzip or zip; its declared type does not matter. It is \
      streamed to disk, answered when it is durable there, and imported after that, whatever happens to the process: one file at a time of a \
      shop, in their order. A file of the same name takes the place of the earlier one's rows in quarantine. What came of a file is kept for \
      30 days.
      """,
    access: .shop,
    parameters: [
      .query(
        "kind", #"{ "type": "string", "enum": ["members", "orders"] }"#, "What is in it; absent: told from its header."),
      .query(
        "name", #"{ "type": "string", "minLength": 1, "maxLength": 255 }"#,
        "What messages call the file: a name of up to 255 bytes, no path; absent: `upload-` and its number.",
        example: .text("members.csv")),
      .query(
        "complete", #"{ "type": "boolean" }"#,
        "Whether it names every member, so that those who are absent have left; absent: as the shop's config says."),
      .query("confirm", #"{ "type": "boolean", "default": false }"#, "`true` passes the guards for complete files."),
      .query(
        "as_of", #"{ "type": "string" }"#,
        "The time of what the file says, RFC 3339 or a date; absent: when it was received.",
        example: .text("2026-11-02T09:00:00+09:00")),
    ],
    body: APIBody(
      text: "The file, up to `limits.upload` (2 GiB).",
      contents: [
        APIContent(
          "text/csv", schema: .written(#"{ "type": "string" }"#),
          examples: [("example", .text("아이디,이름,휴대폰번호\nflower01,김하나,010-0000-0001\n"))]),
        APIContent("application/octet-stream", schema: .written(#"{ "type": "string", "format": "binary" }"#)),
      ]),
    answers: [
      APIAnswer(
        status: 202, text: "It is durable; `Location` is where its progress is read.",
        content: APIContent("application/json", "ImportTicket", example: .written(#"{ "import_id": "1" }"#)),
        headers: [.location])
    ], problems: ["bad-query", "empty-body", "disk-full", "stopping"])

  fileprivate static let readImport = APIOperation(
    "GET", path: "/shops/{shop}/imports/{import}", id: "readImport", title: "What became of an upload",
    korean: "올린 파일이 어디까지 갔는지, 어떻게 되었는지입니다.",
    text: """
      With `Accept: text/event-stream` the same object as server-sent events whenever it changes: `progress` until the end, which is \
      `done` or `failed` and closes the stream; a comment every ten seconds keeps it open.
      """,
    access: .shop,
    answers: [
      .json("Import", "Its state.", example: PipelineSchemas.importExample),
      .body("Its states, one event each.", type: "text/event-stream"),
    ], problems: ["unknown-import"])

  fileprivate static let readPlan = APIOperation(
    "GET", path: "/shops/{shop}/plan", id: "readPlan", title: "What a sync would send",
    korean: "지금 동기화하면 고객 파일마다 무엇을 보낼지입니다. 아무것도 보내지 않습니다.",
    text:
      "For each customer file, the difference between what should be there and what Kakao last confirmed. Nothing is sent.",
    access: .shop, answers: [.json("Plan", "The plan.", example: PipelineSchemas.planExample)])

  fileprivate static let startSync = APIOperation(
    "POST", path: "/shops/{shop}/sync", id: "startSync", title: "Begin a sync",
    korean: "동기화를 시작합니다. 뒤에서 돌고, 기록에서 볼 수 있습니다.",
    text: "It runs on after the answer; `GET …/runs/{run}` tells how it ends. A body is not needed.", access: .shop,
    body: APIBody(
      text: "JSON, up to 64 KiB.",
      contents: [
        APIContent(
          "application/json", "SyncRequest", example: .written(#"{ "file": "전체회원", "confirm_removals": true }"#))
      ], isRequired: false, isCheckedJSON: true),
    answers: [.json("RunTicket", "It has begun.", status: 202, example: #"{ "run_id": "12" }"#)],
    problems: ["already-running", "unknown-customer-file", "no-kakao-key", "stopping"])

  fileprivate static let startReconciliation = APIOperation(
    "POST", path: "/shops/{shop}/reconcile", id: "startReconciliation", title: "Begin a reconciliation",
    korean: "카카오와 대조를 시작합니다. 뒤에서 돌고, 기록에서 볼 수 있습니다.",
    text: """
      Users who unlinked, relations to channels and customer files that are gone are found, for what no webhook told. It runs on after the \
      answer; `GET …/runs/{run}` tells how it ends. A body is not needed.
      """, access: .shop,
    body: APIBody(
      text: "JSON, up to 64 KiB.",
      contents: [
        APIContent("application/json", "ReconcileRequest", example: .written(#"{ "confirm_missing": true }"#))
      ], isRequired: false, isCheckedJSON: true),
    answers: [.json("RunTicket", "It has begun.", status: 202, example: #"{ "run_id": "13" }"#)],
    problems: ["already-running", "no-kakao-key", "stopping"])

  fileprivate static let listRuns = APIOperation(
    "GET", path: "/shops/{shop}/runs", id: "listRuns", title: "Runs, the newest first",
    korean: "가져오기, 동기화, 대조의 기록입니다. 새것부터입니다.", text: "Pages go on with `after`, the last page's `next`.", access: .shop,
    parameters: [
      .query("limit", #"{ "type": "integer", "minimum": 1, "maximum": 500, "default": 50 }"#, "Runs of a page."),
      .query("after", #"{ "type": "string", "pattern": "^[1-9][0-9]{0,18}$" }"#, "`next` of the page before."),
    ], answers: [.json("RunPage", "A page.", example: PipelineSchemas.runPageExample)], problems: ["bad-query"])

  fileprivate static let readRun = APIOperation(
    "GET", path: "/shops/{shop}/runs/{run}", id: "readRun", title: "One run", korean: "기록 하나입니다.",
    text: "With what it found.", access: .shop,
    answers: [.json("Run", "The run.", example: PipelineSchemas.runExample)], problems: ["unknown-run"])

  fileprivate static let explainMember = APIOperation(
    "GET", path: "/shops/{shop}/members/{member}/explanation", id: "explainMember",
    title: "Why a member is in a customer file, or not",
    korean: "회원이 고객 파일에 왜 있는지, 왜 없는지입니다.",
    text: "Rule by rule, for every customer file, with the row that would be sent.",
    access: .shop,
    parameters: [
      .query(
        "reveal", #"{ "type": "boolean", "default": false }"#,
        "`true`: values that tell who the person is are not masked.")
    ], answers: [.json("Explanation", "The explanation.", example: PipelineSchemas.explanationExample)],
    problems: ["bad-query", "unknown-member"])
}
