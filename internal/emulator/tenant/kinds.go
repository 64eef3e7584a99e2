package tenant

import (
	"maps"
	"slices"
)

// Kind is a collection of an access package that holds a part of its separation of duties.
type Kind string

// The kinds, spelled as the last part of their URL.
const (
	IncompatibleGroups         Kind = "incompatibleGroups"
	IncompatibleAccessPackages Kind = "incompatibleAccessPackages"
)

// linkTarget is what the links of a kind lead to.
type linkTarget struct {
	path string // of the collection that references point into
	has  func(r *records, id string) bool
}

// linkTargets has every kind. Routes and lists follow from it, but for how a group is added, which depends on the dialect.
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

// Kinds are all kinds there are, sorted.
func Kinds() []Kind { return slices.Sorted(maps.Keys(linkTargets)) }

// TargetPath is the path, below a version, of the collection that references of this kind point into.
func (k Kind) TargetPath() string { return linkTargets[k].path }
