// Package kind holds what differs between the two kinds of rules: those about groups and those about access packages.
package kind

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

// Kind describes one kind of rule between an access package and what it is incompatible with. It is all that differs
// between the resources for single rules; the implementation has no hooks beyond these fields. A kind that needs a
// fourth verb, another mutable attribute or a read model of its own is an ordinary resource that uses graph.References.
type Kind struct {
	TypeName          string // without the provider's prefix
	Target            string // the attribute that names the target
	TargetDescription string
	Set               string // the attribute of a resource that holds all targets of an access package
	SetDescription    string
	Description       string   // of the resource, for administrators
	Noun              string   // of the target, in messages
	Collection        string   // Microsoft Graph collection whose path other providers use as id; empty for none
	Collections       []string // that a reference to a target may name in Microsoft Graph, the usual one first
	Navigation        string   // the access package's navigation property in Microsoft Graph
	References        func(*graph.Client) *graph.References
	BetweenPackages   bool // the target may have a rule in the opposite direction
}

// All are all kinds there are. Each is a resource and a list resource of its own, a set of the resource for all rules,
// and a kind of rule in data sources.
var All = []*Kind{&Group, &AccessPackage}

// SetType is the type of the attribute that holds all targets.
func (k *Kind) SetType() guid.SetType { return guid.NewSetType(k.Collection) }

// Removed names the rules that an apply removes: removed_group_ids for incompatible_group_ids.
func (k *Kind) Removed() string { return strings.Replace(k.Set, "incompatible_", "removed_", 1) }

// ReadSet gives the null set when it cannot be read.
func (k *Kind) ReadSet(ctx context.Context, from guid.Reader, diags *diag.Diagnostics) guid.SetValue {
	set := k.SetType().Null()
	diags.Append(from.GetAttribute(ctx, path.Root(k.Set), &set)...)
	return set
}
