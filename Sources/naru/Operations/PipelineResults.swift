import Naru

// What these verbs print is what the sidecar answers, so the shapes stand in Naru.

/// The JSON of `naru import`, one object a file.
typealias ImportResult = ImportReportView
/// The JSON of `naru plan`.
typealias PlanResult = PlanView
/// One customer file of it.
typealias FilePlan = FilePlanView
/// The JSON of `naru sync`.
typealias SyncResult = SyncView
/// One customer file of it.
typealias FileSync = FileSyncView
/// The JSON of `naru explain`.
typealias ExplainResult = ExplanationView
/// One customer file of it.
typealias FileExplanation = FileExplanationView
/// The JSON of `naru reconcile`.
typealias ReconciledResult = ReconcileView
/// One entry in the JSON of `naru runs`.
typealias RunResult = RunView
