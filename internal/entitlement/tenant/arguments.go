package tenant

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/entra-elm/terraform-provider-elm/internal/audit"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// pairModel is a rule to count.
type pairModel struct {
	AccessPackageID             guid.Value `tfsdk:"access_package_id"`
	GroupID                     guid.Value `tfsdk:"group_id"`
	IncompatibleAccessPackageID guid.Value `tfsdk:"incompatible_access_package_id"`
}

// readPairs reads the rules to count, as far as they are known.
func readPairs(ctx context.Context, list types.List, diags *diag.Diagnostics) []audit.Pair {
	if list.IsNull() || list.IsUnknown() {
		return nil
	}
	var pairs []audit.Pair
	for i, element := range list.Elements() {
		if element.IsUnknown() || element.IsNull() {
			continue
		}
		at := path.Root(rulesAttribute).AtListIndex(i)
		var model pairModel
		object, _ := element.(types.Object)
		diags.Append(object.As(ctx, &model, basetypes.ObjectAsOptions{})...)
		if pair, known := model.pair(at, diags); known {
			pairs = append(pairs, pair)
		}
	}
	return pairs
}

func (m pairModel) pair(at path.Path, diags *diag.Diagnostics) (pair audit.Pair, known bool) {
	if m.GroupID.IsUnknown() || m.IncompatibleAccessPackageID.IsUnknown() {
		return pair, false
	}
	target := m.GroupID
	pair.Kind = evidence.KindGroup
	if m.GroupID.IsNull() {
		target, pair.Kind = m.IncompatibleAccessPackageID, evidence.KindAccessPackage
	}
	if m.GroupID.IsNull() == m.IncompatibleAccessPackageID.IsNull() {
		diags.AddAttributeError(at, "Invalid rule", fmt.Sprintf(
			"A rule has either a `%s` or an `%s`. Set exactly one of them.", groupAttribute, otherPackageAttribute,
		))
		return pair, false
	}
	if m.AccessPackageID.IsUnknown() || m.AccessPackageID.IsNull() {
		return pair, false
	}
	own, ownErr := m.AccessPackageID.GUID()
	other, otherErr := target.GUID()
	if ownErr != nil || otherErr != nil {
		return pair, false // the attribute's own type says so
	}
	if own == other {
		diags.AddAttributeError(at.AtName(otherPackageAttribute), "Access package compared with itself", fmt.Sprintf(
			"`%s` and `%s` are both %s. Name two different access packages.",
			construct.PackageAttribute,
			otherPackageAttribute,
			own,
		))
		return pair, false
	}
	pair.AccessPackageID, pair.TargetID = own, other
	return pair, true
}

// readTimes reads the times of rules by their import IDs, in lower case.
func readTimes(given types.Map, diags *diag.Diagnostics) map[string]time.Time {
	times := map[string]time.Time{}
	for id, element := range given.Elements() {
		at := path.Root(inForceSinceAttribute).AtMapKey(id)
		rule, known := readRuleID(id, at, diags)
		text, isText := element.(types.String)
		if !known || !isText {
			continue
		}
		if since := readTime(text, at, diags); !since.IsZero() {
			times[rule] = since
		}
	}
	return times
}

// readRuleID reads the import ID of a rule of either kind, as far as it names no catalog.
func readRuleID(id string, at path.Path, diags *diag.Diagnostics) (rule string, ok bool) {
	accessPackage, target, _ := strings.Cut(id, "/")
	own, err := guid.Parse(accessPackage)
	if err == nil {
		target, err = guid.Parse(target)
	}
	if err != nil {
		diags.AddAttributeError(at, "Invalid import ID", fmt.Sprintf(
			"The key isn't the import ID of a rule, such as `<%s>/<%s>`: %s.",
			construct.PackageAttribute,
			groupAttribute,
			err,
		))
		return "", false
	}
	return own + "/" + target, true
}

// readTime reads a time as far as it is known.
func readTime(text types.String, at path.Path, diags *diag.Diagnostics) time.Time {
	if text.IsNull() || text.IsUnknown() {
		return time.Time{}
	}
	read, err := time.Parse(time.RFC3339, text.ValueString())
	if err != nil {
		diags.AddAttributeError(at, "Invalid time", fmt.Sprintf(
			"%q isn't a date and time with a time zone, such as \"2026-11-01T00:00:00Z\". Terraform's function `timeadd` "+
				"returns times in this form.", text.ValueString(),
		))
	}
	return read
}
