/// Several gates, one behind the other: a call passes when all let it through, asked in their order.
///
/// For gates that are shared unevenly: a limit on the rate of one kind of work before the budget of the whole app, say.
public struct GateSequence: CallGate {
  private let gates: [any CallGate]

  /// - Parameter gates: asked in this order, told in the opposite one.
  public init(_ gates: [any CallGate]) { self.gates = gates }

  /// As ``enter(_:)``, for a call of which nothing is known.
  public func enter() async throws(KakaoError) { try await enter(.unknown) }

  /// As ``leave(_:of:)``, for a call of which nothing is known.
  public func leave(_ error: KakaoError?) { leave(error, of: .unknown) }

  /// Asks every gate. When one refuses, those before it are told that the call did not go out, and its error is thrown.
  public func enter(_ call: GatedCall) async throws(KakaoError) {
    for (index, gate) in gates.enumerated() {
      do throws(KakaoError) {
        try await gate.enter(call)
      } catch {
        for passed in gates[..<index].reversed() { passed.leave(error, of: call) }
        throw error
      }
    }
  }

  /// Tells every gate.
  public func leave(_ error: KakaoError?, of call: GatedCall) {
    for gate in gates.reversed() { gate.leave(error, of: call) }
  }
}
