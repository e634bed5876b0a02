/// The rows of the export.
///
/// Telephone numbers begin with 010-0 or 010-1, which are given to nobody, and addresses of mail end in example.com, .net and .org.
struct MemberRows {
  let options: Options
  let vocabulary: Vocabulary
  private let order: Shuffle
  private let phones = Shuffle(count: 20_000_000, seed: 77)
  private let changes: Changes

  init(options: Options, vocabulary: Vocabulary) {
    self.options = options
    self.vocabulary = vocabulary
    order = Shuffle(count: max(1, options.rows), seed: options.seed)
    changes = Changes(rows: options.rows, changed: options.changed, seed: options.changeSeed)
  }

  /// Row `index` of the file.
  func append(_ index: Int, to file: inout OutputFile) {
    let number = order[index]
    var random = SplitMix64(seed: options.seed &* 0x2545_F491_4F6C_DD1D &+ UInt64(number))
    let member = Member(number: number, phone: phones[number], change: changes.change(of: number), random: &random)
    let words = vocabulary

    file.append(index + 1)
    file.append(",")
    appendId(number, to: &file)
    file.append(",")
    file.append(words.surnames[random.below(words.surnames.count)])
    file.append(words.givenNames[random.below(words.givenNames.count)])
    file.append(",")
    file.append(words.grades[member.grade])
    file.append(",")
    appendMobile(member.phone, spelling: random.below(100), to: &file)
    file.append(",")
    if random.percent(30) {
      file.append("02-")
      file.append(random.below(10_000), width: 4)
      file.append("-")
      file.append(random.below(10_000), width: 4)
    } else if random.percent(3) {
      file.append("-")
    }
    file.append(",")
    if !random.percent(4) {
      appendId(number, to: &file)
      switch random.below(3) {
      case 0: file.append("@example.com")
      case 1: file.append("@example.net")
      default: file.append("@example.org")
      }
    }
    file.append(",")
    if !random.percent(10) { file.append(random.percent(65) ? words.female : words.male) }
    file.append(",")
    if random.percent(80) {
      appendDate(Day(year: 1950 + random.below(58), random: &random), to: &file)
    } else if random.percent(20) {
      file.append("0000-00-00")
    }
    file.append(",")
    appendPlace(&random, to: &file)
    appendDates(member, &random, to: &file)
    appendSums(member, to: &file)
    appendConsents(member, &random, to: &file)
    if member.hasKakao { file.append(member.kakaoUserID) }
    file.append(",")
    if random.percent(8) { appendId(order[random.below(max(1, options.rows))], to: &file) }
    file.append(",")
    file.append(random.percent(1) ? "Y" : "N")
    file.append(",")
    file.append(words.sources[random.below(words.sources.count)])
    file.append(",")
    if random.percent(3) {
      file.append(words.quotedMemos[random.below(words.quotedMemos.count)])
    } else {
      file.append(words.memos[random.below(words.memos.count)])
    }
    file.append("\r\n")
  }

  private func appendId(_ number: Int, to file: inout OutputFile) {
    file.append(vocabulary.idWords[number % vocabulary.idWords.count])
    file.append(number, width: 7)
  }

  private func appendMobile(_ phone: Int, spelling: Int, to file: inout OutputFile) {
    switch spelling {
    case 0, 1: return
    case 2: file.append("-")
    case 3...5:  // A spreadsheet ate the zero.
      file.append(10)
      file.append(phone, width: 8)
    case 6...20:
      file.append("010")
      file.append(phone, width: 8)
    default:
      file.append("010-")
      file.append(phone / 10_000, width: 4)
      file.append("-")
      file.append(phone % 10_000, width: 4)
    }
  }

  private func appendPlace(_ random: inout SplitMix64, to file: inout OutputFile) {
    let region = random.below(vocabulary.regions.count)
    if !random.percent(5) { file.append(vocabulary.regions[region]) }
    file.append(",")
    file.append(random.below(63_644), width: 5)
    file.append(",")
    file.append("\"")
    file.append(vocabulary.provinces[region])
    file.append(" ")
    file.append(vocabulary.districts[random.below(vocabulary.districts.count)])
    file.append(" ")
    file.append(vocabulary.streets[random.below(vocabulary.streets.count)])
    file.append(" ")
    file.append(1 + random.below(400))
    file.append(",")
    file.append(" ")
    file.append(1 + random.below(30))
    file.append(vocabulary.floor)
    file.append("\"")
    file.append(",")
    file.append("\"")
    file.append(vocabulary.apartments[random.below(vocabulary.apartments.count)])
    file.append(" ")
    file.append(101 + random.below(20))
    file.append(vocabulary.building)
    file.append(",")
    file.append(" ")
    file.append(101 + random.below(2400))
    file.append(vocabulary.room)
    file.append("\"")
    file.append(",")
  }

  private func appendDates(_ member: Member, _ random: inout SplitMix64, to file: inout OutputFile) {
    appendDate(member.joined, to: &file)
    file.append(",")
    file.append(random.below(24), width: 2)
    file.append(":")
    file.append(random.below(60), width: 2)
    file.append(":")
    file.append(random.below(60), width: 2)
    file.append(",")
    appendDate(Day(year: 2025, random: &random), to: &file)
    file.append(",")
    // Drawn in any case, so that a change of the orders leaves the columns behind it alone.
    let lastOrder = Day(year: 2025, random: &random)
    if member.orders > 0 { appendDate(lastOrder, to: &file) } else { file.append("-") }
    file.append(",")
  }

  private func appendSums(_ member: Member, to file: inout OutputFile) {
    let quoted = member.paid >= 1000
    if quoted { file.append("\"") }
    if member.paid >= 1_000_000 {
      file.append(member.paid / 1_000_000)
      file.append(",")
      file.append(member.paid / 1000 % 1000, width: 3)
      file.append(",")
      file.append(member.paid % 1000, width: 3)
    } else if quoted {
      file.append(member.paid / 1000)
      file.append(",")
      file.append(member.paid % 1000, width: 3)
    } else {
      file.append(member.paid)
    }
    if quoted { file.append("\"") }
    file.append(",")
    file.append(member.orders)
    file.append(",")
    file.append(member.points + member.orders * 100)
    file.append(",")
    file.append(member.points)
    file.append(",")
  }

  private func appendConsents(_ member: Member, _ random: inout SplitMix64, to file: inout OutputFile) {
    for share in [60, 45] {
      let answer = random.below(100)
      if answer < share {
        file.append("Y")
        file.append(",")
        if !random.percent(10) { appendDate(member.joined, to: &file) }
      } else {
        if answer < 95 { file.append("N") }
        file.append(",")
        if answer >= 98 { file.append("-") }
      }
      file.append(",")
    }
  }

  private func appendDate(_ day: Day, to file: inout OutputFile) {
    file.append(day.year, width: 4)
    file.append("-")
    file.append(day.month, width: 2)
    file.append("-")
    file.append(day.day, width: 2)
  }
}
