// Package reliability holds tests only: the provider, with a real Terraform or OpenTofu CLI, against a service that fails, lags, lies
// and throttles, against crashes, and against other administrators. What they find out is written into the reliability guide by the
// tests themselves.
package reliability
