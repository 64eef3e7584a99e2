package tenant

import (
	"maps"
	"slices"
)

// Kind is the kind of a rule: about a group or about an access package.
type Kind string

// The kinds, as the last part of their URL.
const (
	IncompatibleGroups         Kind = "incompatibleGroups"
	IncompatibleAccessPackages Kind = "incompatibleAccessPackages"
)

// linkTarget describes the objects that rules of a kind are about.
type linkTarget struct {
	path string // of their collection, in references
	has  func(r *records, id string) bool
}

// linkTargets has every kind. Routes and lists follow from it, except how to add a group, which depends on the dialect.
var linkTargets = map[Kind]linkTarget{
	IncompatibleGroups: {
		path: "groups",
		has:  func(r *records, id string) bool { _, ok := r.groups[id]; return ok },
	},
	IncompatibleAccessPackages: {
		path: "identityGovernance/entitlementManagement/accessPackages",
		has:  func(r *records, id string) bool { _, ok := r.accessPackages[id]; return ok },
	},
}

// Kinds gives all kinds, sorted.
func Kinds() []Kind { return slices.Sorted(maps.Keys(linkTargets)) }

// TargetPath is the path, below the version, of the collection that references of this kind use.
func (k Kind) TargetPath() string { return linkTargets[k].path }
