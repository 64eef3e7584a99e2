package emulator

import (
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/contract"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/faults"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/tenant"
)

// What callers of this package need of its rooms.
type (
	Options     = contract.Options
	Dialect     = contract.Dialect
	Credentials = contract.Credentials

	Tenant        = tenant.Tenant
	Catalog       = tenant.Catalog
	AccessPackage = tenant.AccessPackage
	Group         = tenant.Group
	User          = tenant.User
	Assignment    = tenant.Assignment
	Kind          = tenant.Kind

	Fault = faults.Fault
)

// The dialects and the kinds of rules, and what spoils next links and links to deleted groups.
const (
	DialectDocument  = contract.DialectDocument
	DialectPublished = contract.DialectPublished
	DialectBoth      = contract.DialectBoth

	IncompatibleGroups         = tenant.IncompatibleGroups
	IncompatibleAccessPackages = tenant.IncompatibleAccessPackages

	DanglingKeep = contract.DanglingKeep
	DanglingDrop = contract.DanglingDrop

	NextLinkLoop      = contract.NextLinkLoop
	NextLinkRelative  = contract.NextLinkRelative
	NextLinkMalformed = contract.NextLinkMalformed
)

// DefaultSecret is the client secret that is accepted unless Options.Credentials names another.
const DefaultSecret = contract.DefaultSecret

// Seeds: the JSON schema of their files, and an example.
var (
	SeedSchema  = tenant.SeedSchema
	FinanceSeed = tenant.FinanceSeed
)

// Kinds are all kinds of rules there are, sorted.
func Kinds() []Kind { return tenant.Kinds() }
