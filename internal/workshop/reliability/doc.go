// Package reliability holds tests only: the provider, with a real Terraform or OpenTofu CLI, against a service that
// fails, lags, lies and throttles, against crashes, and against other administrators. The tests write their outcomes
// into README.md by the tests themselves.
package reliability
