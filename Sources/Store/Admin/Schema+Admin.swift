extension Schema {
  /// What the operator's pages need: their sessions, one count of each shop's coverage a day, and the ways into long lists.
  static let version7 = [
    """
    CREATE TABLE admin_sessions (
      session_hash BLOB PRIMARY KEY,
      proof BLOB NOT NULL,
      created_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE coverage_days (
      shop_id INTEGER NOT NULL,
      day INTEGER NOT NULL,
      taken_at INTEGER NOT NULL,
      seq INTEGER NOT NULL,
      basis TEXT NOT NULL,
      active INTEGER NOT NULL,
      dormant INTEGER NOT NULL,
      withdrawn INTEGER NOT NULL,
      linked INTEGER NOT NULL,
      stated INTEGER NOT NULL,
      ended INTEGER NOT NULL,
      no_phone INTEGER NOT NULL,
      no_consent INTEGER NOT NULL,
      not_yet INTEGER NOT NULL,
      mobile INTEGER NOT NULL,
      PRIMARY KEY (shop_id, day)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX runs_by_kind ON runs (shop_id, kind, run_id)",
    "CREATE INDEX quarantine_by_code ON quarantine (shop_id, code)",
  ]
}
