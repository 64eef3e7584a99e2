package tenant_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/tenant"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/signin"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// inConflict describes those in conflict with one rule.
type inConflict struct {
	users, servicePrincipals, unidentified, unknown int
	objectIDs                                       string // in order
}

// Those in conflict are those that a count by hand finds, over random populations: for one pair of objects, and for
// many rules at once.
func TestConflicts_bruteForce(t *testing.T) {
	t.Parallel()
	for i := range 10 {
		seed := fmt.Sprint(i)
		t.Run(seed, func(t *testing.T) {
			t.Parallel()
			s := acctest.Start(t, emulator.Options{PageSize: 5 + i})
			p := acctest.Populate(t, s.Tenant(), seed)
			rules := addRandomRules(t, s, uint64(i))
			client := newClient(t, s, []wire.APIVersion{wire.Beta, wire.V1}[i%2])
			delivering := i%3 == 0
			for one := range acctest.PopulatedPackages {
				for group := range acctest.PopulatedGroups {
					got := readConflicts(t, client, one, delivering, "group_id", acctest.PopulatedGroup(group))
					if want := countInGroup(p, one, group, delivering); got != want {
						t.Errorf("package %d, group %d: %v, want %v", one, group, got, want)
					}
				}
				for other := range acctest.PopulatedPackages {
					if other == one {
						continue
					}
					got := readConflicts(t, client, one, delivering, "incompatible_access_package_id", acctest.Package(other))
					if want := countOfBoth(p, one, other, delivering); got != want {
						t.Errorf("packages %d and %d: %v, want %v", one, other, got, want)
					}
				}
			}
			want := map[string]inConflict{}
			for id, l := range rules {
				if l.group {
					want[id] = countInGroup(p, l.accessPackage, l.target, delivering)
				} else {
					want[id] = countOfBoth(p, l.accessPackage, l.target, delivering)
				}
			}
			if got := readAllConflicts(t, client, delivering); !maps.Equal(got, want) {
				t.Errorf("all rules: %v, want %v", got, want)
			}
		})
	}
}

// ends are those of a rule, by their numbers.
type ends struct {
	accessPackage, target int
	group                 bool
}

func addRandomRules(t *testing.T, s *acctest.Service, seed uint64) map[string]ends {
	t.Helper()
	random, rules := rand.New(rand.NewPCG(seed, 0)), map[string]ends{}
	for range 12 {
		l := ends{random.IntN(acctest.PopulatedPackages), random.IntN(acctest.PopulatedPackages), random.IntN(2) == 0}
		of, target := emulator.IncompatibleAccessPackages, acctest.Package(l.target)
		if l.group {
			of, target = emulator.IncompatibleGroups, acctest.PopulatedGroup(l.target)
		}
		id := acctest.Package(l.accessPackage) + "/" + target
		if _, twice := rules[id]; !twice && target != acctest.Package(l.accessPackage) {
			acctest.Must(t, s.Tenant().Link(of, acctest.Package(l.accessPackage), target))
			rules[id] = l
		}
	}
	return rules
}

func countInGroup(p *acctest.Population, accessPackage, group int, delivering bool) inConflict {
	found := count(p.Subjects(accessPackage, delivering), func(subject acctest.Subject) bool {
		return subject.Kind == acctest.AnOutsider || p.IsMember(group, subject.ID)
	})
	found.unidentified, found.unknown = 0, found.unidentified // no one can look for them in the group
	return found
}

func countOfBoth(p *acctest.Population, one, other int, delivering bool) inConflict {
	others := p.Subjects(other, delivering)
	return count(p.Subjects(one, delivering), func(subject acctest.Subject) bool { return others[subject] })
}

func count(subjects map[acctest.Subject]bool, isOther func(acctest.Subject) bool) inConflict {
	var found inConflict
	var ids []string
	for subject := range subjects {
		switch {
		case !isOther(subject):
			continue
		case subject.Kind == acctest.AnOutsider:
			found.unidentified++
			continue
		case subject.Kind == acctest.AServicePrincipal:
			found.servicePrincipals++
		default:
			found.users++
		}
		ids = append(ids, subject.ID)
	}
	found.objectIDs = inOrder(ids)
	return found
}

func newClient(t *testing.T, s *acctest.Service, version wire.APIVersion) *graph.Client {
	t.Helper()
	client, err := graph.New(wire.Config{
		Config: signin.Config{
			MetadataHost: s.URL, UserAgent: "test",
			Credentials: signin.Credentials{TenantID: acctest.TenantID, ClientID: acctest.ClientID, ClientSecret: acctest.Secret},
		},
		APIVersion: version,
	})
	acctest.Must(t, err)
	return client
}

