extension Schema {
  /// The ways to guests' orders by what they carry, and to members by e-mail; what ``GuestOrders`` has to look at when it has not yet.
  static let version8 = [
    """
    CREATE INDEX guest_orders_by_phone ON orders (shop_id, buyer_phone)
      WHERE stated_member_id IS NULL AND buyer_phone IS NOT NULL
    """,
    """
    CREATE INDEX guest_orders_by_email ON orders (shop_id, buyer_email)
      WHERE stated_member_id IS NULL AND buyer_email IS NOT NULL
    """,
    """
    CREATE TABLE member_emails (
      shop_id INTEGER NOT NULL,
      email_hash INTEGER NOT NULL,
      member_id TEXT NOT NULL,
      PRIMARY KEY (shop_id, email_hash, member_id)
    ) WITHOUT ROWID
    """,
    "ALTER TABLE shops ADD COLUMN guest_rules TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE shops ADD COLUMN keeps_emails INTEGER NOT NULL DEFAULT 0",
  ]
}
