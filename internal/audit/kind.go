// Package audit reads the separation of duties of a tenant, or of one catalog, and draws conclusions: the rules, the
// people who are in conflict with them, the gaps in them, and their changes. It knows nothing of Terraform: results
// are plain values, and errors are those of Microsoft Graph.
//
// Each list is read once and everything else is concluded in memory, so that an audit costs one request per page of
// what it looks at. Unread parts are named in the result or are an error. A result is never just shorter.
package audit

import (
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// Kind is what a rule is about.
type Kind = evidence.Kind

// The kinds of rules.
const (
	Group         = evidence.KindGroup
	AccessPackage = evidence.KindAccessPackage
)

// Kinds are all kinds of rules.
var Kinds = []Kind{Group, AccessPackage}

func referencesOf(client *graph.Client, kind Kind) *graph.References {
	if kind == Group {
		return client.IncompatibleGroups()
	}
	return client.IncompatibleAccessPackages()
}