// readSource reads a data source without a CLI.
func readSource(t *testing.T, constructor func() datasource.DataSource, client *graph.Client, arguments map[string]any) tfsdk.State {
	t.Helper()
	source, ok := constructor().(datasource.DataSourceWithConfigure)
	if !ok {
		t.Fatal("the data source cannot be configured")
	}
	source.Configure(t.Context(), datasource.ConfigureRequest{ProviderData: construct.NewData(client, construct.Options{})}, &datasource.ConfigureResponse{})
	var schema datasource.SchemaResponse
	source.Schema(t.Context(), datasource.SchemaRequest{}, &schema)
	config := emptyConfig(t.Context(), schema)
	for name, value := range arguments {
		if diags := config.SetAttribute(t.Context(), path.Root(name), value); diags.HasError() {
			t.Fatal(diags)
		}
	}
	resp := datasource.ReadResponse{State: emptyConfig(t.Context(), schema)}
	source.Read(t.Context(), datasource.ReadRequest{Config: tfsdk.Config(config)}, &resp)
	if resp.Diagnostics.HasError() {
		t.Fatal(resp.Diagnostics)
	}
	return resp.State
}

// pair is an element of the argument rules.
type pair struct {
	AccessPackageID             string  `tfsdk:"access_package_id"`
	GroupID                     *string `tfsdk:"group_id"`
	IncompatibleAccessPackageID *string `tfsdk:"incompatible_access_package_id"`
}

func readConflicts(t *testing.T, client *graph.Client, accessPackage int, delivering bool, attribute, other string) inConflict {
	t.Helper()
	one := pair{AccessPackageID: acctest.Package(accessPackage)}
	if attribute == "group_id" {
		one.GroupID = &other
	} else {
		one.IncompatibleAccessPackageID = &other
	}
	state := readSource(t, tenant.NewConflicts, client, map[string]any{
		"rules": []pair{one}, "include_object_ids": true, "include_delivering": delivering,
	})
	found := readHolders(t, state, path.Root("conflicts").AtListIndex(0).AtName)
	var total int
	at := path.Root("conflicts").AtListIndex(0).AtName("conflict_count")
	if diags := state.GetAttribute(t.Context(), at, &total); diags.HasError() || total != found.users+found.servicePrincipals+found.unidentified {
		t.Fatalf("conflict_count is %d of %v: %v", total, found, diags)
	}
	return found
}

func readAllConflicts(t *testing.T, client *graph.Client, delivering bool) map[string]inConflict {
	t.Helper()
	state := readSource(t, tenant.NewConflicts, client, map[string]any{"include_object_ids": true, "include_delivering": delivering})
	found := map[string]inConflict{}
	matches, diags := state.PathMatches(t.Context(), path.MatchRoot("conflicts").AtAnyListIndex())
	for _, match := range matches {
		var id string
		diags.Append(state.GetAttribute(t.Context(), match.AtName("import_id"), &id)...)
		found[id] = readHolders(t, state, match.AtName)
	}
	if diags.HasError() {
		t.Fatal(diags)
	}
	return found
}

func readHolders(t *testing.T, state tfsdk.State, at func(string) path.Path) inConflict {
	t.Helper()
	var found inConflict
	var total, before, after, unknown int
	var ids []string
	for name, into := range map[string]any{
		"conflict_count": &total, "before_rule_count": &before, "after_rule_count": &after, "unknown_order_count": &unknown,
		"user_count": &found.users, "service_principal_count": &found.servicePrincipals, "unidentified_count": &found.unidentified,
		"unknown_count": &found.unknown,
		"object_ids":    &ids,
	} {
		if diags := state.GetAttribute(t.Context(), at(name), into); diags.HasError() {
			t.Fatal(diags)
		}
	}
	if before+after+unknown != total {
		t.Errorf("%d conflicts: %d before the rule, %d after it, and %d not known", total, before, after, unknown)
	}
	found.objectIDs = inOrder(ids)
	return found
}

func inOrder(ids []string) string {
	slices.Sort(ids)
	return strings.Join(ids, " ")
}

func emptyConfig(ctx context.Context, schema datasource.SchemaResponse) tfsdk.State {
	each, _ := schema.Schema.Type().TerraformType(ctx).(tftypes.Object)
	values := map[string]tftypes.Value{}
	for name, attribute := range each.AttributeTypes {
		values[name] = tftypes.NewValue(attribute, nil)
	}
	return tfsdk.State{Schema: schema.Schema, Raw: tftypes.NewValue(each, values)}
}
