package entitlement_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/entra-elm/terraform-provider-elm/internal/acctest"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

type listServer interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
}

// lister asks the provider for a list as `terraform query` does, without a CLI that may be too old for it.
type lister struct {
	server  listServer
	schemas *tfprotov6.GetProviderSchemaResponse
	kind    linkKind
}

// listResult is one entry of a list. Resource is nil if it was not asked for.
type listResult struct {
	name               string
	identity, resource map[string]string
	problem            string // of diagnostics
}

func newLister(t *testing.T, s *acctest.Service, k linkKind, apiVersion string) lister {
	t.Helper()
	server, err := acctest.Factories(acctest.NewClock())["elm"]()
	must(t, err)
	withLists, ok := server.(listServer)
	if !ok {
		t.Fatal("the provider's server has no list resources")
	}
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	must(t, err)
	response, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: objectOf(t, schemas.Provider, map[string]any{
		"metadata_host": s.URL, "tenant_id": acctest.TenantID, "client_id": acctest.ClientID, "client_secret": acctest.Secret, "api_version": apiVersion,
	})})
	must(t, err)
	if len(response.Diagnostics) > 0 {
		t.Fatal(response.Diagnostics[0].Detail)
	}
	return lister{withLists, schemas, k}
}

// objectOf is a configuration in which all that is not given is null.
func objectOf(t *testing.T, schema *tfprotov6.Schema, given map[string]any) *tfprotov6.DynamicValue {
	t.Helper()
	object, ok := schema.ValueType().(tftypes.Object)
	if !ok {
		t.Fatal("the schema is no object")
	}
	values := map[string]tftypes.Value{}
	for name, of := range object.AttributeTypes {
		values[name] = tftypes.NewValue(of, given[name])
	}
	value, err := tfprotov6.NewDynamicValue(object, tftypes.NewValue(object, values))
	must(t, err)
	return &value
}

// scope is a configuration of the list block.
type scope map[string]any

func (l lister) config(t *testing.T, in scope) *tfprotov6.DynamicValue {
	t.Helper()
	return objectOf(t, l.schemas.ListResourceSchemas[l.kind.resource], in)
}

// stream gives the results one by one; nothing is asked for before that.
func (l lister) stream(t *testing.T, ctx context.Context, in scope, limit int64, include bool) func(func(listResult) bool) {
	t.Helper()
	stream, err := l.server.ListResource(ctx, &tfprotov6.ListResourceRequest{
		TypeName: l.kind.resource, Config: l.config(t, in), IncludeResource: include, Limit: limit,
	})
	must(t, err)
	return func(yield func(listResult) bool) {
		for result := range stream.Results {
			if !yield(l.read(t, result)) {
				return
			}
		}
	}
}

func (l lister) list(t *testing.T, in scope, limit int64, include bool) []listResult {
	t.Helper()
	return slices.Collect(l.stream(t, t.Context(), in, limit, include))
}

func (l lister) read(t *testing.T, result tfprotov6.ListResourceResult) listResult {
	t.Helper()
	found := listResult{name: result.DisplayName}
	for _, d := range result.Diagnostics {
		found.problem += d.Severity.String() + " " + d.Attribute.String() + ": " + d.Summary + ". " + d.Detail
	}
	if found.problem != "" {
		return found
	}
	identities, err := l.server.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	must(t, err)
	identity, err := result.Identity.IdentityData.Unmarshal(identities.IdentitySchemas[l.kind.resource].ValueType())
	must(t, err)
	found.identity = texts(t, identity)
	if result.Resource != nil {
		resource, err := result.Resource.Unmarshal(l.schemas.ResourceSchemas[l.kind.resource].ValueType())
		must(t, err)
		found.resource = texts(t, resource)
	}
	return found
}

// fillLists gives every second access package of the fixture three rules, and one in another catalog one.
func fillLists(t *testing.T, s *acctest.Service, k linkKind) {
	t.Helper()
	must(t, s.Tenant().AddAccessPackage(emulator.AccessPackage{ID: otherPackage, CatalogID: acctest.OtherCatalogID, DisplayName: "Other"}))
	for i := 0; i < 20; i += 2 {
		for target := range 3 {
			must(t, s.Tenant().Link(k.kind, acctest.Package(i), k.id(2*target)))
		}
	}
	must(t, s.Tenant().Link(k.kind, otherPackage, k.id(0)))
}

func ids(results []listResult) []string {
	var all []string
	for _, result := range results {
		all = append(all, result.problem+result.identity["access_package_id"]+"/"+strings.Join(slices.Collect(targetsOf(result)), ""))
	}
	return all
}

// targetsOf gives the one attribute of the identity that is not the access package.
func targetsOf(result listResult) func(func(string) bool) {
	return func(yield func(string) bool) {
		for name, id := range result.identity {
			if name != "access_package_id" && !yield(id) {
				return
			}
		}
	}
}
