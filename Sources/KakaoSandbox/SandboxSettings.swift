/// What the sandbox does where Kakao's behaviour is not published, and its limits.
///
/// The documented behaviour is fixed; every stored property here is either a documented limit or an open question. Where
/// a question is open the default is the answer that asks more of the client, and the comment says so.
public struct SandboxSettings: Sendable {
  /// What happens to a row, or to the call that holds it, when something about the row is not as it should be.
  public enum RowPolicy: Sendable, Hashable {
    /// The row is stored and counted.
    case accept
    /// The row is not stored and not counted in `success_count`; the answer is 200, as Kakao does for `field_data`.
    case skipRow
    /// The whole call is refused with -2 and nothing is stored.
    case refuseCall
  }

  /// What happens to the fields of a person who is in the file already.
  public enum Upsert: Sendable, Hashable {
    /// The new field set takes the place of the old one.
    case replace
    /// Only the fields sent are changed.
    case merge
  }

  /// What `channels/multi` does with a user who is not linked to the app or has not consented to `plusfriends`.
  public enum AbsentUser: Sendable, Hashable {
    /// The user is left out of the answer.
    case omit
    /// The whole call is refused with -101 or -402.
    case refuseCall
  }

  /// How a time in an answer of the file list is written.
  public enum TimeFormat: Sendable, Hashable {
    /// `2026-11-21T05:47:14Z`.
    case rfc3339
    /// `2026-11-21 14:47:14`, Asia/Seoul.
    case seoul
  }

  // MARK: Documented limits

  /// People per `update/target_users` call. Documented.
  public var maximumUsersPerUpdate = 2000
  /// People per `delete/target_users` call. Not published; the same as for adding.
  public var maximumUsersPerDelete = 2000
  /// User ids per `channels/multi` call. Quoted from the documentation by third parties.
  public var maximumUsersPerLookup = 200
  /// Files per channel. Documented.
  public var maximumFilesPerChannel = 30
  /// Keys per schema, at most 64. Quoted from the documentation by third parties.
  public var maximumSchemaKeys = 30

  // MARK: Open questions about files

  /// Characters of a file name. Not published.
  public var maximumFileNameLength = 100
  /// File names that are not allowed (-817) besides blank ones and those with control characters. Kakao's list is not
  /// published.
  public var disallowedFileNames: Set<String> = []
  /// Characters of a schema key. Not published.
  public var maximumSchemaKeyLength = 50
  /// Characters of a string value. Not published.
  public var maximumValueLength = 1000
  /// Column names refused with -2 because the id takes their place. Kakao's own example registers `앱유저아이디`; a
  /// forum answer forbids both. The stricter is the default.
  public var reservedSchemaKeys: Set<String> = ["앱유저아이디", "전화번호"]
  /// Whether a file without columns can be made. Not published; refused is the stricter.
  public var allowsEmptySchema = false
  /// A person who is in the file already: not published; replacing is what a client must be prepared for.
  public var upsert = Upsert.replace
  /// Whether the removal of an id that is not in the file counts as a success. Not published; not counting makes a
  /// client look at the numbers.
  public var countsAbsentDeletions = false
  /// Whether a REST API key is accepted for customer files, as before 2025-12-03. Not published; refusing is stricter.
  public var acceptsRESTKeyForFiles = false
  /// `results[].status` of a file at rest. The only value that anybody reported.
  public var fileStatus = "using"
  /// `results[].status` while a file is being aggregated. Not published: a made-up value that clients must not rely on.
  public var aggregatingFileStatus = "aggregating"
  /// Seconds after a change during which a file is being aggregated. Not published; 0 switches the state off.
  public var aggregationSeconds: Int64 = 0
  /// The form of `update_at`. Not published.
  public var timeFormat = TimeFormat.rfc3339

  // MARK: Open questions about rows

