package tenant_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/entra-elm/terraform-provider-elm/internal/acctest"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/tenant"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/signin"
)

// The people in conflict are those that a count by hand finds, over random populations.
func TestConflicts_bruteForce(t *testing.T) {
	t.Parallel()
	for i := range 10 {
		seed := fmt.Sprint(i)
		t.Run(seed, func(t *testing.T) {
			t.Parallel()
			s := acctest.Start(t, emulator.Options{PageSize: 5 + i})
			p := acctest.Populate(t, s.Tenant(), seed)
			source := configuredConflicts(t, s, []graph.APIVersion{graph.Beta, graph.V1}[i%2])
			for one := range acctest.PopulatedPackages {
				for group := range acctest.PopulatedGroups {
					want := count(p, one, func(user string) bool { return p.IsMember(group, user) })
					if got := readConflicts(t, source, one, "group_id", acctest.PopulatedGroup(group)); !slices.Equal(got, want) {
						t.Errorf("package %d, group %d: %v, want %v", one, group, got, want)
					}
				}
				for other := range acctest.PopulatedPackages {
					if other == one {
						continue
					}
					want := count(p, one, func(user string) bool { return p.Holders(other)[user] })
					if got := readConflicts(t, source, one, "incompatible_access_package_id", acctest.Package(other)); !slices.Equal(got, want) {
						t.Errorf("packages %d and %d: %v, want %v", one, other, got, want)
					}
				}
			}
		})
	}
}

// count gives, sorted, who holds the access package and is on the other side.
func count(p *acctest.Population, accessPackage int, isOther func(user string) bool) []string {
	var people []string
	for i := range acctest.PopulatedUsers {
		if user := acctest.User(i); p.Holders(accessPackage)[user] && isOther(user) {
			people = append(people, user)
		}
	}
	return people
}

func configuredConflicts(t *testing.T, s *acctest.Service, version graph.APIVersion) datasource.DataSource {
	t.Helper()
	client, err := graph.New(graph.Config{
		MetadataHost: s.URL,
		APIVersion:   version,
		UserAgent:    "test",
		Credentials:  signin.Credentials{TenantID: acctest.TenantID, ClientID: acctest.ClientID, ClientSecret: acctest.Secret},
	})
	acctest.Must(t, err)
	source, ok := tenant.NewConflicts().(datasource.DataSourceWithConfigure)
	if !ok {
		t.Fatal("the data source cannot be configured")
	}
	data := kind.NewData(client, kind.Options{})
	source.Configure(t.Context(), datasource.ConfigureRequest{ProviderData: data}, &datasource.ConfigureResponse{})
	return source
}

// readConflicts reads the data source without a CLI and gives the object ids, sorted, after comparing the count with them.
func readConflicts(t *testing.T, source datasource.DataSource, accessPackage int, attribute, other string) []string {
	t.Helper()
	var schema datasource.SchemaResponse
	source.Schema(t.Context(), datasource.SchemaRequest{}, &schema)
	config := emptyConfig(t.Context(), schema)
	for name, value := range map[string]any{"access_package_id": acctest.Package(accessPackage), attribute: other, "include_object_ids": true} {
		if diags := config.SetAttribute(t.Context(), path.Root(name), value); diags.HasError() {
			t.Fatal(diags)
		}
	}
	resp := datasource.ReadResponse{State: emptyConfig(t.Context(), schema)}
	source.Read(t.Context(), datasource.ReadRequest{Config: tfsdk.Config(config)}, &resp)
	var count int64
	var people []string
	resp.Diagnostics.Append(resp.State.GetAttribute(t.Context(), path.Root("conflict_count"), &count)...)
	resp.Diagnostics.Append(resp.State.GetAttribute(t.Context(), path.Root("object_ids"), &people)...)
	if resp.Diagnostics.HasError() || int(count) != len(people) {
		t.Fatalf("count %d of %v: %v", count, people, resp.Diagnostics)
	}
	slices.Sort(people)
	return people
}

func emptyConfig(ctx context.Context, schema datasource.SchemaResponse) tfsdk.State {
	each, _ := schema.Schema.Type().TerraformType(ctx).(tftypes.Object)
	values := map[string]tftypes.Value{}
	for name, attribute := range each.AttributeTypes {
		values[name] = tftypes.NewValue(attribute, nil)
	}
	return tfsdk.State{Schema: schema.Schema, Raw: tftypes.NewValue(each, values)}
}
