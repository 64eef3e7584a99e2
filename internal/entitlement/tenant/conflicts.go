package tenant

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

var (
	_ datasource.DataSourceWithConfigure        = (*conflictsSource)(nil)
	_ datasource.DataSourceWithConfigValidators = (*conflictsSource)(nil)
	_ datasource.DataSourceWithValidateConfig   = (*conflictsSource)(nil)
)

const (
	groupAttribute               = "group_id"
	incompatiblePackageAttribute = "incompatible_access_package_id"
)

// conflictsSource finds who holds both sides of a rule today. The rule need not exist yet.
type conflictsSource struct{ construct.Source }

// NewConflicts makes the data source elm_access_package_conflicts.
func NewConflicts() datasource.DataSource { return &conflictsSource{} }

type conflictsModel struct {
	AccessPackageID             guid.Value     `tfsdk:"access_package_id"`
	GroupID                     guid.Value     `tfsdk:"group_id"`
	IncompatibleAccessPackageID guid.Value     `tfsdk:"incompatible_access_package_id"`
	IncludeObjectIDs            types.Bool     `tfsdk:"include_object_ids"`
	IncludeDelivering           types.Bool     `tfsdk:"include_delivering"`
	ConflictCount               types.Int64    `tfsdk:"conflict_count"`
	Timeouts                    timeouts.Value `tfsdk:"timeouts"`

	holdersModel
}

func (d *conflictsSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_access_package_conflicts"
}

func (d *conflictsSource) Schema(ctx context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := map[string]schema.Attribute{
		construct.PackageAttribute: schema.StringAttribute{
			CustomType:          guid.Type{},
			Required:            true,
			MarkdownDescription: "The id of the access package that a rule protects, or would protect.",
		},
		groupAttribute: schema.StringAttribute{
			CustomType: guid.Type{Collection: kind.Group.Collection},
			Optional:   true,
			MarkdownDescription: "The object id of the incompatible group; the form `/groups/<guid>` is understood too. " +
				"Exactly one of this and `incompatible_access_package_id` is needed.",
		},
		incompatiblePackageAttribute: schema.StringAttribute{
			CustomType:          guid.Type{},
			Optional:            true,
			MarkdownDescription: "The id of the incompatible access package. Exactly one of this and `group_id` is needed.",
		},
		"conflict_count": schema.Int64Attribute{
			Computed:            true,
			MarkdownDescription: "How many holders are in conflict: users, applications and agents.",
		},
	}
	maps.Copy(attributes, holdersOptions())
	maps.Copy(attributes, holdersAttributes())
	resp.Schema = schema.Schema{
		MarkdownDescription: "Counts those who hold an access package and are also on the other side of a rule: members of an incompatible group, " +
			"or holders of an incompatible access package. A new rule takes nothing away from them, so look before you make one, and keep looking " +
			"with a `check` block. For all rules of a catalog or of the tenant at once there is `elm_separation_of_duties_conflicts`.\n\n" +
			"Only delivered assignments count, unless `include_delivering` is set, and each holder counts once. Members of groups inside the group " +
			"count too; whether Microsoft Entra stops them from requesting is not documented.\n\n" +
			construct.ReadingProse + " Comparing with an access package of another catalog takes the role there too. Comparing with a group takes " +
			"the permission `GroupMember.Read.All` besides.",
		Attributes: attributes,
		Blocks:     map[string]schema.Block{construct.TimeoutsBlock: construct.DataTimeouts(ctx)},
	}
}

// ConfigValidators ask for one other side.
func (d *conflictsSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{
		datasourcevalidator.ExactlyOneOf(path.MatchRoot(groupAttribute), path.MatchRoot(incompatiblePackageAttribute)),
	}
}

// ValidateConfig refuses an access package that is compared with itself: everybody would be in conflict.
func (d *conflictsSource) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	one, known := guid.Read(ctx, req.Config, construct.PackageAttribute, &resp.Diagnostics)
	other, otherKnown := guid.Read(ctx, req.Config, incompatiblePackageAttribute, &resp.Diagnostics)
	if known && otherKnown && one == other {
		resp.Diagnostics.AddAttributeError(path.Root(incompatiblePackageAttribute), "Access package compared with itself",
			"`"+construct.PackageAttribute+"` and `"+incompatiblePackageAttribute+"` are both "+one+": conflicts are between two access packages.")
	}
}
