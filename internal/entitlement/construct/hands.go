package construct

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/private"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

// HeldTwiceAttribute is how a refresh tells a plan that another address has the same rule. Terraform shows an apply only what changes, so
// whoever keeps the rule has to change, to be asked at all.
const HeldTwiceAttribute = "held_twice"

// HeldTwice describes it; what is "the rule" or "a rule of the sets".
func HeldTwice(what string) schema.BoolAttribute {
	return schema.BoolAttribute{
		Computed: true,
		MarkdownDescription: fmt.Sprintf("`true` while another address of the state has %s as well, such as in the run that renames a resource. The plan "+
			"shows an update then: it makes sure that nothing is lost when the other address is destroyed. Otherwise null.", what),
	}
}

// IsHeldTwice reads it.
func IsHeldTwice(ctx context.Context, from guid.Reader, diags *diag.Diagnostics) bool {
	var held types.Bool
	diags.Append(from.GetAttribute(ctx, path.Root(HeldTwiceAttribute), &held)...)
	return held.ValueBool()
}

// PlannedAlone reports that a removal was planned in the walk of the apply, where no other state is shown, or not at all: so Terraform destroys
// what a replacement has left behind, and what is tainted. All that is known then is whether the last refresh saw the rule at another address.
func (d *Data) PlannedAlone(ctx context.Context, from private.Reader, diags *diag.Diagnostics) bool {
	walk := private.ReadWalk(ctx, from, diags)
	return walk == "" || walk == d.Ledger.Walk() // a tainted object is replaced without being planned
}

// WriteHeldTwice writes it, where it is not so already.
func WriteHeldTwice(ctx context.Context, to guid.Writer, held bool, diags *diag.Diagnostics) {
	var present types.Bool
	diags.Append(to.GetAttribute(ctx, path.Root(HeldTwiceAttribute), &present)...)
	wanted := types.BoolNull()
	if held {
		wanted = types.BoolValue(true)
	}
	if !present.Equal(wanted) {
		diags.Append(to.SetAttribute(ctx, path.Root(HeldTwiceAttribute), wanted)...)
	}
}

// mostRemovalWarnings is how many resources say in one run that destroying them removes rules.
const mostRemovalWarnings = 3

// Removed and MayBeRemoved are what [Data.WarnOfRemoval] warns of.
const (
	Removed      = "Rules in force are removed"
	MayBeRemoved = "Rules in force may be removed"
)

// WarnOfRemoval says in a plan what it means that rules in force go. Many of them need not all say it.
func (d *Data) WarnOfRemoval(title, detail string) diag.Diagnostics {
	told := d.removalWarnings.Add(1)
	if told > mostRemovalWarnings {
		return nil
	}
	if told == mostRemovalWarnings {
		detail += "\n\nFurther resources whose rules go do not say so; the plan lists them."
	}
	return diag.Diagnostics{diag.NewWarningDiagnostic(title, detail)}
}

// WarnOfStaying says in a plan why destroying a resource leaves rules in place.
func WarnOfStaying(detail string) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Rules stay in place", detail+"Another resource of this configuration has them: destroying this one does not remove them.")
}

// UnseenHandoverError refuses a plan that could lose a rule, because it was made without looking at the state of the one who gives it up.
func UnseenHandoverError() diag.Diagnostic {
	return diag.NewErrorDiagnostic("Rule could be lost without a refresh", "Two addresses of the state have the same rule, and one of them is destroyed in this run. The plan was made "+
		"without a refresh, so that the other one would not be asked to keep the rule. Nothing was changed. Plan again without `-refresh=false`, or tell Terraform that "+
		"the resource has moved:\n\nmoved {\n  from = <the other address>\n  to   = <this address>\n}")
}
