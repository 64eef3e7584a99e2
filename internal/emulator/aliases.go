package emulator

import (
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/contract"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/faults"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/seed"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/tenant"
)

type (
	// Options are fixed when a server is made.
	Options = contract.Options
	// Dialect says which routes add an incompatible group.
	Dialect = contract.Dialect
	// Expansions says how the service returns expanded collections.
	Expansions = contract.Expansions
	// Credentials are the client credentials that the token endpoint accepts.
	Credentials = contract.Credentials

	// Tenant is what a server serves.
	Tenant = tenant.Tenant
	// Catalog is a container of access packages.
	Catalog = tenant.Catalog
	// AccessPackage bundles access that people can request.
	AccessPackage = tenant.AccessPackage
	// Group is a group of the directory.
	Group = tenant.Group
	// User is a person of the directory.
	User = tenant.User
	// Assignment gives an access package to a user.
	Assignment = tenant.Assignment
	// Resource is what a catalog holds beside access packages: a group, a role, an application or a site.
	Resource = tenant.Resource
	// RoleScope is one role of one resource that an access package grants.
	RoleScope = tenant.RoleScope
	// Origin is a role or a scope with its IDs in the system that it comes from.
	Origin = tenant.Origin
	// Subject is who holds or requests an access package.
	Subject = tenant.Subject
	// AssignmentRequest is a request for an access package.
	AssignmentRequest = tenant.AssignmentRequest
	// RuleChange is an entry of the audit log about a rule.
	RuleChange = tenant.RuleChange
	// Grant is a role that an access package grants, in Graph's words.
	Grant = tenant.Grant
	// Policy says who may request an access package, who approves, and when an assignment ends.
	Policy = tenant.Policy
	// Written is what a client wrote that the tenant doesn't interpret.
	Written = tenant.Written
	// Application is a service principal of the directory.
	Application = tenant.Application
	// Kind is the kind of a rule: about a group or about an access package.
	Kind = tenant.Kind

	// Fault is a failure of requests that match it.
	Fault = faults.Fault
)

// The values of options, and the kinds of rules.
const (
	DialectDocument  = contract.DialectDocument
	DialectPublished = contract.DialectPublished
	DialectBoth      = contract.DialectBoth

	IncompatibleGroups         = tenant.IncompatibleGroups
	IncompatibleAccessPackages = tenant.IncompatibleAccessPackages

	DanglingKeep = contract.DanglingKeep
	DanglingDrop = contract.DanglingDrop

	ExpansionsWhole   = contract.ExpansionsWhole
	ExpansionsPaged   = contract.ExpansionsPaged
	ExpansionsAbsent  = contract.ExpansionsAbsent
	ExpansionsNull    = contract.ExpansionsNull
	ExpansionsOtherID = contract.ExpansionsOtherID

	NextLinkLoop      = contract.NextLinkLoop
	NextLinkRelative  = contract.NextLinkRelative
	NextLinkMalformed = contract.NextLinkMalformed
)

// DefaultSecret is the client secret that is accepted unless Options.Credentials names another.
const DefaultSecret = contract.DefaultSecret

// The JSON schema of seeds, and the seed that is loaded by default.
var (
	SeedSchema  = seed.Schema
	FinanceSeed = seed.Finance
)

// Kinds gives all kinds of rules, sorted.
func Kinds() []Kind { return tenant.Kinds() }
