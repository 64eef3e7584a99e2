package explain

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

// Subject is the object that a request was about, and the attribute at fault if the object does not exist.
type Subject struct {
	Attribute, Noun, ID string
}

// ReadError words a failed request of a data source. An object that does not exist is an error, because a mistyped ID
// must not look like "no rules" or "no conflicts".
func ReadError(err error, about Subject, permission Permission) diag.Diagnostic {
	if !graph.IsGone(err) || about.ID == "" {
		return Error(err, permission)
	}
	return diag.NewAttributeErrorDiagnostic(
		path.Root(about.Attribute),
		SentenceCase(about.Noun)+" not found",
		Detail(err, fmt.Sprintf(
			"Microsoft Graph does not know the %s %s. Check `%s`.", about.Noun, about.ID, about.Attribute)),
	)
}

// NotKnown is the next step when entitlement management does not know an ID.
func NotKnown(noun, id string) string {
	return fmt.Sprintf("Entitlement management still does not know the %s %s after a wait for new objects. Check the "+
		"ID. If the "+
		"object is new, apply again in a few minutes.", noun, id)
}
