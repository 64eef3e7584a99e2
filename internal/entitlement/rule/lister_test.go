package rule_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

type listServer interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
}

// lister asks the provider for a list as `terraform query` does, without a CLI that may be too old for it.
type lister struct {
	server  listServer
	schemas *tfprotov6.GetProviderSchemaResponse
	kind    acctest.Kind
}

// listResult is one entry of a list. Resource is nil if it was not asked for.
type listResult struct {
	Name               string
	Identity, Resource map[string]string
	Problem            string // of diagnostics
}

// newLister configures a provider for the service.
func newLister(t *testing.T, s *acctest.Service, k acctest.Kind, apiVersion string) lister {
	t.Helper()
	host := acctest.NewHost(t, s, "", apiVersion)
	withLists, ok := host.Server.(listServer)
	if !ok {
		t.Fatal("the provider's server has no list resources")
	}
	return lister{withLists, host.Schemas, k}
}

// scope is a configuration of the list block.
type scope map[string]any

func (l lister) config(t *testing.T, in scope) *tfprotov6.DynamicValue {
	t.Helper()
	return acctest.Object(t, l.schemas.ListResourceSchemas[l.kind.Resource], in)
}

// stream gives the results one by one; nothing is asked for before that.
func (l lister) stream(t *testing.T, ctx context.Context, in scope, limit int64, include bool) func(func(listResult) bool) {
	t.Helper()
	stream, err := l.server.ListResource(ctx, &tfprotov6.ListResourceRequest{
		TypeName: l.kind.Resource, Config: l.config(t, in), IncludeResource: include, Limit: limit,
	})
	acctest.Must(t, err)
	return func(yield func(listResult) bool) {
		for result := range stream.Results {
			if !yield(l.read(t, result)) {
				return
			}
		}
	}
}

// list gives all results at once.
func (l lister) list(t *testing.T, in scope, limit int64, include bool) []listResult {
	t.Helper()
	return slices.Collect(l.stream(t, t.Context(), in, limit, include))
}

func (l lister) read(t *testing.T, result tfprotov6.ListResourceResult) listResult {
	t.Helper()
	found := listResult{Name: result.DisplayName}
	for _, d := range result.Diagnostics {
		found.Problem += d.Severity.String() + " " + d.Attribute.String() + ": " + d.Summary + ". " + d.Detail
	}
	if found.Problem != "" {
		return found
	}
	identities, err := l.server.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	acctest.Must(t, err)
	identity, err := result.Identity.IdentityData.Unmarshal(identities.IdentitySchemas[l.kind.Resource].ValueType())
	acctest.Must(t, err)
	found.Identity = acctest.Texts(t, identity)
	if result.Resource != nil {
		resource, err := result.Resource.Unmarshal(l.schemas.ResourceSchemas[l.kind.Resource].ValueType())
		acctest.Must(t, err)
		found.Resource = acctest.Texts(t, resource)
	}
	return found
}

// fillLists gives every second access package of the fixture three rules, and one in another catalog one.
func fillLists(t *testing.T, s *acctest.Service, k acctest.Kind) {
	t.Helper()
	acctest.Must(t, s.Tenant().AddAccessPackage(emulator.AccessPackage{ID: acctest.OtherPackage, CatalogID: acctest.OtherCatalogID, DisplayName: "Other"}))
	for i := 0; i < 20; i += 2 {
		for target := range 3 {
			acctest.Must(t, s.Tenant().Link(k.Kind, acctest.Package(i), k.TargetID(2*target)))
		}
	}
	acctest.Must(t, s.Tenant().Link(k.Kind, acctest.OtherPackage, k.TargetID(0)))
}

func ids(results []listResult) []string {
	var all []string
	for _, result := range results {
		all = append(all, result.Problem+result.Identity["access_package_id"]+"/"+strings.Join(slices.Collect(targetsOf(result)), ""))
	}
	return all
}

// targetsOf gives the one attribute of the identity that is not the access package.
func targetsOf(result listResult) func(func(string) bool) {
	return func(yield func(string) bool) {
		for name, id := range result.Identity {
			if name != "access_package_id" && !yield(id) {
				return
			}
		}
	}
}
