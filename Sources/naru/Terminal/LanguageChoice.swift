import CommonValues

/// Which language people are spoken to in.
enum LanguageChoice {
  /// `--lang` first, then `LC_ALL`, `LC_MESSAGES`, `LANG`, the first that is not empty; English when none is set.
  static func language(option: String?, environment: [String: String]) -> Language {
    if let option, let language = named(option) { return language }
    for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
      if let value = environment[name], !value.isEmpty { return Language(locale: value) }
    }
    return .english
  }

  /// `ko` or `en`; nil for anything else.
  static func named(_ option: String) -> Language? { Language(rawValue: option.lowercased()) }

  /// The language that a command line asks for, also when the rest of it can not be understood.
  static func option(in arguments: [String]) -> String? {
    for (index, argument) in arguments.enumerated() {
      if argument == "--" { return nil }
      if argument == "--lang", index + 1 < arguments.count { return arguments[index + 1] }
      if argument.hasPrefix("--lang=") { return String(argument.dropFirst(7)) }
    }
    return nil
  }
}
