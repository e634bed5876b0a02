import CommonValues
import GRDB

/// The tables, version by version. A version that was released is never edited; the next one follows it.
enum Schema {
  static func migrate(_ pool: DatabasePool) throws {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { database in
      for statement in version1 { try database.execute(sql: statement) }
    }
    migrator.registerMigration("2") { database in
      for statement in version2 { try database.execute(sql: statement) }
    }
    migrator.registerMigration("3") { database in
      for statement in version3 { try database.execute(sql: statement) }
    }
    migrator.registerMigration("4") { database in
      for statement in version4 { try database.execute(sql: statement) }
    }
    migrator.registerMigration("5") { database in
      for statement in version5 { try database.execute(sql: statement) }
    }
    migrator.registerMigration("6") { database in
      for statement in version6 { try database.execute(sql: statement) }
    }
    migrator.registerMigration("7") { database in
      for statement in version7 { try database.execute(sql: statement) }
    }
    migrator.registerMigration("8") { database in
      for statement in version8 { try database.execute(sql: statement) }
    }
    migrator.registerMigration("9") { database in
      for statement in version9 { try database.execute(sql: statement) }
    }
    let known = migrator.migrations
    let applied = try pool.read { try migrator.appliedIdentifiers($0) }
    if !applied.isSubset(of: Set(known)) {
      throw StoreError(
        .newerVersion,
        LocalizedText(ko: "더 새로운 버전의 Naru가 만든 저장소입니다.", en: "A later version of Naru made this store."),
        fix: LocalizedText(ko: "naru를 업데이트하십시오.", en: "Update naru."))
    }
    if applied.count < known.count { try migrator.migrate(pool) }
  }

  /// The secondary indexes of `members`, which a first import builds after the rows.
  static let memberIndexes = [
    "CREATE INDEX IF NOT EXISTS members_by_phone ON members (shop_id, phone) WHERE phone IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS members_by_kakao_user ON members (shop_id, kakao_user_id) WHERE kakao_user_id IS NOT NULL",
  ]

