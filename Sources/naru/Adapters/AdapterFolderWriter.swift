import CommonValues
import Foundation
import ShopAdapters

/// Writes files for somebody who makes an adapter; never over one that is there.
enum AdapterFolderWriter {
  /// Writes `files`, by their names from the folder on; returns the names in order.
  ///
  /// - Throws: ``OperationError`` when one of them exists, before anything is written, or when one can not be written.
  static func write(_ files: [(name: String, text: String)], to folder: String) throws -> [String] {
    for file in files where FileManager.default.fileExists(atPath: "\(folder)/\(file.name)") {
      throw OperationError([exists("\(folder)/\(file.name)")])
    }
    for file in files {
      let path = "\(folder)/\(file.name)"
      do {
        try FileManager.default.createDirectory(
          at: URL(filePath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(file.text.utf8).write(to: URL(filePath: path), options: .withoutOverwriting)
      } catch {
        throw OperationError([unwritable(path)])
      }
    }
    return files.map(\.name)
  }

  private static func exists(_ path: String) -> Diagnostic {
    Diagnostic(
      .error, code: "file-exists", place: .init(file: path),
      reason: LocalizedText(ko: "이미 있는 파일은 덮어쓰지 않습니다.", en: "A file that exists is not written over."),
      fix: LocalizedText(ko: "--dir로 다른 폴더를 지정하십시오.", en: "Name another folder with --dir."))
  }

  private static func unwritable(_ path: String) -> Diagnostic {
    Diagnostic(
      .error, code: "file-unwritable", place: .init(file: path),
      reason: LocalizedText(ko: "파일을 쓸 수 없습니다.", en: "The file can not be written."),
      fix: LocalizedText(ko: "폴더 권한과 남은 공간을 확인하십시오.", en: "Check the folder's permissions and its free space."))
  }
}
