package construct

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// mentioned finds GUIDs in prose: those that stand in a path, in quotes or behind a name already are for copying as
// they are.
var mentioned = regexp.MustCompile(`(^|[\s,])([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})([\s.,:;]|$)`)

// NameIDs adds the name to the first mention of an ID in each message, if this run has read it: "Payments - approve
// (<id>)". People recognize names and copy IDs.
func (d *Data) NameIDs(diags *diag.Diagnostics) {
	if d == nil {
		return
	}
	for i, each := range *diags {
		var named diag.Diagnostic = diag.NewWarningDiagnostic(each.Summary(), withNames(each.Detail(), d.Client.Name))
		if each.Severity() == diag.SeverityError {
			named = diag.NewErrorDiagnostic(named.Summary(), named.Detail())
		}
		if at, ok := each.(diag.DiagnosticWithPath); ok {
			named = diag.WithPath(at.Path(), named)
		}
		(*diags)[i] = named
	}
}

func withNames(text string, name func(id string) string) string {
	var named strings.Builder
	done := map[string]bool{}
	for {
		at := mentioned.FindStringSubmatchIndex(text)
		if at == nil {
			named.WriteString(text)
			return named.String()
		}
		id := text[at[4]:at[5]]
		named.WriteString(text[:at[4]])
		if called := name(id); called != "" && !done[id] {
			fmt.Fprintf(&named, "%s (%s)", called, id)
		} else {
			named.WriteString(id)
		}
		done[id] = true
		text = text[at[5]:]
	}
}
