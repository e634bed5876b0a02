/// What `/metrics` can show: docs/operations.md, the dashboard and the alerts name nothing else.
enum MetricCatalog {
  struct Entry: Sendable {
    let name: String
    let labels: [String]
    let help: String

    init(_ name: String, _ labels: [String] = [], _ help: String) {
      self.name = name
      self.labels = labels
      self.help = help
    }
  }

  static let all = [
    Entry("naru_server_requests_total", ["method", "route", "status"], "Requests that were answered."),
    Entry("naru_server_request_duration_seconds", ["method", "route"], "Time until an answer begins."),
    Entry("naru_server_requests_limited_total", ["limit"], "Requests that were refused with 429."),
    Entry(
      "naru_back_end_calls_total", ["shop", "token"],
      "Calls of a shop's back end by the place of its token in the config."),
    Entry("naru_back_end_refused_total", ["shop"], "Calls without a token of the shop."),
    Entry(
      "naru_metrics_refused_total", [], "Values that were not kept, because their metric has too many sets of labels."),
    Entry("naru_logins_total", ["shop", "event"], "What became of logins."),
    Entry("naru_webhooks_total", ["shop", "source", "outcome"], "Webhooks by how they were answered."),
    Entry("naru_inbox_worked_total", ["source", "outcome"], "Deliveries that were worked on."),
    Entry("naru_inbox_waiting", ["shop"], "Deliveries that wait to be worked on."),
    Entry("naru_inbox_oldest_waiting_seconds", ["shop"], "Age of the oldest delivery that waits."),
    Entry("naru_inbox_dead", ["shop"], "Deliveries that failed for good and wait for a person."),
    Entry("naru_imports_waiting", ["shop"], "Files that were accepted and are not imported yet."),
    Entry("naru_inbox_unmapped", ["shop"], "Kept deliveries of kinds that nobody maps."),
    Entry("naru_inbox_writing", [], "Deliveries that wait for the disk."),
    Entry("naru_inbox_capacity", [], "Deliveries that may wait for the disk."),
    Entry("naru_shop_newest_delivery_seconds", ["shop"], "Age of the newest delivery or import of the shop."),
    Entry("naru_shop_overdue", ["shop"], "1 when the newest delivery is older than the shop's freshness allows."),
    Entry("naru_import_rows_total", ["shop", "kind", "outcome"], "Rows of imports: changed, unchanged, quarantined."),
    Entry("naru_imports_total", ["shop", "kind"], "Files that were imported."),
    Entry(
      "naru_accepted_imports_total", ["shop", "source", "outcome"],
      "Uploads and files of watched folders by how they ended."),
    Entry("naru_foreign_links_total", ["shop"], "Kakao user ids in shop webhooks that belong to another Kakao app."),
    Entry("naru_admin_logins_total", ["outcome"], "Logins to the operator's pages."),
    Entry("naru_admin_revealed_total", ["shop"], "Personal values that operators unmasked."),
    Entry("naru_syncs_total", ["shop", "outcome"], "Syncs by how they ended."),
    Entry("naru_sync_rows_total", ["shop", "outcome"], "Rows sent to customer files: confirmed or failed."),
    Entry(
      "naru_kakao_calls_total", ["group", "outcome"],
      "Calls of Kakao's APIs by group of endpoints; ok or the class of the error."),
    Entry("naru_http_requests_total", ["host", "outcome"], "HTTP requests that Naru made."),
    Entry("naru_http_duration_seconds", ["host", "outcome"], "Time of HTTP requests that Naru made."),
    Entry("naru_reloads_total", ["outcome"], "Reloads of the configuration: applied or refused."),
    Entry("naru_reload_refused", [], "1 while the files hold a configuration that was refused."),
    Entry("naru_reload_timestamp_seconds", [], "When the configuration that runs was read."),
    Entry("naru_shops", [], "Shops that are configured."),
    Entry("naru_process_start_timestamp_seconds", [], "When the process began."),
    Entry("naru_process_resident_bytes", [], "Memory of the process."),
  ]

  private static let helps = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0.help) })

  static func help(of name: String) -> String? { helps[name] }
}
