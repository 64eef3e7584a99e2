package tenant

import (
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/entra-elm/terraform-provider-elm/internal/audit"
	"github.com/entra-elm/terraform-provider-elm/internal/explain"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

// canonical gives a GUID in lower case; it is empty for null. The framework has validated the GUID.
func canonical(value guid.Value) string {
	id, _ := value.GUID()
	return id
}

// catalogArgument says what to look at: one catalog, or the tenant.
func catalogArgument(description string) schema.StringAttribute {
	return schema.StringAttribute{CustomType: guid.Type{}, Optional: true, MarkdownDescription: description}
}

// auditError words a failure of an audit. If an object doesn't exist, it blames the argument that names the object.
func auditError(err error, argument string) diag.Diagnostic {
	var unknown *audit.UnknownObjectError
	var log *audit.LogError
	switch {
	case errors.As(err, &unknown):
		about := explain.Subject{Attribute: argument, Noun: unknown.Noun, ID: unknown.ID}
		return explain.ReadError(err, about, explain.MayRead)
	case errors.As(err, &log):
		return explain.Error(err, explain.MayReadAuditLog)
	default:
		return explain.Error(err, explain.MayRead)
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

func requiredText(description string) schema.StringAttribute {
	return schema.StringAttribute{Required: true, MarkdownDescription: description}
}

func optionalText(description string) schema.StringAttribute {
	return schema.StringAttribute{Optional: true, MarkdownDescription: description}
}

func optionalBool(description string) schema.BoolAttribute {
	return schema.BoolAttribute{Optional: true, MarkdownDescription: description + " Defaults to `false`."}
}
