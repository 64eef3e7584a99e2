package tenant

import (
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

const catalogsAttribute = "catalog_ids"

// NewReport makes the data source elm_separation_of_duties_report, which reads the evidence of a report and compares it
// with what people decided.
func NewReport() datasource.DataSource {
	return &source[reportModel]{
		name: "separation_of_duties_report",
		markdownDescription: "Reports on every separation of duties rule of some catalogs or of the tenant. The " +
			"[report](../guides/report.md) compares the holders in conflict, gaps, and changes with exceptions, risks, and " +
			"accepted gaps.\n\n" +
			"Render `json` with the functions `report_html`, `report_markdown`, and `report_csv`. Use a `check` block to " +
			"warn about findings, and `complete` to notice that something couldn't be read.\n\n" + construct.ReadingProse +
			" Conflicts with groups also require `GroupMember.Read.All`; `changed_since` requires `AuditLog.Read.All`.",
		attributes: reportAttributes,
		read:       (*reportModel).read,
	}
}

type reportModel struct {
	CatalogIDs        guid.SetValue             `tfsdk:"catalog_ids"`
	Title             types.String              `tfsdk:"title"`
	AsOf              types.String              `tfsdk:"as_of"`
	CountConflictsOf  []evidence.Kind           `tfsdk:"count_conflicts_of"`
	IncludeDelivering types.Bool                `tfsdk:"include_delivering"`
	IncludeObjectIDs  types.Bool                `tfsdk:"include_object_ids"`
	FindGaps          types.Bool                `tfsdk:"find_gaps"`
	IncludeOutside    types.Bool                `tfsdk:"include_outside"`
	ChangedSince      types.String              `tfsdk:"changed_since"`
	Exceptions        map[string]exceptionModel `tfsdk:"exceptions"`
	Risks             map[string]riskModel      `tfsdk:"risks"`
	Accept            []string                  `tfsdk:"accept"`
	MaxDays           types.Int64               `tfsdk:"max_days"`
	JSON              types.String              `tfsdk:"json"`
	Complete          types.Bool                `tfsdk:"complete"`
	Summary           types.Object              `tfsdk:"summary"`
	Findings          types.List                `tfsdk:"findings"`
	Timeouts          timeouts.Value            `tfsdk:"timeouts"`
}

type exceptionModel struct {
	Holders types.Int64  `tfsdk:"holders"`
	Owner   types.String `tfsdk:"owner"`
	Reason  types.String `tfsdk:"reason"`
	Ticket  types.String `tfsdk:"ticket"`
	Expires types.String `tfsdk:"expires"`
}

type riskModel struct {
	Name                types.String `tfsdk:"name"`
	Severity            types.String `tfsdk:"severity"`
	Rules               []string     `tfsdk:"rules"`
	Owner               types.String `tfsdk:"owner"`
	Rationale           types.String `tfsdk:"rationale"`
	CompensatingControl types.String `tfsdk:"compensating_control"`
	References          []string     `tfsdk:"references"`
	InForceSince        types.String `tfsdk:"in_force_since"`
}

func reportAttributes() map[string]schema.Attribute {
	attributes := reportArguments()
	maps.Copy(attributes, decisionArguments())
	maps.Copy(attributes, reportResults())
	return attributes
}

// reportArguments say what to read.
func reportArguments() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		catalogsAttribute: schema.SetAttribute{
			CustomType:          guid.NewSetType(""),
			ElementType:         types.StringType,
			Optional:            true,
			MarkdownDescription: "The IDs of the catalogs to report on. Defaults to every catalog that the caller may read.",
			Validators:          []validator.Set{setvalidator.SizeAtLeast(1)},
		},
		"title": optionalText("The heading of the report. Defaults to `Separation of duties`."),
		"as_of": optionalText(
			"The day of the report, such as `2026-12-01`, by which exceptions expire and conflicts age. If you omit " +
				"it, exceptions expire by the day of the run, and the report shows no ages.",
		),
		"count_conflicts_of": kindsArgument("The kinds of rules whose conflicts are counted"),
		"include_delivering": optionalBool(
			"Whether to count assignments that are `delivering` or `partiallyDelivered`, in addition to delivered " +
				"ones.",
		),
		"include_object_ids": optionalBool(
			"Whether `json` names holders in conflict by their object IDs. They are personal data and are stored in " +
				"the Terraform state.",
		),
		"find_gaps": schema.BoolAttribute{
			Optional: true,
			MarkdownDescription: "Whether to look for gaps, which costs one more request for each access package. Defaults to " +
				"`true`.",
		},
		"include_outside": optionalBool(
			"Whether to look for gaps of kind `outside` too, which costs one list of members for each group that an " +
				"access package grants.",
		),
		changedSinceAttribute: optionalText(
			"The day, such as `2026-11-01`, or the time since when to report who added and removed rules.",
		),
	}
}

