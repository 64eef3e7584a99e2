package rule

import (
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/listresourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/entra-elm/terraform-provider-elm/internal/display"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/explain"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

// longestQuery bounds what has no timeouts block. A tenant may have 20,000 access packages, each of which is asked.
const longestQuery = time.Hour

var (
	_ list.ListResourceWithConfigure        = (*ruleList)(nil)
	_ list.ListResourceWithConfigValidators = (*ruleList)(nil)
)

// ruleList finds the rules of one kind that are in the service, so that they can be imported.
type ruleList struct {
	kind *kind.Kind
	data *construct.Data
}

// NewList makes the list resource for the rules of one kind.
func NewList(k *kind.Kind) list.ListResource { return &ruleList{kind: k} }

// Metadata names the resource that is listed.
func (l *ruleList) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + l.kind.TypeName
}

// Configure takes what the provider prepared.
func (l *ruleList) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	l.data = construct.Configured(req.ProviderData, &resp.Diagnostics)
}

// ListResourceConfigSchema has one argument for each scope that is smaller than the tenant.
func (l *ruleList) ListResourceConfigSchema(
	_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse,
) {
	resp.Schema = schema.Schema{
		MarkdownDescription: fmt.Sprintf(
			"Lists rules about incompatible %ss, for `terraform query` (Terraform 1.14 or later).\n\n"+
				construct.ReadingProse, l.kind.Noun,
		),
		Attributes: map[string]schema.Attribute{
			construct.PackageAttribute: schema.StringAttribute{
				CustomType:          guid.Type{},
				Optional:            true,
				MarkdownDescription: "The ID of the access package. Conflicts with `catalog_id`.",
			},
			construct.CatalogAttribute: schema.StringAttribute{
				CustomType: guid.Type{},
				Optional:   true,
				MarkdownDescription: "The ID of the catalog. If you omit both, the query covers all catalogs that the caller can " +
					"read.",
			},
		},
	}
}

// ListResourceConfigValidators refuse two scopes at a time: the one would make the other meaningless.
func (l *ruleList) ListResourceConfigValidators(context.Context) []list.ConfigValidator {
	return []list.ConfigValidator{
		listresourcevalidator.Conflicting(
			path.MatchRoot(construct.PackageAttribute), path.MatchRoot(construct.CatalogAttribute),
		),
	}
}

// List streams the rules as they are found. An error ends the stream: what follows it would look complete.
func (l *ruleList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var diags diag.Diagnostics
	accessPackageID, _ := guid.Read(ctx, req.Config, construct.PackageAttribute, &diags)
	catalogID, _ := guid.Read(ctx, req.Config, construct.CatalogAttribute, &diags)
	if diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	about := explain.Subject{Attribute: construct.CatalogAttribute, Noun: "catalog", ID: catalogID}
	packages := l.data.Client.AccessPackages
	if accessPackageID != "" {
		about = construct.PackageSubject(accessPackageID)
		packages = l.onePackage
	}
	stream.Results = func(push func(list.ListResult) bool) {
		ctx, cancel := l.data.EndAfter(ctx, longestQuery)
		defer cancel()
		query := query{references: l.kind.References(l.data.Client), left: everyRule}
		if req.Limit > 0 {
			query.left = req.Limit
		}
		for found, err := range query.rules(ctx, packages(ctx, about.ID)) {
			result := req.NewListResult(ctx)
			if err != nil {
				result.Diagnostics.Append(explain.ReadError(err, about, explain.MayRead))
			} else {
				l.fill(ctx, &result, found, req.IncludeResource)
			}
			if !push(result) || result.Diagnostics.HasError() {
				return
			}
		}
	}
}

// onePackage is the smallest scope.
func (l *ruleList) onePackage(ctx context.Context, accessPackageID string) iter.Seq2[graph.AccessPackage, error] {
	return func(yield func(graph.AccessPackage, error) bool) {
		yield(l.data.Client.AccessPackage(ctx, accessPackageID))
	}
}

// fill writes what Terraform needs to import the rule, and, if it wants that too, what the state will hold then.
func (l *ruleList) fill(ctx context.Context, result *list.ListResult, found foundRule, includeResource bool) {
	k := kind.Key{Kind: l.kind, AccessPackage: found.accessPackage.ID, Target: found.target.ID}
	result.DisplayName = display.Name(found.accessPackage.DisplayName).Or(k.AccessPackage) + " ✕ " +
		display.Name(found.target.DisplayName).Or(k.Target)
	if !includeResource {
		result.Diagnostics.Append(k.Kind.WriteKey(ctx, result.Identity, k)...)
		return
	}
	writeKey(ctx, result.Resource, result.Identity, k, &result.Diagnostics)
	result.Diagnostics.Append(
		result.Resource.SetAttribute(ctx, path.Root(construct.CatalogAttribute), found.accessPackage.CatalogID)...)
}