  /// A value whose JSON type is not its column's. Not published.
  public var wrongValueType = RowPolicy.skipRow
  /// A key of `field` that is not in the schema. Kakao's own example sends one, so it is accepted, with a note.
  public var unknownFieldKey = RowPolicy.accept
  /// `field` is `{}`. Not published; skipping is the stricter.
  public var emptyField = RowPolicy.skipRow
  /// An `app` id as a string or a `phone` id as a number. Not published; refusing is the stricter.
  public var wrongIDType = RowPolicy.refuseCall
  /// A phone number that is not digits beginning with 82. Only `8210…` was seen to work.
  public var otherPhoneForm = RowPolicy.skipRow
  /// An app user id that the sandbox has no linked user for. Not published; the one published live run accepted all of
  /// its rows, so these are accepted, with a note.
  public var unknownAppUser = RowPolicy.accept
  /// A parameter that the documentation does not have, in a body or in a query. Not published; all but `refuseCall`
  /// let it pass.
  public var unknownParameter = RowPolicy.refuseCall
  /// A JSON key that occurs twice. Not published; all but `refuseCall` let the last one count.
  public var duplicateKey = RowPolicy.refuseCall

  // MARK: Open questions about relations

  /// See ``AbsentUser``. Not published. Failing would let one user spoil a call of 200, so leaving out is the default.
  public var absentUser = AbsentUser.omit
  /// `api_type` of a -402 answer about channels. The value is not published for this API.
  public var channelAPIType = "TALK_CHANNEL"

  // MARK: Users and messages

  /// Calls of `/v1/user/ids` per app and minute; more are HTTP 429 with -10. Documented.
  public var userIDCallsPerMinute = 100
  /// Ids per `/v2/app/users` call. Documented.
  public var maximumUsersPerList = 100
  /// The same when `property_keys` is used. Documented.
  public var maximumUsersPerListWithKeys = 20
  /// Whether `/v2/app/users` answers with a wrapper, `{"elements":[…]}`, as its table says, and not with the bare array
  /// of its examples.
  public var wrapsAppUsers = false
  /// Whether deprecated fields are sent: `has_…`, `properties.nickname`, `appId`, `expiresInMillis`, `total_count` of ids.
  /// A client that leans on them should be found out, so it is off.
  public var sendsDeprecatedFields = false
  /// How a Korean mobile number is written.
  public enum PhoneForm: Sendable, Hashable {
    /// `+82 10-0000-0001`, as the documentation describes it.
    case withoutZero
    /// `+82 010-0000-0001`, as its own example has it.
    case withZero
  }
  /// See ``PhoneForm``.
  public var phoneForm = PhoneForm.withoutZero
  /// The lowest age range: `1~9` by the page, `0~9` by the SDK.
  public var lowestAgeRange = "1~9"
  /// HTTP status of -406; 401 by the Login pages, 403 or 400 by others.
  public var underageStatus = 401
  /// Bytes of an access token; a longer one is -2 for `access_token_info`. Not published.
  public var maximumTokenLength = 500
  /// Whether `scopes` may be a list with commas, as an older page said, and not only the JSON array of its examples.
  public var acceptsCommaScopes = false
  /// Whether an optional term that is not agreed to says `revocable: true`, as an example of the page does against the
  /// wording of its table.
  public var showsRevocableBeforeAgreement = false
  /// `created_at` and `updated_at` of terms in the legacy answer.
  public var termsCreatedAt = SandboxTime(seconds: 1_767_225_600)
  /// What the address list says of somebody who did not consent to `shipping_address`. Not published.
  public enum Unconsented: Sendable, Hashable {
    /// An answer without addresses, whose `shipping_addresses_needs_agreement` says whether a consent would bring any.
    case answer
    /// -402.
    case refuse
  }
  /// See ``Unconsented``.
  public var addressesWithoutConsent = Unconsented.answer
  /// Whether the default address comes again on later pages. Not published.
  public var repeatsDefaultAddress = false
  /// Whether an unlinked person's relations to channels stay. Not published; a channel is added by the person, not by
  /// the app, so they do.
  public var unlinkKeepsRelations = true
  /// `inbound` and `outbound` of `/v1/system/ips`.
  public var inboundIPs = ["127.0.0.1"]
  /// See ``inboundIPs``.
  public var outboundIPs = ["127.0.0.1"]
  /// `api_type` of a -402 answer by the first missing scope. Only `FRIENDS` is published; for others it is the scope in
  /// upper case.
  public var apiTypes = ["friends": "FRIENDS"]

