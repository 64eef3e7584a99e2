// Package pipelines tries what examples/ gives to pipelines, on plans that a CLI makes: the policies, in Open Policy
// Agent itself, and the drift check, with its shell. It has a module file of its own, so that what these need is not
// what the provider needs. "make pipelines" runs it.
package pipelines
