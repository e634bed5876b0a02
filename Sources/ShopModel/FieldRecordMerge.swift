public import CommonValues

/// Joins what is stored with what arrives, field by field, so that any order of arrival ends the same (DESIGN §10).
///
/// - The newest source time wins; of two equal times the greater value wins, so that the outcome never depends on arrival.
/// - A consent that was refused is given again only by a consent with a date after the refusal.
/// - The latest leaving is kept; whether a newer `joined_at` undoes it is decided where the record is read.
public struct FieldRecordMerge {
  /// Whether a value, and not merely its source time, differs from what was stored.
  public private(set) var changed = false
  /// Whether everything that arrived holds: the same bytes arriving again, later, could change nothing.
  public private(set) var incomingHolds = true
  /// The source time of the joined record.
  public let time: Int64
  private let storedTime: Int64
  private let incomingTime: Int64

  /// Appends the joined record to `writer`. Both records and both times in milliseconds.
  public init(
    stored: ByteSlice, storedTime: Int64, incoming: ByteSlice, incomingTime: Int64, into writer: inout FieldRecordWriter
  ) {
    time = max(storedTime, incomingTime)
    self.storedTime = storedTime
    self.incomingTime = incomingTime
    var storedCursor = FieldCursor(stored)
    var incomingCursor = FieldCursor(incoming)
    var mine = storedCursor.next()
    var theirs = incomingCursor.next()
    while mine != nil || theirs != nil {
      switch FieldRecordMerge.order(mine, theirs) {
      case .orderedAscending:
        if let entry = mine { keep(entry, at: entry.ownTime ?? storedTime, into: &writer) }
        mine = storedCursor.next()
      case .orderedDescending:
        if let entry = theirs {
          changed = changed || !entry.isEmpty
          keep(entry, at: entry.ownTime ?? incomingTime, into: &writer)
        }
        theirs = incomingCursor.next()
      case .orderedSame:
        if let mine, let theirs { join(mine, theirs, into: &writer) }
        mine = storedCursor.next()
        theirs = incomingCursor.next()
      }
    }
  }

  private enum Order {
    case orderedAscending
    case orderedSame
    case orderedDescending
  }

  private static func order(_ mine: FieldEntry?, _ theirs: FieldEntry?) -> Order {
    guard let mine else { return .orderedDescending }
    guard let theirs else { return .orderedAscending }
    if mine.tag != theirs.tag { return mine.tag < theirs.tag ? .orderedAscending : .orderedDescending }
    guard mine.tag == FieldRecord.attributeTag else { return .orderedSame }
    let (myName, theirName) = (mine.attribute.name, theirs.attribute.name)
    if myName.elementsEqual(theirName) { return .orderedSame }
    return myName.lexicographicallyPrecedes(theirName) ? .orderedAscending : .orderedDescending
  }

  private func keep(_ entry: FieldEntry, at entryTime: Int64, into writer: inout FieldRecordWriter) {
    writer.copy(entry, ownTime: entryTime == time || FieldRecordMerge.isTimeless(entry) ? nil : entryTime)
  }

  /// Entries whose meaning does not depend on a source time.
  private static func isTimeless(_ entry: FieldEntry) -> Bool {
    if entry.tag == FieldRecord.withdrawnAtTag { return entry.payload.count == 8 }
    return isConsent(entry) && entry.payload.count == 9
  }

  /// When a member left, of equal times the one that the source dated.
  private func withdrawal(_ entry: FieldEntry, at sourceTime: Int64) -> (Int64, Int) {
    entry.payload.count == 8 ? (entry.integer, 1) : (sourceTime, 0)
  }

  private static func isConsent(_ entry: FieldEntry) -> Bool {
    entry.tag >= FieldRecord.firstConsentTag && entry.tag <= FieldRecord.lastConsentTag
  }

  private mutating func join(_ mine: FieldEntry, _ theirs: FieldEntry, into writer: inout FieldRecordWriter) {
    let myTime = mine.ownTime ?? storedTime
    let theirTime = theirs.ownTime ?? incomingTime
    let same = mine.isEmpty == theirs.isEmpty && mine.payload.elementsEqual(theirs.payload)
    let theirsWins: Bool
    if mine.tag == FieldRecord.withdrawnAtTag {
      theirsWins = withdrawal(mine, at: myTime) < withdrawal(theirs, at: theirTime)
    } else if FieldRecordMerge.isConsent(mine) {
      theirsWins = ConsentStatement(theirs, at: theirTime).overrules(ConsentStatement(mine, at: myTime))
    } else if myTime != theirTime {
      theirsWins = theirTime > myTime
    } else {
      theirsWins =
        mine.isEmpty ? !theirs.isEmpty : !theirs.isEmpty && mine.payload.lexicographicallyPrecedes(theirs.payload)
    }
    if same {
      keep(mine, at: max(myTime, theirTime), into: &writer)
      if theirTime < myTime && !FieldRecordMerge.isTimeless(theirs) { incomingHolds = false }
    } else if theirsWins {
      changed = true
      keep(theirs, at: theirTime, into: &writer)
    } else {
      incomingHolds = false
      keep(mine, at: myTime, into: &writer)
    }
  }
}

/// A consent as it takes part in a join.
struct ConsentStatement {
  let isGranted: Bool
  let isDated: Bool
  let time: Int64

  /// A consent's entry under its effective source time.
  init(_ entry: FieldEntry, at sourceTime: Int64) {
    let flags = entry.payload.first ?? 0
    isGranted = flags & 2 != 0
    isDated = flags & 1 != 0 && entry.payload.count == 9
    time = isDated ? FieldEntry.integer(entry.payload, at: 1) : sourceTime
  }

  /// Whether this statement holds where `other` was held before. Total, so that joining is the same in any order:
  /// a dated consent beats a refusal only when it is newer; an undated one never does; of two of a kind the newer holds,
  /// a dated consent before an undated one.
  func overrules(_ other: ConsentStatement) -> Bool {
    switch (isGranted, other.isGranted) {
    case (true, false): isDated && time > other.time
    case (false, true): !other.isDated || time >= other.time
    case (true, true): isDated != other.isDated ? isDated : time > other.time
    case (false, false): time != other.time ? time > other.time : isDated && !other.isDated
    }
  }
}
