public import CommonValues
public import ShopModel

extension Store {
  /// Applies how users stand to channels, as Kakao said it when it was asked, in one transaction.
  ///
  /// What is of a user who is not known any more is let go: who unlinked or was erased while the answer was under way leaves nothing
  /// behind. A user is known by a link that holds, or by a member's record unless the user has unlinked.
  /// - Returns: whether anything that is known has changed.
  @discardableResult
  public func apply(
    asked relations: [ChannelRelation], in shop: ShopID, at now: Timestamp
  ) throws(StoreError) -> Bool {
    guard !relations.isEmpty else { return false }
    return try write { database in
      guard let row = try ShopRow.find(database, shop) else { return false }
      let select = try RawStatement(
        database,
        """
        SELECT EXISTS (SELECT 1 FROM account_links WHERE shop_id = ?1 AND kakao_user_id = ?2 AND ended_at IS NULL)
          OR (EXISTS (SELECT 1 FROM members WHERE shop_id = ?1 AND kakao_user_id = ?2)
            AND NOT EXISTS (SELECT 1 FROM unlinked_users WHERE shop_id = ?1 AND kakao_user_id = ?2))
        """)
      select.bind(1, row.id)
      var known: [ChannelRelation] = []
      for relation in relations {
        select.bind(2, relation.kakaoUserID)
        if try select.step(), select.integer(0) != 0 { known.append(relation) }
        select.reset()
      }
      return try self.apply(known.map { .channelRelation($0) }, in: shop, sourceTime: now)
    }
  }
}
