// Package acctest is the harness of the acceptance tests: a real Terraform or OpenTofu CLI drives the provider, in this
// process, against an emulator of Microsoft Graph on a loopback port. Every test has an emulator of its own and runs in
// parallel with all others. Only tests import it.
package acctest
