/// The schemas of ``APIArea/pipeline``; those of the command line have the same names and members (docs/schemas).
enum PipelineSchemas {
  static let all: [OrderedJSON.Member] = [
    .init("ImportTicket", .written(importTicket)), .init("Import", .written(imported)),
    .init("ImportReport", .written(report)), .init("Finding", .written(finding)), .init("Sentence", .written(sentence)),
    .init("Plan", .written(plan)), .init("SyncRequest", .written(syncRequest)),
    .init("ReconcileRequest", .written(reconcileRequest)), .init("RunTicket", .written(runTicket)),
    .init("Run", .written(run)), .init("RunPage", .written(runPage)), .init("Explanation", .written(explanation)),
  ]

  private static let importTicket = ##"""
    { "type": "object", "required": ["import_id"], "properties": { "import_id": { "type": "string" } } }
    """##

  private static let imported = ##"""
    {
      "type": "object",
      "required": ["import_id", "source", "file", "bytes", "state", "received_at", "results", "findings", "absent_kept"],
      "properties": {
        "import_id": { "type": "string" },
        "source": { "type": "string", "enum": ["upload", "watch", "fetch"], "description": "An upload, the watched folder, or an address of `exports.fetch`." },
        "file": { "type": "string" },
        "bytes": { "type": "integer", "minimum": 0 },
        "state": { "type": "string", "enum": ["waiting", "running", "done", "failed"] },
        "received_at": { "type": "string", "format": "date-time" },
        "started_at": { "type": "string", "format": "date-time" },
        "finished_at": { "type": "string", "format": "date-time" },
        "progress": {
          "type": "object",
          "description": "Only while it runs in the process that was asked.",
          "required": ["step", "done"],
          "properties": {
            "step": { "type": "string", "enum": ["reading", "applying"], "description": "Bytes are read, then records applied." },
            "done": { "type": "integer", "minimum": 0 },
            "total": { "type": "integer", "minimum": 0, "description": "Absent where it is not known." }
          }
        },
        "results": {
          "type": "array",
          "description": "One for each file in it.",
          "items": { "$ref": "#/components/schemas/ImportReport" }
        },
        "findings": { "type": "array", "items": { "$ref": "#/components/schemas/Finding" } },
        "absent_kept": {
          "type": "boolean",
          "description": "Whether members who are absent from a complete file were kept until somebody confirms (`confirm=true`)."
        }
      }
    }
    """##

  private static let report = ##"""
    {
      "description": "What the import of one file did; as `naru import --json`.",
      "type": "object",
      "required": [
        "run_id", "kind", "rows", "records", "changed", "unchanged", "quarantined", "warnings", "withdrawn", "file", "dry_run"
      ],
      "properties": {
        "run_id": { "type": "string" },
        "kind": { "type": "string", "enum": ["members", "orders"] },
        "rows": { "type": "integer", "minimum": 0 },
        "records": { "type": "integer", "minimum": 0 },
        "changed": { "type": "integer", "minimum": 0 },
        "unchanged": { "type": "integer", "minimum": 0 },
        "quarantined": { "type": "integer", "minimum": 0 },
        "warnings": { "type": "integer", "minimum": 0 },
        "withdrawn": { "type": "integer", "minimum": 0 },
        "file": { "type": "string" },
        "dry_run": { "type": "boolean" }
      }
    }
    """##

  private static let finding = ##"""
    {
      "description": "Something that a person should know: where, what, and what to do.",
      "type": "object",
      "required": ["severity", "code", "place", "reason"],
      "properties": {
        "severity": { "type": "string", "enum": ["note", "warning", "error"] },
        "code": { "type": "string", "description": "A stable word; docs/errors.md lists them." },
        "place": {
          "type": "object",
          "properties": {
            "file": { "type": "string" },
            "line": { "type": "integer" },
            "column": { "type": "integer" },
            "field": { "type": "string" }
          }
        },
        "reason": { "$ref": "#/components/schemas/Sentence" },
        "fix": { "$ref": "#/components/schemas/Sentence" }
      }
    }
    """##

  private static let sentence = ##"""
    {
      "description": "The same sentence in Korean and English, without personal data.",
      "type": "object",
      "required": ["ko", "en"],
      "properties": { "ko": { "type": "string" }, "en": { "type": "string" } }
    }
    """##

  private static let plan = ##"""
    {
      "description": "As `naru plan --json`.",
      "type": "object",
      "required": ["files"],
      "properties": {
        "files": {
          "type": "array",
          "items": {
            "type": "object",
            "required": ["name", "add", "update", "remove", "unchanged", "calls", "guard"],
            "properties": {
              "name": { "type": "string" },
              "add": { "type": "integer", "minimum": 0 },
              "update": { "type": "integer", "minimum": 0 },
              "remove": { "type": "integer", "minimum": 0 },
              "unchanged": { "type": "integer", "minimum": 0 },
              "calls": { "type": "integer", "minimum": 0, "description": "Calls to Kakao that it takes." },
              "guard": {
                "type": ["object", "null"],
                "description": "What stops a sync of this file until it is confirmed.",
                "required": ["kind", "reason"],
                "properties": {
                  "kind": { "type": "string", "description": "`max_removal`, `columns_changed` or `orphan`; more may come." },
                  "reason": { "$ref": "#/components/schemas/Sentence" }
                }
              }
            }
          }
        }
      }
    }
    """##

  private static let syncRequest = ##"""
    {
      "type": "object",
      "properties": {
        "file": { "type": ["string", "null"], "description": "One customer file, by its name in the config; absent: all." },
        "confirm_removals": { "type": ["boolean", "null"], "description": "`true` passes the guards." }
      }
    }
    """##

  private static let reconcileRequest = ##"""
    {
      "type": "object",
      "properties": {
        "confirm_missing": {
          "type": ["boolean", "null"],
          "description": "`true` asks about users who are not in Kakao's list also when they are too many to be believed."
        }
      }
    }
    """##

  private static let runTicket = ##"""
    { "type": "object", "required": ["run_id"], "properties": { "run_id": { "type": "string" } } }
    """##

  private static let run = ##"""
    {
      "description": "An import, a sync or a reconciliation.",
      "type": "object",
      "required": ["run_id", "kind", "subject", "state", "started_at", "counts", "findings"],
      "properties": {
        "run_id": { "type": "string" },
        "kind": { "type": "string", "enum": ["import", "sync", "reconcile"] },
        "subject": { "type": "string", "description": "The file's name, or the customer files'." },
        "state": { "type": "string", "enum": ["running", "done", "stopped", "failed", "interrupted"] },
        "started_at": { "type": "string", "format": "date-time" },
        "finished_at": { "type": "string", "format": "date-time" },
        "counts": { "type": "object", "additionalProperties": { "type": "integer" } },
        "findings": {
          "type": "array",
          "description": "Empty in a list of runs.",
          "items": { "$ref": "#/components/schemas/Finding" }
        }
      }
    }
    """##

  private static let runPage = ##"""
    {
      "type": "object",
      "required": ["runs", "next"],
      "properties": {
        "runs": { "type": "array", "items": { "$ref": "#/components/schemas/Run" } },
        "next": { "type": ["string", "null"], "description": "What to ask for `after`; null on the last page." }
      }
    }
    """##

  private static let explanation = ##"""
    {
      "description": "As `naru explain --json`.",
      "type": "object",
      "required": ["member_id", "files"],
      "properties": {
        "member_id": { "type": "string" },
        "files": {
          "type": "array",
          "items": {
            "type": "object",
            "required": ["name", "in", "rules", "row"],
            "properties": {
              "name": { "type": "string" },
              "in": { "type": "boolean" },
              "rules": {
                "type": "array",
                "items": {
                  "type": "object",
                  "required": ["rule", "ok", "because"],
                  "properties": {
                    "rule": { "type": "string" },
                    "ok": { "type": "boolean" },
                    "because": { "$ref": "#/components/schemas/Sentence" }
                  }
                }
              },
              "row": {
                "type": ["object", "null"],
                "description": "The columns that would be sent; null for who is not in the file.",
                "additionalProperties": { "type": ["string", "number"] }
              }
            }
          }
        }
      }
    }
    """##

  private static let reportExample = """
    {
          "run_id": "11",
          "kind": "members",
          "rows": 1200,
          "records": 1199,
          "changed": 12,
          "unchanged": 1187,
          "quarantined": 1,
          "warnings": 3,
          "withdrawn": 0,
          "file": "members.csv",
          "dry_run": false
        }
    """

  static let importExample = """
    {
      "import_id": "1",
      "source": "upload",
      "file": "members.csv",
      "bytes": 262144,
      "state": "done",
      "received_at": "2026-11-02T09:00:00+09:00",
      "started_at": "2026-11-02T09:00:01+09:00",
      "finished_at": "2026-11-02T09:00:04+09:00",
      "results": [
        \(reportExample)
      ],
      "findings": [],
      "absent_kept": false
    }
    """

  static let planExample = """
    {
      "files": [
        { "name": "전체회원", "add": 12, "update": 3, "remove": 0, "unchanged": 1184, "calls": 1, "guard": null }
      ]
    }
    """

  static let runExample = """
    {
      "run_id": "12",
      "kind": "sync",
      "subject": "전체회원",
      "state": "done",
      "started_at": "2026-11-02T09:00:00+09:00",
      "finished_at": "2026-11-02T09:00:02+09:00",
      "counts": { "add": 12, "update": 3, "remove": 0, "sent": 15, "failed": 0 },
      "findings": []
    }
    """

  static let runPageExample = """
    {
      "runs": [
        {
          "run_id": "12",
          "kind": "sync",
          "subject": "전체회원",
          "state": "running",
          "started_at": "2026-11-02T09:00:00+09:00",
          "counts": {},
          "findings": []
        }
      ],
      "next": null
    }
    """

  static let explanationExample = """
    {
      "member_id": "flower01",
      "files": [
        {
          "name": "전체회원",
          "in": true,
          "rules": [
            {
              "rule": "consent",
              "ok": true,
              "because": { "ko": "sms에 동의했습니다.", "en": "sms is granted." }
            }
          ],
          "row": { "회원등급": "VIP" }
        }
      ]
    }
    """
}
