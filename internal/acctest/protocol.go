package acctest

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

type listServer interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
}

// Lister asks the provider for a list as `terraform query` does, without a CLI that may be too old for it.
type Lister struct {
	Server  listServer
	Schemas *tfprotov6.GetProviderSchemaResponse
	kind    Kind
}

// ListResult is one entry of a list. Resource is nil if it was not asked for.
type ListResult struct {
	Name               string
	Identity, Resource map[string]string
	Problem            string // of diagnostics
}

func NewLister(t *testing.T, s *Service, k Kind, apiVersion string) Lister {
	t.Helper()
	server, err := Factories(NewClock())["elm"]()
	Must(t, err)
	withLists, ok := server.(listServer)
	if !ok {
		t.Fatal("the provider's server has no list resources")
	}
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	Must(t, err)
	response, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{Config: ObjectOf(t, schemas.Provider, map[string]any{
		"metadata_host": s.URL, "tenant_id": TenantID, "client_id": ClientID, "client_secret": Secret, "api_version": apiVersion,
	})})
	Must(t, err)
	if len(response.Diagnostics) > 0 {
		t.Fatal(response.Diagnostics[0].Detail)
	}
	return Lister{withLists, schemas, k}
}

// ObjectOf is a configuration in which all that is not given is null.
func ObjectOf(t *testing.T, schema *tfprotov6.Schema, given map[string]any) *tfprotov6.DynamicValue {
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
	Must(t, err)
	return &value
}

// Scope is a configuration of the list block.
type Scope map[string]any

func (l Lister) Config(t *testing.T, in Scope) *tfprotov6.DynamicValue {
	t.Helper()
	return ObjectOf(t, l.Schemas.ListResourceSchemas[l.kind.Resource], in)
}

// Stream gives the results one by one; nothing is asked for before that.
func (l Lister) Stream(t *testing.T, ctx context.Context, in Scope, limit int64, include bool) func(func(ListResult) bool) {
	t.Helper()
	stream, err := l.Server.ListResource(ctx, &tfprotov6.ListResourceRequest{
		TypeName: l.kind.Resource, Config: l.Config(t, in), IncludeResource: include, Limit: limit,
	})
	Must(t, err)
	return func(yield func(ListResult) bool) {
		for result := range stream.Results {
			if !yield(l.read(t, result)) {
				return
			}
		}
	}
}

func (l Lister) List(t *testing.T, in Scope, limit int64, include bool) []ListResult {
	t.Helper()
	return slices.Collect(l.Stream(t, t.Context(), in, limit, include))
}

func (l Lister) read(t *testing.T, result tfprotov6.ListResourceResult) ListResult {
	t.Helper()
	found := ListResult{Name: result.DisplayName}
	for _, d := range result.Diagnostics {
		found.Problem += d.Severity.String() + " " + d.Attribute.String() + ": " + d.Summary + ". " + d.Detail
	}
	if found.Problem != "" {
		return found
	}
	identities, err := l.Server.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	Must(t, err)
	identity, err := result.Identity.IdentityData.Unmarshal(identities.IdentitySchemas[l.kind.Resource].ValueType())
	Must(t, err)
	found.Identity = Texts(t, identity)
	if result.Resource != nil {
		resource, err := result.Resource.Unmarshal(l.Schemas.ResourceSchemas[l.kind.Resource].ValueType())
		Must(t, err)
		found.Resource = Texts(t, resource)
	}
	return found
}

func Texts(t *testing.T, value tftypes.Value) map[string]string {
	t.Helper()
	var attributes map[string]tftypes.Value
	if err := value.As(&attributes); err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for name, attribute := range attributes {
		var text string
		var list []tftypes.Value
		switch {
		case attribute.IsNull():
		case attribute.As(&text) == nil:
			found[name] = text
		case attribute.As(&list) == nil:
			var ids []string
			for _, element := range list {
				if err := element.As(&text); err != nil {
					t.Fatal(err)
				}
				ids = append(ids, text)
			}
			slices.Sort(ids)
			found[name] = strings.Join(ids, " ")
		}
	}
	return found
}

func With(attributes map[string]any, name string, value any) map[string]any {
	all := map[string]any{name: value}
	for name, value := range attributes {
		all[name] = value
	}
	return all
}

func Create(t *testing.T, l Lister, typeName string, attributes map[string]any) {
	t.Helper()
	planned := ObjectOf(t, l.Schemas.ResourceSchemas[typeName], attributes)
	change(t, l, &tfprotov6.ApplyResourceChangeRequest{TypeName: typeName, PriorState: nothing(t, l, typeName), PlannedState: planned, Config: planned})
}

func Destroy(t *testing.T, l Lister, typeName string, attributes map[string]any) {
	t.Helper()
	prior, gone := ObjectOf(t, l.Schemas.ResourceSchemas[typeName], attributes), nothing(t, l, typeName)
	change(t, l, &tfprotov6.ApplyResourceChangeRequest{TypeName: typeName, PriorState: prior, PlannedState: gone, Config: gone})
}

func nothing(t *testing.T, l Lister, typeName string) *tfprotov6.DynamicValue {
	t.Helper()
	of := l.Schemas.ResourceSchemas[typeName].ValueType()
	value, err := tfprotov6.NewDynamicValue(of, tftypes.NewValue(of, nil))
	Must(t, err)
	return &value
}

func change(t *testing.T, l Lister, request *tfprotov6.ApplyResourceChangeRequest) {
	t.Helper()
	applied, err := l.Server.ApplyResourceChange(t.Context(), request)
	Must(t, err)
	for _, d := range applied.Diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			t.Fatal(d.Summary + ": " + d.Detail)
		}
	}
}
