// Package ledger knows, for each rule, which resources of a run hold it, release it and keep it. It lets a rule stay in
// force when one resource stops managing it and another one starts. It imports nothing of Terraform or Microsoft Graph.
//
// Terraform shows a provider one resource at a time, in any order, and an apply shows only what changes. Terraform 1.8
// to 1.16 and OpenTofu 1.12 pass on the following:
//
//   - Planned private state reaches the destroy of a resource. It doesn't reach a create, nor the destroy of a deposed
//     object, which is planned again during the apply.
//   - A create and an update are planned again during the apply, by a new provider process that knows nothing of the
//     first plan. The two plans share the configuration and the state that the plan has refreshed.
//   - Terraform 1.9 to 1.11 plan the destroy of an orphan before they refresh it.
//   - Since Terraform 1.13, `terraform test` keeps one provider process for several walks and doesn't say when one
//     begins. Every other command starts a process for each walk. An apply never refreshes, and it destroys no rule
//     that it has made. So a refresh after a change begins a walk, and shows that the process is kept.
//
// So the plan tells a destroy what stays (Note), and a rule that an update has to protect is recognized by its state
// ([Ledger.Holds]).
//
// # A failure stops further removals
//
// In a plan and in an apply, removals come last as far as the provider can arrange it (the type gate), and once a
// create or an update has failed, no rule of the same access package is removed until Forget. If more removals are
// planned than Terraform runs operations at a time, the first can't know yet which resource keeps their rules. Notes of
// later removals tell the apply (Others). So does the note of a replacement, which keeps its new rule before it
// releases the old one: of two resources that swap their rules, each has to be destroyed first.
//
// Two cases remain. With -parallelism=1, Terraform can destroy before it creates, and the plan can have been made in
// that order too. A provider that is killed between a removal and its successor leaves the rule missing until the next
// apply.
package ledger
