extension Schema {
  /// What the sidecar does by itself: files that were accepted and wait to be imported, when scheduled work was done last, and how far a
  /// reconciliation has come.
  static let version5 = [
    """
    CREATE TABLE imports (
      shop_id INTEGER NOT NULL,
      import_id INTEGER NOT NULL,
      source TEXT NOT NULL,
      file TEXT NOT NULL,
      origin TEXT,
      spool TEXT,
      bytes INTEGER NOT NULL,
      options TEXT NOT NULL,
      state INTEGER NOT NULL DEFAULT 0,
      attempts INTEGER NOT NULL DEFAULT 0,
      received_at INTEGER NOT NULL,
      started_at INTEGER,
      finished_at INTEGER,
      runs TEXT NOT NULL DEFAULT '',
      result TEXT NOT NULL DEFAULT '{}',
      filed INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY (shop_id, import_id)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX imports_open ON imports (shop_id, import_id) WHERE state < 2",
    "CREATE INDEX imports_of_origin ON imports (shop_id, origin) WHERE origin IS NOT NULL",
    "CREATE INDEX imports_finished ON imports (finished_at) WHERE finished_at IS NOT NULL",
    """
    CREATE TABLE schedules (
      shop_id INTEGER NOT NULL,
      job TEXT NOT NULL,
      spec TEXT NOT NULL,
      done_for INTEGER NOT NULL,
      done_at INTEGER,
      claimed_until INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY (shop_id, job)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE reconciliations (
      shop_id INTEGER PRIMARY KEY,
      started_at INTEGER NOT NULL,
      state TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE missing_users (
      shop_id INTEGER NOT NULL,
      kakao_user_id INTEGER NOT NULL,
      PRIMARY KEY (shop_id, kakao_user_id)
    ) WITHOUT ROWID
    """,
  ]
}
