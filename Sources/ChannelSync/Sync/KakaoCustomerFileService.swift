import CommonValues
public import KakaoAPI

/// The ``CustomerFileService`` that speaks to Kakao.
public struct KakaoCustomerFileService: CustomerFileService {
  private let client: KakaoAPIClient

  /// A service over a client of the shop's app; give it `client.forRun()`, one per sync.
  public init(_ client: KakaoAPIClient) { self.client = client }

  public func files(in channel: String) async throws(CustomerFileFault) -> [RemoteCustomerFile] {
    let list: CustomerFileList
    do throws(KakaoError) {
      list = try await client.customerFiles(channel: channel)
    } catch {
      throw CustomerFileFault(error)
    }
    // A file that can not be read could be ours: better not to take it for gone.
    guard list.unreadable == 0 else { throw CustomerFileFault(.refused, KakaoCustomerFileService.unreadable) }
    return list.files.map { file in
      RemoteCustomerFile(
        id: file.fileID, name: file.name, columns: file.schema.isEmpty ? nil : file.schema.mapValues(\.rawValue))
    }
  }

  public func createFile(
    named name: String, in channel: String, columns: [String: String]
  ) async throws(CustomerFileFault) -> Int64 {
    let columns = columns.sorted { $0.key < $1.key }.map { CustomerFileColumn($0.key, .init(rawValue: $0.value)) }
    do throws(KakaoError) {
      return try await client.createCustomerFile(named: name, channel: channel, columns: columns).fileID
    } catch {
      throw CustomerFileFault(error)
    }
  }

  public func add(
    _ rows: [CustomerFileEntry], to file: RemoteFileAddress
  ) async throws(CustomerFileFault) -> RowCounts {
    do throws(KakaoError) {
      var encoded: [CustomerFileRow] = []
      encoded.reserveCapacity(rows.count)
      for row in rows { encoded.append(try CustomerFileRow(id: file.id(of: row.target), encodedField: row.fields)) }
      return RowCounts(try await client.addUsers(encoded, toFile: file.id, channel: file.channel))
    } catch {
      throw CustomerFileFault(error)
    }
  }

  public func remove(
    _ targets: [Int64], from file: RemoteFileAddress
  ) async throws(CustomerFileFault) -> RowCounts {
    do throws(KakaoError) {
      let ids = targets.map { file.id(of: $0) }
      return RowCounts(try await client.removeUsers(ids, fromFile: file.id, channel: file.channel))
    } catch {
      throw CustomerFileFault(error)
    }
  }

  private static let unreadable = Diagnostic(
    .error, code: "kakao-unreadable-answer",
    reason: LocalizedText(
      ko: "카카오의 고객 파일 목록에 읽을 수 없는 항목이 있습니다.",
      en: "Kakao's list of customer files has an entry that can not be read."),
    fix: LocalizedText(
      ko: "파트너센터에서 이름이 없거나 이상한 파일이 있는지 확인하십시오.",
      en: "Look in the partner centre for a file without a name or with an odd one."))
}

extension RemoteFileAddress {
  fileprivate func id(of target: Int64) -> CustomerFileUserID {
    switch users {
    case .app: .app(target)
    case .phone: .phone(digits: "\(target)")
    }
  }
}

extension RowCounts {
  fileprivate init(_ counts: CustomerFileCounts) {
    self.init(requested: counts.requestCount, succeeded: counts.successCount)
  }
}

extension CustomerFileFault {
  /// What Kakao's error means for a sync.
  package init(_ error: KakaoError) {
    let kind: Kind =
      switch error.code {
      case -816: .unknownFile
      case -817: .nameRefused
      case -818: .noRoom
      default:
        switch error.retryClass {
        case .quota: .quota
        case .configuration, .authentication: .configuration
        default: error.mayHaveBeenProcessed ? .unanswered : .refused
        }
      }
    self.init(kind, error.diagnostic)
  }
}
