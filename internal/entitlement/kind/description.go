// Package kind is what tells one kind of rule from another, and what every construct shares: the key of a rule, its attributes, timeouts,
// permissions, and what the provider hands to each construct.
package kind

import (
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/ledger"
)

// Kind describes one kind of rule between an access package and what it is incompatible with. It is all that differs between
// the resources for single rules; the implementation has no hooks beyond these fields. A kind that needs a fourth verb, another mutable
// attribute or a read model of its own is an ordinary resource that uses graph.References.
type Kind struct {
	TypeName          string // without the provider's prefix
	Target            string // the attribute that names the target
	TargetDescription string
	Set               string // the attribute of a resource that holds all targets of an access package
	SetDescription    string
	Description       string   // of the resource, for administrators
	Noun              string   // of the target, in messages
	RuleKind          string   // what data sources call it
	Collection        string   // Microsoft Graph collection whose path other providers use as id; empty for none
	Collections       []string // that a reference to a target may name in Microsoft Graph, the usual one first
	Navigation        string   // the access package's navigation property in Microsoft Graph
	References        func(*graph.Client) *graph.References
	BetweenPackages   bool // the target may have a rule the other way
}

// All are all kinds there are. Each is a resource and a list resource of its own, a set of the resource for all rules, and a
// kind of rule in data sources.
var All = []*Kind{&Group, &AccessPackage}

// Attributes that several constructs have.
const (
	CatalogAttribute = "catalog_id"
	PackageAttribute = "access_package_id"
	IDAttribute      = "id"
)

// Rule names a rule of this kind in the ledger.
func (k *Kind) Rule(key Key) ledger.Rule {
	return ledger.Rule{Kind: k.TypeName, AccessPackage: key.AccessPackage, Target: key.Target}
}

// FanOut is how many requests one construct has under way or waiting to be sent. How many of them are sent at a time is not for it to say: the
// client finds out how many the service takes.
const FanOut = 64

// SetType is the resource's name without the provider's prefix.
const SetType = "access_package_separation_of_duties"
