package tenant

import (
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/entra-elm/terraform-provider-elm/internal/audit"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/explain"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

// catalogArgument says what to look at: one catalog, or the tenant.
func catalogArgument(description string) schema.StringAttribute {
	return schema.StringAttribute{CustomType: guid.Type{}, Optional: true, MarkdownDescription: description}
}

// catalogError words a failure to read what is in the catalog, which is "" for the tenant.
func catalogError(err error, id string) diag.Diagnostic {
	var members *audit.MembersError
	var log *audit.LogError
	switch {
	case errors.As(err, &members):
		return explain.Error(err, construct.MayReadMembers)
	case errors.As(err, &log):
		return explain.Error(err, mayReadAuditLog)
	default:
		return explain.ReadError(
			err, explain.Subject{Attribute: construct.CatalogAttribute, Noun: "catalog", ID: id}, construct.MayRead,
		)
	}
}

func computedText(description string) schema.StringAttribute {
	return schema.StringAttribute{Computed: true, MarkdownDescription: description}
}

func computedCount(description string) schema.Int64Attribute {
	return schema.Int64Attribute{Computed: true, MarkdownDescription: description}
}

func computedBool(description string) schema.BoolAttribute {
	return schema.BoolAttribute{Computed: true, MarkdownDescription: description}
}

func optionalBool(description string) schema.BoolAttribute {
	return schema.BoolAttribute{Optional: true, MarkdownDescription: description + " Defaults to `false`."}
}
