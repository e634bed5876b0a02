extension Schema {
  /// Of what a platform said that it has changed without saying how, until that is known; and which Kakao app a platform's user ids
  /// belong to, as a digest.
  static let version4 = [
    """
    CREATE TABLE waiting_refetches (
      shop_id INTEGER NOT NULL,
      entity TEXT NOT NULL,
      id TEXT NOT NULL,
      since INTEGER NOT NULL,
      noted_at INTEGER NOT NULL,
      PRIMARY KEY (shop_id, entity, id)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE platform_apps (
      shop_id INTEGER PRIMARY KEY,
      app INTEGER NOT NULL,
      told_at INTEGER NOT NULL
    )
    """,
    // Of those that wait only what failed before has a time of its own.
    "CREATE INDEX inbox_due ON inbox (due_at) WHERE state = 0 AND due_at > 0",
  ]
}
