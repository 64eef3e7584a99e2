package emulator

import (
	"maps"
	"slices"
	"strings"
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
	item func(s *Server, version, id string) item // in a list of links; what is deleted is left with its id
}

// linkTargets has every kind. Routes and lists follow from it, but for how a group is added, which depends on the dialect.
var linkTargets = map[Kind]linkTarget{
	IncompatibleGroups: {
		path: "groups",
		has:  func(r *records, id string) bool { _, ok := r.groups[id]; return ok },
		item: func(s *Server, _, id string) item {
			shown := fields{"id": id}
			if g, ok := s.tenant.group(id); ok {
				shown["displayName"] = g.DisplayName
			}
			return item{id: id, fields: shown}
		},
	},
	IncompatibleAccessPackages: {
		path: entitlement + "accessPackages",
		has:  func(r *records, id string) bool { _, ok := r.accessPackages[id]; return ok },
		item: func(s *Server, version, id string) item {
			if p, ok := s.tenant.accessPackage(id); ok {
				return s.accessPackageItem(version, p)
			}
			return item{id: id, fields: fields{"id": id}}
		},
	},
}

// Kinds are all kinds there are, sorted.
func Kinds() []Kind { return slices.Sorted(maps.Keys(linkTargets)) }

// kindIn is the kind that a path of the API names.
func kindIn(path string) Kind {
	for segment := range strings.SplitSeq(path, "/") {
		if _, ok := linkTargets[Kind(segment)]; ok {
			return Kind(segment)
		}
	}
	return ""
}
