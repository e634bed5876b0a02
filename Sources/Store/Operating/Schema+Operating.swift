extension Schema {
  /// When each shop's back end last brought records, and answers to calls that carried an idempotency key. Key and request are kept as hashes alone; `status` is absent while the call runs.
  static let version6 = [
    """
    CREATE TABLE idempotent_calls (
      shop_id INTEGER NOT NULL,
      key_hash BLOB NOT NULL,
      request_hash BLOB NOT NULL,
      started_at INTEGER NOT NULL,
      status INTEGER,
      content_type TEXT,
      answer BLOB,
      PRIMARY KEY (shop_id, key_hash)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX idempotent_calls_by_start ON idempotent_calls (started_at)",
    """
    CREATE TABLE shops_heard (
      shop_id INTEGER PRIMARY KEY,
      heard_at INTEGER NOT NULL
    )
    """,
  ]

  /// What is written to see whether anything can be; and the users of whose signup Kakao has to be told still: few, and looked for every
  /// minute.
  static let version9 = [
    "CREATE TABLE writable (checks INTEGER NOT NULL)",
    "INSERT INTO writable VALUES (0)",
    "CREATE INDEX kakao_users_untold ON kakao_users (shop_id, last_login_at) WHERE signed_up = 0",
  ]
}
