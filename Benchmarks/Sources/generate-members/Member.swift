/// What a row tells about its member and a change may touch.
struct Member {
  let phone: Int
  let hasKakao: Bool
  let kakaoUserID: Int
  let joined: Day
  var grade: Int
  var orders: Int
  var paid: Int
  var points: Int

  init(number: Int, phone: Int, change: UInt64?, random: inout SplitMix64) {
    self.phone = phone
    hasKakao = random.percent(70)
    // Most ids have ten digits; some need all of 64 bits, which a Double would spoil.
    kakaoUserID = number % 100 == 0 ? 1_376_016_924_000_000_000 + number : 2_000_000_000 + number
    joined = Day(year: 2015 + random.below(11), random: &random)
    let rank = random.below(1000)
    grade = rank < 700 ? 0 : rank < 850 ? 1 : rank < 950 ? 2 : rank < 990 ? 3 : 4
    orders = random.percent(30) ? 0 : random.below(40)
    paid = orders * (9_900 + 10 * random.below(9_000))
    points = random.below(30_000)
    guard let change else { return }
    var difference = SplitMix64(seed: change)
    grade = (grade + 1 + difference.below(4)) % 5
    orders += 1
    paid += 12_300 + difference.below(90_000)
    points += 1 + difference.below(5_000)
  }
}

/// A day that exists in every year.
struct Day {
  let year: Int
  let month: Int
  let day: Int

  init(year: Int, random: inout SplitMix64) {
    self.year = year
    month = 1 + random.below(12)
    day = 1 + random.below(28)
  }
}