  /// Friends on a page unless `limit` says. 10 by one source, 100 by another.
  public var friendsPerPage = 10
  /// Whether an empty friend list has no `elements`.
  public var omitsEmptyFriends = false
  /// Receivers per call. Documented.
  public var maximumReceivers = 5
  /// Messages per app and day (Asia/Seoul). Documented.
  public var messagesPerApp = 30_000
  /// Messages per sender and day; those to oneself count. Documented.
  public var messagesPerSender = 100
  /// Messages per receiver and day. Documented.
  public var messagesPerReceiver = 100
  /// Messages per sender, receiver and day. Documented.
  public var messagesPerPair = 20
  /// Whether a call none of whose receivers could be reached is an error with the first reason's code. Not published;
  /// the codes are listed with HTTP 400, so it is.
  public var failsWhenNobodyIsReached = true
  /// Characters of a text template. From memory, not published.
  public var maximumMessageText = 200
  /// Buttons of a template. Documented.
  public var maximumMessageButtons = 2
  /// Contents of a list template. From memory, not published.
  public var messageListContents = 2...3
  /// Items of `item_content`. From memory, not published.
  public var maximumMessageItems = 5
  /// A link to a domain that the app has not registered, where it has registered any. The code is not published.
  public var foreignMessageLink = RowPolicy.refuseCall
  /// Messages that the sandbox remembers.
  public var messageEntries = 10_000

  // MARK: Webhooks

  /// Whether webhooks may go to other machines. Plain HTTP without TLS; only for a closed network.
  public var allowsDistantWebhooks = false
  /// How long an answer may take. Documented as 3 seconds.
  public var webhookTimeout = Duration.seconds(3)
  /// Names in the body of the channel webhook.
  public enum ChannelWebhookNames: Sendable, Hashable {
    /// Both generations, as documented now.
    case both
    /// The new names alone.
    case new
    /// The old names alone, as before the channel was renamed.
    case old
  }
  /// See ``ChannelWebhookNames``.
  public var channelWebhookNames = ChannelWebhookNames.both
  /// What `aud` of a security event token is.
  public enum EventAudience: Sendable, Hashable {
    /// The REST API key, as four sources say.
    case restKey
    /// The app id, as two do.
    case appID
  }
  /// See ``EventAudience``. Not published.
  public var eventAudience = EventAudience.restKey
  /// The key that an event about consents lists them under: `scope` or `scopes`. Not published.
  public var eventScopesKey = "scope"
  /// Whether the app is sent security events about its own calls. Not published; the unlink webhook never is.
  public var sendsEventsForOwnCalls = false
  /// Deliveries that the journal of webhooks remembers.
  public var deliveryEntries = 1000

  // MARK: Documented limits of logins

  /// Access tokens per user in 10 minutes. Documented.
  public var maximumAccessTokens = 20
  /// Refresh tokens per user in 60 minutes. Documented.
  public var maximumRefreshTokens = 30
  /// Seconds that a refresh token has left when a refresh brings a new one. Documented as a month.
  public var refreshRenewalSeconds: Int64 = 2_592_000
  /// Seconds of a browser's session, and of one with "stay logged in". Documented as a day and a month.
  public var sessionSeconds: Int64 = 86_400
  /// See ``sessionSeconds``.
  public var longSessionSeconds: Int64 = 2_592_000

  // MARK: Open questions about logins

