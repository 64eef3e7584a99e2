package construct

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entra-elm/terraform-provider-elm/internal/explain"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

// Source is what all data sources share.
type Source struct {
	Data *Data

	name string
}

// NewSource makes a data source whose type has the name after the provider's prefix.
func NewSource(name string) Source { return Source{name: name} }

// Metadata names the type.
func (d *Source) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + d.name
}

// Configure takes what the provider prepared.
func (d *Source) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.Data = Configured(req.ProviderData, &resp.Diagnostics)
}

// DataTimeouts is the timeouts block of every data source.
func DataTimeouts(ctx context.Context) schema.Block {
	opts := timeouts.Opts{ReadDescription: "Defaults to `15m`."}
	block, _ := timeouts.BlockWithOpts(ctx, opts).(schema.SingleNestedBlock)
	read, _ := block.Attributes["read"].(schema.StringAttribute)
	read.Validators = append(read.Validators, positiveDuration{})
	block.Attributes["read"] = read
	return block
}

// WithTimeout ends ctx when the time for reading is over. Always call the function that it gives.
func (d *Source) WithTimeout(
	ctx context.Context, configured timeouts.Value, diags *diag.Diagnostics,
) (context.Context, context.CancelFunc) {
	timeout, more := configured.Read(ctx, DefaultTimeout)
	diags.Append(more...)
	return d.Data.EndAfter(ctx, timeout)
}

// Canonical gives a GUID that the framework has validated already, in lower case; it is empty for null.
func Canonical(value guid.Value, attribute string, diags *diag.Diagnostics) string {
	if value.IsNull() {
		return ""
	}
	id, err := value.GUID()
	if err != nil {
		diags.AddAttributeError(path.Root(attribute), "Invalid GUID", explain.Sentence(err.Error()))
	}
	return id
}

// NameOrNull tells a name that the service does not give from one that is empty.
func NameOrNull(name string) types.String {
	if name == "" {
		return types.StringNull()
	}
	return types.StringValue(name)
}
