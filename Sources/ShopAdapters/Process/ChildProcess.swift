#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A child process in a group of its own, with its three standard streams.
///
/// It inherits no other file, no signal setting and no environment but `PATH`, a UTF-8 `LANG` and what it is given: secrets in Naru's
/// environment are not the program's. It belongs to one thread.
package final class ChildProcess {
  /// The folders in which programs are looked for, ours and those that they start.
  package static let programFolders = ["/usr/local/bin", "/usr/bin", "/bin"]

  /// A socket to its standard input, so that writing to one that is gone is an error and no signal.
  private(set) var input: Int32 = -1
  package private(set) var output: Int32 = -1
  package private(set) var errors: Int32 = -1
  private let pid: pid_t
  private var hasEnded = false
  /// What it ended with; nil while it runs, and for one that a signal ended.
  package private(set) var exitCode: Int32?

  /// Starts a program. `ulimit -v` of the shell limits its address space before the program takes the shell's place.
  convenience init?(_ command: [String], folder: String, memoryMiB: Int) {
    let script = "cd \"$0\" && ulimit -v \(memoryMiB * 1024) && exec \"$@\"; exit 126"
    self.init("/bin/sh", ["-c", script, folder] + command)
  }

  /// Starts a program as it is: no shell reads its arguments.
  ///
  /// - Parameters:
  ///   - program: its absolute path.
  ///   - folder: where it starts; nil for where Naru is.
  ///   - environment: what it gets besides `PATH` and `LANG`, each `NAME=value`.
  package init?(_ program: String, _ arguments: [String], folder: String? = nil, environment: [String] = []) {
    var inputPair: [Int32] = [-1, -1]
    var outputPair: [Int32] = [-1, -1]
    var errorPair: [Int32] = [-1, -1]
    func closeAll() {
      for descriptor in inputPair + outputPair + errorPair where descriptor >= 0 { close(descriptor) }
    }
    guard socketpair(AF_UNIX, ChildProcess.streamType, 0, &inputPair) == 0, pipe(&outputPair) == 0,
      pipe(&errorPair) == 0
    else {
      closeAll()
      return nil
    }
    let path = "PATH=" + ChildProcess.programFolders.joined(separator: ":")
    guard
      let pid = ChildProcess.spawn(
        program, arguments, [path, "LANG=C.UTF-8"] + environment, folder,
        [(inputPair[1], 0), (outputPair[1], 1), (errorPair[1], 2)])
    else {
      closeAll()
      return nil
    }
    self.pid = pid
    for descriptor in [inputPair[1], outputPair[1], errorPair[1]] { close(descriptor) }
    (input, output, errors) = (inputPair[0], outputPair[0], errorPair[0])
    for descriptor in [input, output, errors] {
      _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }
    #if canImport(Darwin)
      var on: Int32 = 1
      _ = setsockopt(input, SOL_SOCKET, SO_NOSIGPIPE, &on, socklen_t(MemoryLayout<Int32>.size))
    #endif
  }

  deinit { kill() }

  #if canImport(Darwin) || canImport(Musl)
    private static let streamType = SOCK_STREAM
  #else
    private static let streamType = Int32(SOCK_STREAM.rawValue)
  #endif

  #if canImport(Darwin)
    private typealias Actions = posix_spawn_file_actions_t?
    private typealias Attributes = posix_spawnattr_t?
  #else
    private typealias Actions = posix_spawn_file_actions_t
    private typealias Attributes = posix_spawnattr_t
  #endif

  private static func spawn(
    _ program: String, _ arguments: [String], _ environment: [String], _ folder: String?,
    _ streams: [(from: Int32, to: Int32)]
  ) -> pid_t? {
    #if canImport(Darwin)
      var actions: Actions
      var attributes: Attributes
    #else
      var actions = Actions()
      var attributes = Attributes()
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    // Moved out of the way first, to numbers above all of them: a stream may already have the number of another.
    let first = (streams.map(\.from).max() ?? 2) + 1
    let moved = first..<first + Int32(streams.count)
    for (stream, number) in zip(streams, moved) {
      posix_spawn_file_actions_adddup2(&actions, stream.from, number)
    }
    for (stream, number) in zip(streams, moved) { posix_spawn_file_actions_adddup2(&actions, number, stream.to) }
    var flags = Int32(POSIX_SPAWN_SETPGROUP) | Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF)
    #if canImport(Darwin)
      flags |= Int32(POSIX_SPAWN_CLOEXEC_DEFAULT)
    #else
      closeOthers(&actions, moved)
    #endif
    if let folder, !changeFolder(&actions, to: folder) { return nil }
    var none = sigset_t()
    var all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(&attributes, Int16(truncatingIfNeeded: flags))
    var pid: pid_t = 0
    let arguments: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
    let environment: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) } + [nil]
    defer { for pointer in arguments + environment { free(pointer) } }
    return posix_spawn(&pid, program, &actions, &attributes, arguments, environment) == 0 ? pid : nil
  }

  /// Has the child start in a folder, by the call that every libc has under this name and not each one's module shows to Swift.
  private static func changeFolder(_ actions: inout Actions, to folder: String) -> Bool {
    typealias ChangeFolder = @convention(c) (UnsafeMutablePointer<Actions>, UnsafePointer<CChar>) -> Int32
    guard let symbol = dlsym(everyLibrary, "posix_spawn_file_actions_addchdir_np") else { return false }
    return unsafeBitCast(symbol, to: ChangeFolder.self)(&actions, folder) == 0
  }

  /// `RTLD_DEFAULT`, a macro that Swift does not see.
  #if canImport(Darwin)
    private static var everyLibrary: UnsafeMutableRawPointer? { UnsafeMutableRawPointer(bitPattern: -2) }
  #else
    private static var everyLibrary: UnsafeMutableRawPointer? { nil }
  #endif

  #if !canImport(Darwin)
    /// Has every file but the standard streams closed in the child. glibc's call for it is not among those that its module shows to Swift,
    /// and musl has none: there the files that are open now are closed one by one, and those that the actions before have made.
    private static func closeOthers(_ actions: inout Actions, _ made: Range<Int32>) {
      typealias CloseFrom = @convention(c) (UnsafeMutablePointer<Actions>, Int32) -> Int32
      if let symbol = dlsym(everyLibrary, "posix_spawn_file_actions_addclosefrom_np") {
        _ = unsafeBitCast(symbol, to: CloseFrom.self)(&actions, 3)
        return
      }
      guard let folder = opendir("/proc/self/fd") else { return }
      defer { closedir(folder) }
      while let entry = readdir(folder) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if let number = Int32(name), number > 2, !made.contains(number) {
          posix_spawn_file_actions_addclose(&actions, number)
        }
      }
      for number in made { posix_spawn_file_actions_addclose(&actions, number) }
    }
  #endif

  /// How many bytes were written: 0 when there is no room now, nil when nobody reads any more.
  func write(_ bytes: ArraySlice<UInt8>) -> Int? {
    #if canImport(Darwin)
      let flags: Int32 = 0
    #else
      let flags = Int32(MSG_NOSIGNAL)
    #endif
    let count = bytes.withUnsafeBytes { send(input, $0.baseAddress, $0.count, flags) }
    if count >= 0 { return count }
    return errno == EAGAIN || errno == EINTR ? 0 : nil
  }

  /// Appends what can be read now; false at the end.
  package static func read(_ descriptor: Int32, into bytes: inout [UInt8]) -> Bool {
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    #if canImport(Darwin)
      let count = Darwin.read(descriptor, &chunk, chunk.count)
    #elseif canImport(Musl)
      let count = Musl.read(descriptor, &chunk, chunk.count)
    #else
      let count = Glibc.read(descriptor, &chunk, chunk.count)
    #endif
    if count > 0 { bytes += chunk[..<count] }
    return count > 0 || (count < 0 && (errno == EAGAIN || errno == EINTR))
  }

  /// Tells the program that there is no more input.
  package func closeInput() {
    if input >= 0 { shutdown(input, Int32(SHUT_WR)) }
  }

  /// Whether the program has ended by itself. It stays to be waited for, so that its group's number is nobody else's until ``kill()``.
  package var hasExited: Bool {
    if hasEnded { return true }
    var information = siginfo_t()
    guard waitid(P_PID, id_t(pid), &information, WEXITED | WNOHANG | WNOWAIT) == 0 else { return errno != EINTR }
    return information.si_signo == SIGCHLD
  }

  /// Ends the program and everything that it started, and waits until it is gone.
  package func kill() {
    guard !hasEnded else { return }
    hasEnded = true
    #if canImport(Darwin)
      Darwin.kill(-pid, SIGKILL)
    #elseif canImport(Musl)
      Musl.kill(-pid, SIGKILL)
    #else
      Glibc.kill(-pid, SIGKILL)
    #endif
    var status: Int32 = 0
    var ended: pid_t
    repeat { ended = waitpid(pid, &status, 0) } while ended < 0 && errno == EINTR
    if ended == pid, status & 0x7F == 0 { exitCode = status >> 8 & 0xFF }
    for descriptor in [input, output, errors] { close(descriptor) }
  }

  /// Waits until something can be read, or written if `wantsToWrite`; at most so many milliseconds.
  package func wait(
    wantsToWrite: Bool = false, readsOutput: Bool = true, readsErrors: Bool, milliseconds: Int32
  ) -> (output: Bool, errors: Bool, input: Bool) {
    var places = [
      pollfd(fd: readsOutput ? output : -1, events: Int16(POLLIN), revents: 0),
      pollfd(fd: readsErrors ? errors : -1, events: Int16(POLLIN), revents: 0),
      pollfd(fd: wantsToWrite ? input : -1, events: Int16(POLLOUT), revents: 0),
    ]
    guard poll(&places, nfds_t(places.count), milliseconds) > 0 else { return (false, false, false) }
    return (places[0].revents != 0, places[1].revents != 0, places[2].revents != 0)
  }
}
