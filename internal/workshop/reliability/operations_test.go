package reliability_test

import (
	"fmt"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// operation is one column of the matrix: a command, what is there before it, and what has to be there in the end.
type operation struct {
	name    string
	kind    string        // of resource
	managed []string      // rules in the service and in the state before
	given   []string      // rules in the service, unknown to the state
	config  func() string // resources; %s stands for a timeouts block
	command []string      //
	again   []string      // what has to find nothing to do in the end; exit code 0
	methods []string      // of the requests that faults hit
	want    []string      // rules in the end
	state   func() string // configuration that makes the state before
}

const (
	single = "elm_access_package_incompatible_group"
	whole  = "elm_access_package_separation_of_duties"
)

// pair is a rule as the tests write it.
func pair(accessPackage, group int) string {
	return acctest.Package(accessPackage) + "/" + acctest.Group(group)
}

var three = []string{pair(0, 0), pair(0, 1), pair(1, 2)}

func operations() []operation {
	apply := []string{"apply", "-auto-approve"}
	plan := []string{"plan", "-detailed-exitcode"}
	set := func(groups ...int) func() string { return func() string { return setConfig(groups...) } }
	singles := func() string { return singleConfig(three) }
	return []operation{
		{name: "create", kind: single, config: singles, command: apply, again: plan, methods: []string{"POST"}, want: three},
		{name: "read", kind: single, managed: three, state: singles, config: singles, command: plan, again: plan, methods: []string{"GET"}, want: three},
		{
			name: "delete", kind: single, managed: three, state: singles, config: singles, methods: []string{"DELETE"},
			command: []string{"apply", "-destroy", "-auto-approve"}, again: []string{"plan", "-destroy", "-detailed-exitcode"},
		},
		{
			name: "import", kind: single, given: three, config: func() string { return singleConfig(three) + importConfig(three) },
			command: apply, again: plan, methods: []string{"GET"}, want: three,
		},
		{
			name: "update of a set", kind: whole, managed: []string{pair(0, 0), pair(0, 1)}, state: set(0, 1), config: set(1, 2, 3),
			command: apply, again: plan, methods: []string{"POST", "DELETE"}, want: []string{pair(0, 1), pair(0, 2), pair(0, 3)},
		},
	}
}

func singleConfig(rules []string) string {
	var b strings.Builder
	for i, rule := range rules {
		accessPackage, group, _ := strings.Cut(rule, "/")
		fmt.Fprintf(&b, `
resource %q "link_%d" {
  catalog_id        = %q
  access_package_id = %q
  group_id          = %q
}
`, single, i, acctest.CatalogID, accessPackage, group)
	}
	return b.String()
}

func importConfig(rules []string) string {
	var b strings.Builder
	for i, rule := range rules {
		fmt.Fprintf(&b, "\nimport {\n  to = %s.link_%d\n  id = %q\n}\n", single, i, rule)
	}
	return b.String()
}

func setConfig(groups ...int) string {
	var ids []string
	for _, group := range groups {
		ids = append(ids, fmt.Sprintf("%q", acctest.Group(group)))
	}
	return fmt.Sprintf(`
resource %q "all" {
  catalog_id             = %q
  access_package_id      = %q
  incompatible_group_ids = [%s]
}
`, whole, acctest.CatalogID, acctest.Package(0), strings.Join(ids, ", "))
}