  static let version1 =
    [
      """
      CREATE TABLE shops (
        shop_id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        seq INTEGER NOT NULL DEFAULT 0,
        replan_seq INTEGER NOT NULL DEFAULT 0,
        member_count INTEGER NOT NULL DEFAULT 0,
        order_count INTEGER NOT NULL DEFAULT 0,
        order_rules TEXT NOT NULL DEFAULT ''
      )
      """,
      """
      CREATE TABLE members (
        shop_id INTEGER NOT NULL,
        member_id TEXT NOT NULL,
        phone INTEGER,
        kakao_user_id INTEGER,
        source_time INTEGER NOT NULL,
        content_hash INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        record BLOB NOT NULL,
        PRIMARY KEY (shop_id, member_id)
      ) WITHOUT ROWID
      """,
      """
      CREATE TABLE member_changes (
        shop_id INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        member_id TEXT NOT NULL,
        PRIMARY KEY (shop_id, seq, member_id)
      ) WITHOUT ROWID
      """,
      """
      CREATE TABLE confirmations (
        shop_id INTEGER NOT NULL,
        kind TEXT NOT NULL,
        seq INTEGER NOT NULL,
        first_id TEXT NOT NULL,
        last_id TEXT NOT NULL,
        source_time INTEGER NOT NULL,
        PRIMARY KEY (shop_id, kind, seq, first_id)
      ) WITHOUT ROWID
      """,
      """
      CREATE TABLE orders (
        shop_id INTEGER NOT NULL,
        order_id TEXT NOT NULL,
        stated_member_id TEXT,
        member_id TEXT,
        buyer_phone INTEGER,
        buyer_email TEXT,
        counted INTEGER,
        paid_on INTEGER,
        source_time INTEGER NOT NULL,
        content_hash INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        record BLOB NOT NULL,
        PRIMARY KEY (shop_id, order_id)
      ) WITHOUT ROWID
      """,
      "CREATE INDEX orders_by_member ON orders (shop_id, member_id, counted, paid_on) WHERE member_id IS NOT NULL",
      "CREATE INDEX orders_of_guests ON orders (shop_id, order_id) WHERE stated_member_id IS NULL",
      """
      CREATE TABLE order_sums (
        shop_id INTEGER NOT NULL,
        member_id TEXT NOT NULL,
        orders INTEGER NOT NULL,
        total INTEGER NOT NULL,
        first_paid_on INTEGER,
        last_paid_on INTEGER,
        PRIMARY KEY (shop_id, member_id)
      ) WITHOUT ROWID
      """,
      """
      CREATE TABLE account_links (
        shop_id INTEGER NOT NULL,
        kakao_user_id INTEGER NOT NULL,
        linked_at INTEGER NOT NULL,
        member_id TEXT NOT NULL,
        ended_at INTEGER,
        PRIMARY KEY (shop_id, kakao_user_id, linked_at, member_id)
      ) WITHOUT ROWID
      """,
      "CREATE INDEX account_links_by_member ON account_links (shop_id, member_id)",
      """
      CREATE TABLE unlinked_users (
        shop_id INTEGER NOT NULL,
        kakao_user_id INTEGER NOT NULL,
        ended_at INTEGER NOT NULL,
        PRIMARY KEY (shop_id, kakao_user_id)
      ) WITHOUT ROWID
      """,
      """
      CREATE TABLE channel_relations (
        shop_id INTEGER NOT NULL,
        kakao_user_id INTEGER NOT NULL,
        channel TEXT NOT NULL,
        state TEXT NOT NULL,
        updated_at INTEGER NOT NULL,
        PRIMARY KEY (shop_id, kakao_user_id, channel)
      ) WITHOUT ROWID
      """,
      """
      CREATE TABLE runs (
        shop_id INTEGER NOT NULL,
        run_id INTEGER NOT NULL,
        kind TEXT NOT NULL,
        started_at INTEGER NOT NULL,
        finished_at INTEGER,
        outcome TEXT,
        summary TEXT NOT NULL DEFAULT '{}',
        PRIMARY KEY (shop_id, run_id)
      ) WITHOUT ROWID
      """,
      """
      CREATE TABLE quarantine (
        shop_id INTEGER NOT NULL,
        quarantine_id INTEGER NOT NULL,
        run_id INTEGER NOT NULL,
        kind TEXT NOT NULL,
        file TEXT NOT NULL,
        line INTEGER NOT NULL,
        field TEXT,
        code TEXT NOT NULL,
        diagnostic TEXT NOT NULL,
        raw TEXT NOT NULL,
        PRIMARY KEY (shop_id, quarantine_id)
      ) WITHOUT ROWID
      """,
      """
      CREATE TABLE quarantine_sources (
        shop_id INTEGER NOT NULL,
        run_id INTEGER NOT NULL,
        header TEXT NOT NULL,
        source_time INTEGER NOT NULL,
        PRIMARY KEY (shop_id, run_id)
      ) WITHOUT ROWID
      """,
      """
      CREATE TABLE customer_files (
        shop_id INTEGER NOT NULL,
        file_id INTEGER NOT NULL,
        channel TEXT NOT NULL,
        name TEXT NOT NULL,
        configured_name TEXT NOT NULL,
        users TEXT NOT NULL,
        schema TEXT NOT NULL,
        kakao_file_id INTEGER,
        state TEXT NOT NULL,
        definition_hash INTEGER NOT NULL,
        planned_hash INTEGER,
        planned_seq INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (shop_id, file_id)
      ) WITHOUT ROWID
      """,
      "CREATE UNIQUE INDEX customer_files_by_name ON customer_files (shop_id, channel, name)",
      """
      CREATE TABLE file_rows (
        shop_id INTEGER NOT NULL,
        file_id INTEGER NOT NULL,
        target INTEGER NOT NULL,
        member_id TEXT,
        wanted INTEGER,
        sent INTEGER,
        confirmed INTEGER,
        PRIMARY KEY (shop_id, file_id, target)
      ) WITHOUT ROWID
      """,
      "CREATE INDEX file_rows_by_member ON file_rows (shop_id, file_id, member_id) WHERE member_id IS NOT NULL",
      """
      CREATE INDEX file_rows_pending ON file_rows (shop_id, file_id, target)
        WHERE wanted IS DISTINCT FROM confirmed OR sent IS NOT NULL
      """,
      """
      CREATE TABLE file_due (
        shop_id INTEGER NOT NULL,
        file_id INTEGER NOT NULL,
        member_id TEXT NOT NULL,
        due_on INTEGER NOT NULL,
        PRIMARY KEY (shop_id, file_id, member_id)
      ) WITHOUT ROWID
      """,
      "CREATE INDEX file_due_by_day ON file_due (shop_id, file_id, due_on)",
      """
      CREATE TABLE leases (
        shop_id INTEGER NOT NULL,
        holder TEXT NOT NULL,
        token INTEGER NOT NULL,
        expires_at INTEGER NOT NULL,
        PRIMARY KEY (shop_id)
      ) WITHOUT ROWID
      """,
    ] + memberIndexes
}