// decisionArguments are what people decided.
func decisionArguments() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"exceptions": schema.MapNestedAttribute{
			Optional: true,
			MarkdownDescription: "[Exceptions](../guides/report.md#exceptions): conflicts that someone accepted for a limited " +
				"time, by the import ID of the rule.",
			Validators: []validator.Map{mapvalidator.NoNullValues()},
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"holders": schema.Int64Attribute{Required: true, MarkdownDescription: "How many holders are accepted."},
				"owner":   requiredText("Who decided it."),
				"reason":  requiredText("Why it is accepted."),
				"ticket":  optionalText("Where the decision is written down."),
				"expires": requiredText("The last day of the exception, such as `2027-03-31`."),
			}},
		},
		"risks": schema.MapNestedAttribute{
			Optional: true,
			MarkdownDescription: "The risks that rules reduce, by an ID of your choice, such as the output `risks` of the " +
				"rule book module. A missing rule is a finding.",
			Validators:   []validator.Map{mapvalidator.NoNullValues()},
			NestedObject: schema.NestedAttributeObject{Attributes: riskArguments()},
		},
		"accept": schema.SetAttribute{
			ElementType:         types.StringType,
			Optional:            true,
			MarkdownDescription: "Accepted gaps: the `id` of a gap, or the import ID of a rule for all its gaps.",
			Validators:          []validator.Set{setvalidator.NoNullValues()},
		},
		"max_days": schema.Int64Attribute{
			Optional:            true,
			MarkdownDescription: "How many days an exception may last, counted from the day of the report. Defaults to `366`.",
		},
	}
}

func riskArguments() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"name":     requiredText("The name of the risk."),
		"severity": requiredText("`critical`, `high`, `medium`, or `low`."),
		"rules": schema.SetAttribute{
			ElementType:         types.StringType,
			Required:            true,
			MarkdownDescription: "The import IDs of the rules that reduce the risk.",
			Validators:          []validator.Set{setvalidator.NoNullValues()},
		},
		"owner":                optionalText("Who owns the risk."),
		"rationale":            optionalText("Why it is a risk."),
		"compensating_control": optionalText("The control that reduces the risk where rules can't."),
		"references": schema.ListAttribute{
			ElementType: types.StringType, Optional: true, MarkdownDescription: "Where the risk is written down.",
			Validators: []validator.List{listvalidator.NoNullValues()},
		},
		"in_force_since": optionalText(
			"The day since when the rules are in force, such as `2026-01-31`. An entry of the audit log takes " +
				"precedence.",
		),
	}
}

func reportResults() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"json": computedText(
			"The evidence as JSON, version 2. The functions `report_html`, `report_markdown`, and `report_csv` take it.",
		),
		"complete": computedBool("Whether everything could be read and counted. If `false`, the report may lack findings."),
		"summary": schema.SingleNestedAttribute{
			Computed:            true,
			MarkdownDescription: "The report in numbers. Null means not asked for, or not known.",
			Attributes:          summaryTable.attributes(),
		},
		"findings": findingTable.list("The findings that no exception covers, the worst first."),
	}
}
