package entitlement

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

// dataSource is what all data sources share.
type dataSource struct {
	data *ProviderData
}

// Configure takes what the provider prepared.
func (d *dataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.data = providerData(req.ProviderData, &resp.Diagnostics)
}

func dataTimeoutsBlock(ctx context.Context) schema.Block {
	return timeouts.BlockWithOpts(ctx, timeouts.Opts{
		ReadDescription: "How long reading may take. A string such as `30s` or `20m`; 15 minutes by default. Waiting while Microsoft Graph " +
			"throttles counts.",
	})
}

// withTimeout ends ctx when the time for reading is over, by the client's clock. Always call the function that it gives.
func (d *dataSource) withTimeout(ctx context.Context, configured timeouts.Value, diags *diag.Diagnostics) (context.Context, context.CancelFunc) {
	timeout, more := configured.Read(ctx, defaultTimeout)
	diags.Append(more...)
	return context.WithDeadline(ctx, d.data.Client.Clock().Now().Add(timeout))
}

// canonical gives a GUID that the framework has validated already, in lower case; it is empty for null.
func canonical(value guid.Value, attribute string, diags *diag.Diagnostics) string {
	if value.IsNull() {
		return ""
	}
	id, err := value.GUID()
	if err != nil {
		diags.AddAttributeError(path.Root(attribute), "Invalid GUID", sentence(err.Error()))
	}
	return id
}

// subject is what a request was about: the attribute to blame when it is not there.
type subject struct {
	attribute, noun, id string
}

// diagnoseRead words a failed request of a data source. A data source promises that what it names exists: a mistyped id that looked
// like "no rules" or "no conflicts" would be worse than an error.
func diagnoseRead(err error, about subject, permission permission) diag.Diagnostic {
	if !graph.IsGone(err) || about.id == "" {
		return diagnose(err, permission)
	}
	return diag.NewAttributeErrorDiagnostic(path.Root(about.attribute), sentenceCase(about.noun)+" not found", detail(err, fmt.Sprintf(
		"Microsoft Graph does not know the %s %s. Check `%s`.", about.noun, about.id, about.attribute)))
}
