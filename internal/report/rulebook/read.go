// Package rulebook reads what people decided from files: the rule book of business functions and risks, exceptions,
// and accepted gaps. They are the YAML files that the modules and the conflict check take. JSON is YAML, too.
package rulebook

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/report/decision"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// book is a rule book as the module separation-of-duties-rulebook takes it.
type book struct {
	AccessPackages map[string]accessPackage `yaml:"access_packages"`
	Groups         map[string]string        `yaml:"groups"`
	Functions      map[string]duty          `yaml:"functions"`
	Risks          map[string]risk          `yaml:"risks"`
}

type accessPackage struct {
	ID        string `yaml:"id"`
	CatalogID string `yaml:"catalog_id"`
}

// duty is a business function: what people do, and the access that lets them.
type duty struct {
	Description    string   `yaml:"description"`
	AccessPackages []string `yaml:"access_packages"`
	Groups         []string `yaml:"groups"`
}

type risk struct {
	Name                string            `yaml:"name"`
	Severity            evidence.Severity `yaml:"severity"`
	Functions           []string          `yaml:"functions"`
	Owner               string            `yaml:"owner"`
	Rationale           string            `yaml:"rationale"`
	CompensatingControl string            `yaml:"compensating_control"`
	References          []string          `yaml:"references"`
	InForceSince        string            `yaml:"in_force_since"`
}

// Risks reads a rule book and gives its risks, with the rules that the module makes of it.
func Risks(text []byte) (map[string]decision.Risk, error) {
	var b book
	if err := load(text, &b, "a rule book with access_packages, groups, functions, and risks"); err != nil {
		return nil, err
	}
	if len(b.Risks) == 0 {
		return nil, errors.New("the rule book has no risks, so the report would have none; add risks")
	}
	if err := b.check(); err != nil {
		return nil, err
	}
	risks := map[string]decision.Risk{}
	for id, r := range b.Risks {
		risks[id] = decision.Risk{
			Name: r.Name, Severity: r.Severity, Owner: r.Owner, Rationale: r.Rationale,
			CompensatingControl: r.CompensatingControl, References: r.References, InForceSince: r.InForceSince,
			Rules: b.rules(r),
		}
	}
	return risks, nil
}

// Exceptions reads exceptions, by the import ID of the rule.
func Exceptions(text []byte) (map[string]decision.Exception, error) {
	var exceptions map[string]decision.Exception
	err := load(text, &exceptions, "a map of exceptions by the import ID of the rule")
	return exceptions, err
}

// AcceptedGaps reads a list of IDs of gaps and import IDs of rules.
func AcceptedGaps(text []byte) ([]string, error) {
	var accepted []string
	err := load(text, &accepted, "a list of IDs of gaps or import IDs of rules")
	return accepted, err
}

// rules are the import IDs of the rules of a risk: every two functions exclude each other. Of a group and an access
// package, only the access package can exclude.
func (b *book) rules(r risk) []string {
	found := map[string]bool{}
	for _, one := range r.Functions {
		for _, other := range r.Functions {
			if one == other {
				continue
			}
			for _, name := range b.Functions[one].AccessPackages {
				of := canonical(b.AccessPackages[name].ID)
				for _, target := range b.Functions[other].AccessPackages {
					found[of+"/"+canonical(b.AccessPackages[target].ID)] = true
				}
				for _, target := range b.Functions[other].Groups {
					found[of+"/"+canonical(b.Groups[target])] = true
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// canonical is an ID in lower case, without the path that azuread puts in front of the ID of a group.
func canonical(id string) string { return strings.ToLower(strings.TrimPrefix(id, "/groups/")) }

// check finds names that the book doesn't declare, and IDs that aren't GUIDs.
func (b *book) check() error {
	for _, name := range slices.Sorted(maps.Keys(b.AccessPackages)) {
		if !evidence.IsGUID(canonical(b.AccessPackages[name].ID)) {
			return fmt.Errorf("access_packages[%q].id: %q isn't a GUID", name, b.AccessPackages[name].ID)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(b.Groups)) {
		if !evidence.IsGUID(canonical(b.Groups[name])) {
			return fmt.Errorf("groups[%q]: %q isn't a GUID", name, b.Groups[name])
		}
	}
	for _, name := range slices.Sorted(maps.Keys(b.Functions)) {
		if missing := undeclared(b.Functions[name].AccessPackages, b.AccessPackages); missing != "" {
			return fmt.Errorf("functions[%q].access_packages: %q isn't in access_packages", name, missing)
		}
		if missing := undeclared(b.Functions[name].Groups, b.Groups); missing != "" {
			return fmt.Errorf("functions[%q].groups: %q isn't in groups", name, missing)
		}
	}
	return b.checkRisks()
}

func (b *book) checkRisks() error {
	for _, id := range slices.Sorted(maps.Keys(b.Risks)) {
		if missing := undeclared(b.Risks[id].Functions, b.Functions); missing != "" {
			return fmt.Errorf("risks[%q].functions: %q isn't in functions", id, missing)
		}
		if len(b.Risks[id].Functions) < 2 {
			return fmt.Errorf("risks[%q].functions: a risk needs two functions", id)
		}
		if twice := repeated(b.Risks[id].Functions); twice != "" {
			return fmt.Errorf("risks[%q].functions: %q is named twice", id, twice)
		}
		if strings.TrimSpace(b.Risks[id].Owner) == "" {
			return fmt.Errorf("risks[%q].owner: a risk needs an owner", id)
		}
		if err := b.checkShared(b.Risks[id].Functions); err != nil {
			return fmt.Errorf("risks[%q].functions: %w", id, err)
		}
	}
	return nil
}

// checkShared refuses an access package or a group in two functions of a risk, as the module does: it is the risk
// itself, and an access package can't exclude itself. The book may have two names for one ID.
func (b *book) checkShared(functions []string) error {
	type granted struct{ function, name string }
	before := map[string]granted{} // by ID
	for _, function := range functions {
		ids := map[string]granted{}
		for _, name := range b.Functions[function].AccessPackages {
			ids[canonical(b.AccessPackages[name].ID)] = granted{function, name}
		}
		for _, name := range b.Functions[function].Groups {
			ids[canonical(b.Groups[name])] = granted{function, name}
		}
		for _, id := range slices.Sorted(maps.Keys(ids)) {
			if other, shared := before[id]; shared {
				return shareError(other.name, other.function, ids[id].name, function)
			}
			before[id] = ids[id]
		}
	}
	return nil
}

func shareError(name, function, other, otherFunction string) error {
	if name == other {
		return fmt.Errorf("%q is in %q and %q, so it grants both functions; split it", name, function, otherFunction)
	}
	return fmt.Errorf("%q in %q and %q in %q have the same ID, which grants both functions; split it",
		name, function, other, otherFunction)
}

func undeclared[V any](names []string, declared map[string]V) string {
	for _, name := range names {
		if _, known := declared[name]; !known {
			return name
		}
	}
	return ""
}

func repeated(names []string) string {
	for i, name := range names {
		if slices.Contains(names[:i], name) {
			return name
		}
	}
	return ""
}
