// Package system has only tests: those that need several constructs of the provider at once, and those that apply the
// examples and the guides.
package system
