// Package audit reads the separation of duties of a tenant, or of one catalog, and draws conclusions: the rules, the
// people who are in conflict with them, the gaps in them, and their changes. It knows nothing of Terraform: results
// are plain values, and errors are those of Microsoft Graph.
//
// Each list is read once and everything else is concluded in memory, so that an audit costs one request per page of
// what it looks at. Unread parts are named in the result or are an error. A result is never just shorter.
package audit

import (
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

// Kind is what a rule is about.
type Kind string

// The kinds of rules.
const (
	Group         Kind = "group"          // members of a group can't request the access package
	AccessPackage Kind = "access_package" // holders of another access package can't request it
)

// Kinds are all kinds of rules.
var Kinds = []Kind{Group, AccessPackage}

// Noun names a target of the kind in messages.
func (k Kind) Noun() string {
	if k == Group {
		return "group"
	}
	return "access package"
}

func (k Kind) references(client *graph.Client) *graph.References {
	if k == Group {
		return client.IncompatibleGroups()
	}
	return client.IncompatibleAccessPackages()
}

// MembersError is a failure to read the members of a group, which takes other permissions than entitlement management
// does.
type MembersError struct{ Err error }

func (e *MembersError) Error() string { return e.Err.Error() }

// Unwrap gives Microsoft Graph's answer.
func (e *MembersError) Unwrap() error { return e.Err }
