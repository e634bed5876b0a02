extension JSONValue {
  /// This value changed by a JSON merge patch (RFC 7396): objects are merged, `null` takes a key away, all else
  /// replaces.
  func patched(by patch: JSONValue) -> JSONValue {
    guard case .object(let changes) = patch else { return patch }
    var members: [Member] = []
    if case .object(let own) = self { members = own }
    for change in changes {
      let place = members.firstIndex { $0.key == change.key }
      if change.value == .null {
        if let place { members.remove(at: place) }
      } else if let place {
        members[place].value = members[place].value.patched(by: change.value)
      } else {
        members.append(Member(key: change.key, value: JSONValue.object([]).patched(by: change.value)))
      }
    }
    return .object(members)
  }
}
