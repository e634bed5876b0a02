import CommonValues

/// What a projection needs beside the member.
struct ProjectionSetting: Sendable, Hashable {
  /// The day it is in Seoul.
  var today: CalendarDate
  /// The file's channel.
  var channel: String
  /// Places to which an average is rounded.
  var averagePlaces: Int
}