  /// What `prompt=none` is answered outside KakaoTalk's browser.
  public enum SilentOutsideTalk: Sendable, Hashable {
    /// `login_required`.
    case loginRequired
    /// `consent_required`.
    case consentRequired
    /// As OpenID Connect has it: the person who is logged in in this browser, else `login_required`.
    case browserSession
  }

  /// See ``SilentOutsideTalk``. Not published, beyond that it is not supported there.
  public var silentOutsideTalk = SilentOutsideTalk.loginRequired
  /// Whether `prompt=login` inside KakaoTalk is refused with `invalid_request`. Documented as not usable; what happens
  /// is not published.
  public var refusesPromptLoginInTalk = true
  /// `error` for a person younger than the app's age limit. Not published.
  public var underAgeError = "access_denied"
  /// `error_description` for a person younger than the app's age limit. Not published.
  public var underAgeDescription = "User is under the age limit"
  /// `error_description` of `access_denied` when a guardian refuses. Not published, beyond that it is another one than
  /// a cancelling person's.
  public var guardianRefusalDescription = "Guardian denied access"
  /// The HTTP status of Kakao's error page. Not published.
  public var errorPageStatus = 400
  /// The HTTP status of KOE010 and KOE101 at the token endpoint. 400 and 401 were both reported.
  public var clientErrorStatus = 401
  /// The HTTP status of KOE237. 400 and 429 were both reported.
  public var rateLimitStatus = 400
  /// `error_code` when `code_verifier` does not fit; `nil` for none. Not published.
  public var verifierErrorCode: String?
  /// Whether a token request without `redirect_uri` is refused. Documented as required, but a client in wide use
  /// (social-auth-core) leaves it out, so it is let through, with a hint.
  public var requiresRedirectURIAtToken = false
  /// Seconds that a code is good for. Not published; ten minutes are told in the forum.
  public var codeSeconds: Int64 = 600
  /// Seconds of an access token by a REST API key, as seen live.
  public var accessTokenSeconds: Int64 = 21_599
  /// Seconds of an access token by a JavaScript key, as in the documentation's example.
  public var accessTokenSecondsOfJavaScriptKeys: Int64 = 7199
  /// Seconds of a refresh token, as seen live.
  public var refreshTokenSeconds: Int64 = 5_183_999
  /// `iss` of ID tokens and security event tokens.
  public var issuer = "https://kauth.kakao.com"
  /// The scheme and host that the discovery document has its addresses at; `nil` for those of the request.
  public var publicURL: String?
  /// Whether `gender` of the OpenID user info is upper-case. Table and example of the documentation differ.
  public var upperCaseGender = true

  // MARK: The sandbox itself

  /// Bytes of a request to one of Kakao's paths; more is answered with HTTP 413.
  public var maximumBodyBytes = 8 << 20
  /// Bytes of a state that is imported over HTTP.
  public var maximumStateBytes = 1 << 30
  /// Requests that the journal remembers; older ones are forgotten.
  public var journalEntries = 1000
  /// Bytes of each body that the journal keeps.
  public var journalBodyBytes = 16 << 10
  /// The seed of everything drawn (file ids, tokens), unless the seed file says another.
  public var seed: UInt64 = 0

  /// The strict answers to every open question.
  public init() {}

  /// Settings that accept whatever a working client was ever seen to send.
  public static var lenient: SandboxSettings {
    var settings = SandboxSettings()
    settings.reservedSchemaKeys = []
    settings.allowsEmptySchema = true
    settings.countsAbsentDeletions = true
    settings.acceptsRESTKeyForFiles = true
    settings.wrongValueType = .accept
    settings.emptyField = .accept
    settings.wrongIDType = .accept
    settings.otherPhoneForm = .accept
    settings.unknownParameter = .accept
    settings.duplicateKey = .accept
    settings.acceptsCommaScopes = true
    settings.foreignMessageLink = .accept
    settings.sendsDeprecatedFields = true
    settings.silentOutsideTalk = .browserSession
    settings.refusesPromptLoginInTalk = false
    return settings
  }
}
