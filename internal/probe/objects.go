package probe

import (
	"slices"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/guid"
)

// TestObjects are the IDs of objects that no one uses. Writing requires the first three. Without the others, their
// questions stay open.
type TestObjects struct {
	Catalog, AccessPackage, Group string

	Microsoft365Group, MailEnabledGroup string
	Assigned                            string // an access package that someone holds
}

// unknown is the ID of a group that doesn't exist. It is derived from the access package, so a later run recognizes it.
func (t TestObjects) unknown() string {
	return guid.Derived("elm-probe", "unknown group", t.AccessPackage)
}

// candidates are the rules that an interrupted run may leave behind.
func (t TestObjects) candidates() []rule {
	all := []rule{
		{groupRules, t.AccessPackage, t.Group},
		{groupRules, t.AccessPackage, t.unknown()},
		{packageRules, t.AccessPackage, t.AccessPackage},
		{groupRules, t.AccessPackage, t.Microsoft365Group},
		{groupRules, t.AccessPackage, t.MailEnabledGroup},
		{groupRules, t.Assigned, t.Group},
	}
	return slices.DeleteFunc(all, func(r rule) bool { return r.accessPackage == "" || r.target == "" })
}

// UnsuitableError contains the reasons why the probe writes nothing.
type UnsuitableError struct{ Reasons []string }

func (e *UnsuitableError) Error() string {
	return "Nothing was written.\n  * " + strings.Join(e.Reasons, "\n  * ")
}

// mayHaveLeft reports whether a rule may be one that a run before this one made. A rule of an access package with
// itself is in two lists.
func (t TestObjects) mayHaveLeft(list, accessPackage, target string) bool {
	if list == declaredBy {
		return target == accessPackage && accessPackage == t.AccessPackage
	}
	return slices.ContainsFunc(t.candidates(), func(r rule) bool { return r == rule{list, accessPackage, target} })
}
