package construct

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

// DefaultTimeout outlasts the longest wait that Microsoft Graph has been seen to ask for (315 seconds) twice over.
const DefaultTimeout = 15 * time.Minute

// TimeoutsBlock is the name of the block in every construct.
const TimeoutsBlock = "timeouts"

// ResourceTimeouts is the timeouts block of every resource.
func ResourceTimeouts(ctx context.Context) schema.Block {
	const form = " A string such as `30s` or `20m`; 15 minutes by default. Waiting while Microsoft Graph throttles counts."
	return timeouts.Block(ctx, timeouts.Opts{
		Create: true, CreateDescription: "How long creating may take." + form,
		Read: true, ReadDescription: "How long refreshing may take." + form,
		Update: true, UpdateDescription: "How long updating may take." + form,
		Delete: true, DeleteDescription: "How long destroying may take." + form,
	})
}

// WithTimeout ends ctx when the operation's timeout is over. Always call the function that it gives.
func (d *Data) WithTimeout(
	ctx context.Context, from guid.Reader, pick func(timeouts.Value, context.Context, time.Duration) (time.Duration, diag.Diagnostics),
	diags *diag.Diagnostics,
) (context.Context, context.CancelFunc) {
	var configured timeouts.Value
	diags.Append(from.GetAttribute(ctx, path.Root(TimeoutsBlock), &configured)...)
	timeout, more := pick(configured, ctx, DefaultTimeout)
	diags.Append(more...)
	return d.EndAfter(ctx, timeout)
}

// EndAfter ends ctx after a while, by the client's clock, so that tests need not wait for it. Always call the function that it gives.
func (d *Data) EndAfter(ctx context.Context, longest time.Duration) (context.Context, context.CancelFunc) {
	return context.WithDeadline(ctx, d.Client.Clock().Now().Add(longest))
}
