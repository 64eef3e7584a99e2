package tenant_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

func changesConfig(name string, arguments ...string) string {
	return fmt.Sprintf("\ndata \"elm_separation_of_duties_changes\" %q {\n  %s\n}\n", name, strings.Join(arguments, "\n  "))
}

// The log names the actors of changes; the data source returns their names only on request.
func TestAccChanges(t *testing.T) {
	t.Parallel()
	acctest.APIVersions(t, func(t *testing.T, version string) {
		t.Helper()
		s := acctest.Start(t, emulator.Options{PageSize: 1})
		k := acctest.Kinds[1]
		rule := acctest.Package(0) + "/" + acctest.Package(1)
		change := func(operation string, name knownvalue.Check) knownvalue.Check {
			return knownvalue.ObjectPartial(map[string]knownvalue.Check{
				"operation": acctest.Text(operation), "kind": acctest.Text("access_package"), "result": acctest.Text("success"), "import_id": acctest.Text(rule),
				"actor_type": acctest.Text("application"), "actor_id": knownvalue.StringRegexp(regexp.MustCompile(`^[0-9a-f-]{36}$`)), "actor_display_name": name,
				"access_package_display_name": acctest.Text("Package 0"), "target_display_name": acctest.Text("Package 1"), "time": knownvalue.NotNull(),
			})
		}
		since := acctest.Argument("since", "2020-01-01T00:00:00+01:00")
		s.Run(t,
			resource.TestStep{Config: s.Provider(version) + k.Config(acctest.Package(0), acctest.Package(1))},
			resource.TestStep{
				Config: s.Provider(version) + changesConfig("all", since) + changesConfig("named", since, "include_actor_names = true") +
					changesConfig("package", since, acctest.Argument("access_package_id", strings.ToUpper(acctest.Package(1)))) +
					changesConfig("other", since, acctest.Argument("access_package_id", acctest.Package(2))) +
					changesConfig("before", since, acctest.Argument("until", "2020-01-02T00:00:00Z")),
				ConfigStateChecks: []statecheck.StateCheck{
					acctest.Known("data.elm_separation_of_duties_changes.all", "changes", knownvalue.ListPartial(map[int]knownvalue.Check{0: change("added", knownvalue.Null())})),
					acctest.Known("data.elm_separation_of_duties_changes.named", "changes", knownvalue.ListPartial(map[int]knownvalue.Check{0: change("added", knownvalue.NotNull())})),
					acctest.Known("data.elm_separation_of_duties_changes.package", "changes", knownvalue.ListPartial(map[int]knownvalue.Check{0: change("added", knownvalue.Null())})),
					acctest.Known("data.elm_separation_of_duties_changes.other", "changes", knownvalue.ListSizeExact(0)),
					acctest.Known("data.elm_separation_of_duties_changes.before", "changes", knownvalue.ListSizeExact(0)),
				},
			},
			resource.TestStep{
				Config: s.Provider(version) + changesConfig("all", since),
				ConfigStateChecks: []statecheck.StateCheck{
					acctest.Known("data.elm_separation_of_duties_changes.all", "changes", knownvalue.ListExact([]knownvalue.Check{
						change("added", knownvalue.Null()), change("removed", knownvalue.Null()),
					})),
				},
			},
		)
	})
}

// An entry that cannot be understood is in every answer that it may belong to.
func TestAccChanges_notUnderstood(t *testing.T) {
	t.Parallel()
	for entry, want := range map[string]int{
		`{"id":"1","targetResources":{"id":"` + acctest.Package(0) + `"}}`:                                     4,
		`{"id":"1","targetResources":[{"id":null},{"id":"` + acctest.Group(0) + `"}]}`:                         4,
		`{"id":"1","targetResources":[{"id":"` + acctest.Package(1) + `"},{"id":"` + acctest.Group(0) + `"}]}`: 0,
	} {
		t.Run(entry, func(t *testing.T) {
			t.Parallel()
			s := acctest.Start(t, emulator.Options{})
			// for each of the four activities
			s.Inject(emulator.Fault{Path: "/auditLogs/", Body: []byte(`{"value":[` + entry + `]}`), ContentType: "application/json"})
			s.Run(t, resource.TestStep{
				Config: changesConfig("test", acctest.Argument("since", "2026-11-01T00:00:00Z"), acctest.Argument("access_package_id", acctest.Package(0))),
				ConfigStateChecks: []statecheck.StateCheck{
					acctest.Known("data.elm_separation_of_duties_changes.test", "changes", knownvalue.ListSizeExact(want)),
				},
			})
		})
	}
}

// The example finds who made a rule, unless it was the pipeline that it names.
func TestAccChanges_example(t *testing.T) {
	t.Parallel()
	example, err := os.ReadFile("../../../examples/data-sources/elm_separation_of_duties_changes/data-source.tf")
	acctest.Must(t, err)
	s, k := acctest.Start(t, emulator.Options{}), acctest.Kinds[0]
	rule := k.Config(acctest.Package(0), acctest.Group(0))
	line := regexp.MustCompile(`^\S+Z application [0-9a-f-]{36} added ` + acctest.Package(0) + `/` + acctest.Group(0) + `$`)
	s.Run(t,
		resource.TestStep{Config: rule},
		resource.TestStep{Config: rule + string(example), ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownOutputValue("changes_by_others", knownvalue.TupleExact([]knownvalue.Check{knownvalue.StringRegexp(line)})),
		}},
	)
}

func TestAccChanges_errors(t *testing.T) {
	t.Parallel()
	since := acctest.Argument("since", "2026-11-01T00:00:00Z")
	for name, c := range map[string]struct {
		options emulator.Options
		config  string
		want    string
		silent  bool // found without a request
	}{
		"no time":       {config: changesConfig("test", acctest.Argument("since", "last week")), want: `Invalid time(.|\s)+2026-11-01T00:00:00Z`, silent: true},
		"no zone":       {config: changesConfig("test", acctest.Argument("since", "2026-11-01T00:00:00")), want: `Invalid time`, silent: true},
		"ends before":   {config: changesConfig("test", since, acctest.Argument("until", "2026-10-01T00:00:00Z")), want: `ends before it begins`, silent: true},
		"no since":      {config: changesConfig("test"), want: `"since" is required`, silent: true},
		"no guid":       {config: changesConfig("test", since, acctest.Argument("access_package_id", "payments")), want: `Invalid GUID`, silent: true},
		"not permitted": {options: emulator.Options{Roles: []string{"EntitlementManagement.ReadWrite.All"}}, config: changesConfig("test", since), want: `Not permitted(.|\s)+AuditLog\.Read\.All`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.Start(t, c.options)
			s.Run(t, resource.TestStep{Config: c.config, ExpectError: regexp.MustCompile(c.want)})
			if sent := len(s.Journal()); c.silent && sent != 0 {
				t.Errorf("%d requests", sent)
			}
		})
	}
}
