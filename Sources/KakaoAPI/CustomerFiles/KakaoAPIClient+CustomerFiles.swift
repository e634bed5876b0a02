extension KakaoAPIClient {
  /// The customer files of a channel: `GET /v1/talkchannel/target_user_file`.
  public func customerFiles(channel: String) async throws(KakaoError) -> CustomerFileList {
    try await call(.listCustomerFiles, query: [("channel_public_id", channel)], repeatable: true) { bytes in
      decodeJSON(CustomerFileList.self, from: bytes)
    }
  }

  /// Makes a customer file: `POST /v1/talkchannel/create/target_user_file`.
  ///
  /// Creating twice is not harmless, so before a creation whose outcome is unknown is repeated the file is looked up by
  /// name.
  ///
  /// - Parameters:
  ///   - name: unique in the channel, else code -817.
  ///   - channel: the channel public id, `_…`.
  ///   - columns: at most ``CustomerFileLimits/columns``; they can not be changed later.
  public func createCustomerFile(
    named name: String, channel: String, columns: [CustomerFileColumn]
  ) async throws(KakaoError) -> CreatedCustomerFile {
    let body = try CustomerFileBodies.create(name: name, channel: channel, columns: columns)
    var isUncertain = false
    var attempt = 1
    while true {
      do throws(KakaoError) {
        let fileID = try await createOnce(body)
        return CreatedCustomerFile(fileID: fileID, wasFoundByName: false)
      } catch {
        isUncertain = isUncertain || error.mayHaveBeenProcessed
        // The name is taken after a creation of unknown outcome: then it was ours.
        let isTaken = isUncertain && error.code == KakaoErrorTable.fileNameTaken
        if !isTaken { try await executor.waitToRepeat(after: error, attempt: attempt) }
        if isUncertain, let file = try await customerFiles(channel: channel).file(named: name) {
          return CreatedCustomerFile(fileID: file.fileID, wasFoundByName: true)
        }
        if isTaken { throw error }
        attempt += 1
      }
    }
  }

  /// One attempt: no repeat of any kind.
  private func createOnce(_ body: [UInt8]) async throws(KakaoError) -> Int64 {
    try await callOnce(.createCustomerFile, body: .json(body)) { bytes in
      decodeJSON(CreateAnswer.self, from: bytes)?.fileID
    }
  }

  /// Adds people to a file, or their new values: `POST /v1/talkchannel/update/target_users`.
  ///
  /// Adding somebody who is in the file already is harmless, so a call of unknown outcome is repeated.
  ///
  /// - Parameter rows: 1 to ``CustomerFileLimits/usersPerCall``, all with the same kind of id.
  /// - Returns: Kakao's counts, to be compared with what was sent.
  public func addUsers(
    _ rows: [CustomerFileRow], toFile fileID: Int64, channel: String
  ) async throws(KakaoError) -> CustomerFileCounts {
    let body = try CustomerFileBodies.add(rows, fileID: fileID, channel: channel)
    return try await call(.addUsers, body: .json(body), repeatable: true) { bytes in
      decodeJSON(CustomerFileCounts.self, from: bytes)
    }
  }

  /// Removes people from a file: `POST /v1/talkchannel/delete/target_users`.
  ///
  /// A call of unknown outcome is repeated. What Kakao answers for somebody who is not in the file is not documented.
  ///
  /// - Parameter ids: 1 to ``CustomerFileLimits/usersPerCall``, all of the same kind.
  /// - Returns: Kakao's counts, to be compared with what was sent.
  public func removeUsers(
    _ ids: [CustomerFileUserID], fromFile fileID: Int64, channel: String
  ) async throws(KakaoError) -> CustomerFileCounts {
    let body = try CustomerFileBodies.remove(ids, fileID: fileID, channel: channel)
    return try await call(.removeUsers, body: .json(body), repeatable: true) { bytes in
      decodeJSON(CustomerFileCounts.self, from: bytes)
    }
  }
}
