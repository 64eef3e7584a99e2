package explain

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

// Subject is what a request was about: the attribute to blame when it is not there.
type Subject struct {
	Attribute, Noun, ID string
}

// ReadError words a failed request of a data source. A data source promises that what it names exists: a mistyped id that looked
// like "no rules" or "no conflicts" would be worse than an error.
func ReadError(err error, about Subject, permission Permission) diag.Diagnostic {
	if !graph.IsGone(err) || about.ID == "" {
		return Error(err, permission)
	}
	return diag.NewAttributeErrorDiagnostic(path.Root(about.Attribute), SentenceCase(about.Noun)+" not found", Detail(err, fmt.Sprintf(
		"Microsoft Graph does not know the %s %s. Check `%s`.", about.Noun, about.ID, about.Attribute)))
}

// NotKnown is the next step when entitlement management does not know an id.
func NotKnown(noun, id string) string {
	return fmt.Sprintf("Entitlement management does not know the %s %s, also after waiting for something that was created moments ago. "+
		"Check the id; if it is right and new, apply again in a few minutes.", noun, id)
}
