package construct

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

// DefaultTimeout allows for two of the longest waits that Microsoft Graph has asked for (315 seconds).
const DefaultTimeout = 15 * time.Minute

// TimeoutsBlock is the name of the block in every construct, and TimeoutForm describes each of its attributes.
const (
	TimeoutsBlock = "timeouts"
	TimeoutForm   = "Defaults to `15m`."
)

// ResourceTimeouts is the timeouts block of every resource.
func ResourceTimeouts(ctx context.Context) schema.Block {
	block, _ := timeouts.Block(ctx, timeouts.Opts{
		Create: true, CreateDescription: TimeoutForm,
		Read: true, ReadDescription: TimeoutForm,
		Update: true, UpdateDescription: TimeoutForm,
		Delete: true, DeleteDescription: TimeoutForm,
	}).(schema.SingleNestedBlock)
	for name, attribute := range block.Attributes {
		text, _ := attribute.(schema.StringAttribute)
		text.Validators = append(text.Validators, PositiveDuration{})
		block.Attributes[name] = text
	}
	return block
}

// PositiveDuration refuses a timeout that has passed when the operation begins. The block itself refuses anything that
// isn't a duration.
type PositiveDuration struct{}

// Description says what is valid.
func (PositiveDuration) Description(context.Context) string { return "must be longer than 0s" }

// MarkdownDescription says the same.
func (d PositiveDuration) MarkdownDescription(ctx context.Context) string { return d.Description(ctx) }

// ValidateString checks one timeout.
func (PositiveDuration) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if duration, err := time.ParseDuration(req.ConfigValue.ValueString()); err == nil && duration <= 0 {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid timeout", fmt.Sprintf(
			"%q isn't longer than 0s, so the operation would fail before its first request. Set a duration such as \"15m\".",
			req.ConfigValue.ValueString(),
		))
	}
}

// WithTimeout ends ctx when the operation's timeout is over. Always call the function that it gives.
func (d *Data) WithTimeout(
	ctx context.Context,
	from guid.Reader,
	pick func(timeouts.Value, context.Context, time.Duration) (time.Duration, diag.Diagnostics),
	diags *diag.Diagnostics,
) (context.Context, context.CancelFunc) {
	var configured timeouts.Value
	diags.Append(from.GetAttribute(ctx, path.Root(TimeoutsBlock), &configured)...)
	timeout, more := pick(configured, ctx, DefaultTimeout)
	diags.Append(more...)
	return d.EndAfter(ctx, timeout)
}

// EndAfter ends ctx after a while, by the client's clock, so that tests don't wait. Always call the function that it
// returns.
func (d *Data) EndAfter(ctx context.Context, longest time.Duration) (context.Context, context.CancelFunc) {
	return context.WithDeadline(ctx, d.Client.Clock().Now().Add(longest))
}
