package emulator

import (
	"slices"
	"strings"
	"testing"
)

// agreed names, for each client of another project, the rows that it accepts: it sent such a request to the emulator
// and continued with the answer. internal/workshop/interop has the client's runs; hashicorp/azuread takes
// part where there is a build of it.
var agreed = map[string][]string{
	"azuread": {
		"groups by name", "a group that is made", "a group with an owner", "a group that is changed", "a group that is deleted",
		"an unknown group in the directory", "members of a group", "one member by a filter", "a member that is added", "owners of a group",
		"what a group is nested in", "an object of the directory",
		"a catalog that is made, beta", "catalogs by name", "a package of a catalog that is sent along", "a package, beta, has its catalogId",
		"a resource that is added, beta", "the resources of a catalog, beta", "resources by the start of their origin",
		"what a package grants more, beta", "what a package grants, beta", "a policy that is made, beta",
	},
	"msgraph": {
		"add a group", "the list of groups", "remove a group", "add a package", "the list of packages", "remove a package",
		"a reference through directoryObjects",
		"a group that is made", "a group that is deleted", "members of a group", "a member that is added", "a member that is removed",
		"a catalog that is made, v1.0", "a package that is made, v1.0", "a resource that is added, v1.0", "what a package grants more, v1.0",
		"a policy that is made, v1.0",
	},
}

// clientsOf names the clients that agree with a row.
func clientsOf(row string) string {
	var clients []string
	for client, rows := range agreed {
		if slices.Contains(rows, row) {
			clients = append(clients, client)
		}
	}
	slices.Sort(clients)
	return strings.Join(clients, ", ")
}

// TestClientsAgreeWithRows: what clients agree with is there.
func TestClientsAgreeWithRows(t *testing.T) {
	t.Parallel()
	var names []string
	for _, row := range contractRows() {
		if slices.Contains(names, row.name) {
			t.Errorf("two rows are called %q", row.name)
		}
		names = append(names, row.name)
	}
	for client, rows := range agreed {
		for _, row := range rows {
			if !slices.Contains(names, row) {
				t.Errorf("%s agrees with %q, which is no row", client, row)
			}
		}
	}
}
