extension Schema {
  /// What webhooks brought: kept as it came, in the order of receipt. And how many calls were made to each shop's Kakao app.
  static let version3 = [
    """
    CREATE TABLE inbox (
      inbox_id INTEGER PRIMARY KEY AUTOINCREMENT,
      shop_id INTEGER NOT NULL,
      source TEXT NOT NULL,
      dedup BLOB NOT NULL,
      subject TEXT NOT NULL,
      received_at INTEGER NOT NULL,
      state INTEGER NOT NULL DEFAULT 0,
      attempts INTEGER NOT NULL DEFAULT 0,
      due_at INTEGER NOT NULL DEFAULT 0,
      finished_at INTEGER,
      kind TEXT,
      problem TEXT,
      head BLOB NOT NULL,
      body BLOB NOT NULL
    )
    """,
    """
    CREATE TABLE kakao_calls (
      shop_id INTEGER PRIMARY KEY,
      period_start INTEGER NOT NULL,
      calls INTEGER NOT NULL
    )
    """,
    "CREATE UNIQUE INDEX inbox_by_dedup ON inbox (shop_id, source, dedup)",
    "CREATE INDEX inbox_waiting ON inbox (shop_id, subject, inbox_id) WHERE state = 0",
    "CREATE INDEX inbox_by_state ON inbox (shop_id, state, inbox_id)",
    "CREATE INDEX inbox_finished ON inbox (finished_at) WHERE finished_at IS NOT NULL",
  ]
}
