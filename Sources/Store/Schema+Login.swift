extension Schema {
  /// What signup and login keep: keys, one-use marks, hand-offs, Kakao's side of a person, sessions, receipts.
  static let version2 = [
    """
    CREATE TABLE process_keys (
      name TEXT PRIMARY KEY,
      key BLOB NOT NULL,
      created_at INTEGER NOT NULL
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE used_attempts (
      shop_id INTEGER NOT NULL,
      mark BLOB NOT NULL,
      expires_at INTEGER NOT NULL,
      PRIMARY KEY (shop_id, mark)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX used_attempts_by_expiry ON used_attempts (expires_at)",
    """
    CREATE TABLE handoffs (
      shop_id INTEGER NOT NULL,
      code_hash BLOB NOT NULL,
      kakao_user_id INTEGER NOT NULL,
      expires_at INTEGER NOT NULL,
      payload BLOB NOT NULL,
      PRIMARY KEY (shop_id, code_hash)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX handoffs_by_user ON handoffs (shop_id, kakao_user_id)",
    "CREATE INDEX handoffs_by_expiry ON handoffs (expires_at)",
    """
    CREATE TABLE kakao_users (
      shop_id INTEGER NOT NULL,
      kakao_user_id INTEGER NOT NULL,
      connected_at INTEGER,
      synched_at INTEGER,
      signed_up INTEGER,
      first_login_at INTEGER NOT NULL,
      last_login_at INTEGER NOT NULL,
      profile BLOB NOT NULL,
      PRIMARY KEY (shop_id, kakao_user_id)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE kakao_evidence (
      shop_id INTEGER NOT NULL,
      kakao_user_id INTEGER NOT NULL,
      kind TEXT NOT NULL,
      tag TEXT NOT NULL,
      seen_at INTEGER NOT NULL,
      required INTEGER,
      agreed INTEGER NOT NULL,
      agreed_at INTEGER,
      PRIMARY KEY (shop_id, kakao_user_id, kind, tag, seen_at)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE pending_signups (
      shop_id INTEGER NOT NULL,
      kakao_user_id INTEGER NOT NULL,
      started_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL,
      PRIMARY KEY (shop_id, kakao_user_id)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX pending_signups_by_expiry ON pending_signups (expires_at)",
    """
    CREATE TABLE sessions (
      shop_id INTEGER NOT NULL,
      session_hash BLOB NOT NULL,
      kakao_user_id INTEGER NOT NULL,
      created_at INTEGER NOT NULL,
      used_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL,
      PRIMARY KEY (shop_id, session_hash)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX sessions_by_user ON sessions (shop_id, kakao_user_id)",
    "CREATE INDEX sessions_by_expiry ON sessions (expires_at)",
    """
    CREATE TABLE sealed_tokens (
      shop_id INTEGER NOT NULL,
      kakao_user_id INTEGER NOT NULL,
      version INTEGER NOT NULL,
      stored_at INTEGER NOT NULL,
      sealed BLOB NOT NULL,
      PRIMARY KEY (shop_id, kakao_user_id)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE erasures (
      shop_id INTEGER NOT NULL,
      erasure_id INTEGER NOT NULL,
      erased_at INTEGER NOT NULL,
      summary TEXT NOT NULL,
      PRIMARY KEY (shop_id, erasure_id)
    ) WITHOUT ROWID
    """,
  ]
}
