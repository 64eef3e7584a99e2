package system_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// address is one resource of a state, in calls of the protocol. Terraform 1.17 with -minimal-refresh skips the refresh
// of unchanged resources.
type address struct {
	kind    string // of the resource
	value   tftypes.Value
	private []byte
}

// walk is a provider that was just started.
type walk struct{ *acctest.Host }

func newWalk(t *testing.T, s *acctest.Service) walk {
	t.Helper()
	return walk{acctest.NewHost(t, s, "", "beta")}
}

func (w walk) empty(kind string) tftypes.Value {
	return tftypes.NewValue(w.Schemas.ResourceSchemas[kind].ValueType(), nil)
}

func (w walk) dynamic(t *testing.T, kind string, value tftypes.Value) *tfprotov6.DynamicValue {
	t.Helper()
	dynamic, err := tfprotov6.NewDynamicValue(w.Schemas.ResourceSchemas[kind].ValueType(), value)
	acctest.Must(t, err)
	return &dynamic
}

// plan gives what the plan notes for the apply, and its errors.
func (w walk) plan(t *testing.T, a address, proposed tftypes.Value) (*tfprotov6.PlanResourceChangeResponse, string) {
	t.Helper()
	response, err := w.Server.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: a.kind, PriorState: w.dynamic(t, a.kind, a.value), ProposedNewState: w.dynamic(t, a.kind, proposed), Config: w.dynamic(t, a.kind, proposed),
		PriorPrivate: a.private,
	})
	acctest.Must(t, err)
	return response, errorsOf(response.Diagnostics)
}

func (w walk) apply(t *testing.T, a address, planned *tfprotov6.PlanResourceChangeResponse) (address, string) {
	t.Helper()
	response, err := w.Server.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: a.kind, PriorState: w.dynamic(t, a.kind, a.value), PlannedState: planned.PlannedState, Config: planned.PlannedState,
		PlannedPrivate: planned.PlannedPrivate, PlannedIdentity: planned.PlannedIdentity,
	})
	acctest.Must(t, err)
	value, err := response.NewState.Unmarshal(w.Schemas.ResourceSchemas[a.kind].ValueType())
	acctest.Must(t, err)
	return address{a.kind, value, response.Private}, errorsOf(response.Diagnostics)
}

func errorsOf(diagnostics []*tfprotov6.Diagnostic) string {
	var texts []string
	for _, d := range diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			texts = append(texts, d.Summary+": "+d.Detail)
		}
	}
	return strings.Join(texts, "\n")
}

// Two addresses of the state have rules in common, whatever they are, and one of them is destroyed by a plan that
// refreshes neither. In either order the plan is refused and names the option, or the rules stay.
func TestHandover_withoutRefresh(t *testing.T) {
	t.Parallel()
	const (
		rule = "elm_access_package_incompatible_group"
		set  = "elm_access_package_separation_of_duties"
	)
	given := map[string]map[string]any{
		rule: {"catalog_id": acctest.CatalogID, "access_package_id": acctest.Package(0), "group_id": acctest.Group(0)},
		set:  {"catalog_id": acctest.CatalogID, "access_package_id": acctest.Package(0), "incompatible_group_ids": acctest.SetOf(acctest.Groups(0, 1)...)},
	}
	for _, kinds := range [][2]string{{rule, rule}, {rule, set}, {set, rule}, {set, set}} {
		for _, keeperFirst := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s and %s, keeper first %t", kinds[0], kinds[1], keeperFirst), func(t *testing.T) {
				t.Parallel()
				s := acctest.Start(t, emulator.Options{})
				made := func(kind string) address {
					w := newWalk(t, s)
					config, err := acctest.Object(t, w.Schemas.ResourceSchemas[kind], given[kind]).Unmarshal(w.Schemas.ResourceSchemas[kind].ValueType())
					acctest.Must(t, err)
					planned, problems := w.plan(t, address{kind: kind, value: w.empty(kind)}, config)
					a, more := w.apply(t, address{kind: kind, value: w.empty(kind)}, planned)
					if problems+more != "" {
						t.Fatal(problems, more)
					}
					return a
				}
				keeper, leaver := made(kinds[0]), made(kinds[1])
				w := newWalk(t, s)
				var refused string
				keep := func() {
					_, problems := w.plan(t, keeper, keeper.value)
					refused += problems
				}
				var destroy *tfprotov6.PlanResourceChangeResponse
				release := func() {
					var problems string
					destroy, problems = w.plan(t, leaver, w.empty(leaver.kind))
					refused += problems
				}
				if keeperFirst {
					keep()
					release()
				} else {
					release()
					keep()
				}
				if refused != "" {
					if !strings.Contains(refused, "-minimal-refresh") {
						t.Errorf("it is refused without naming the option: %s", refused)
					}
					return
				}
				if _, problems := newWalk(t, s).apply(t, leaver, destroy); problems != "" {
					t.Fatal(problems)
				}
				if got := s.Tenant().Links(emulator.IncompatibleGroups, acctest.Package(0)); !slices.Contains(got, acctest.Group(0)) {
					t.Errorf("the service holds %v", got)
				}
			})
		}
	}
}
