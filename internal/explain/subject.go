package explain

import (
	"fmt"
	"slices"
	"strings"

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
			"Microsoft Graph doesn't find the %s %s. Check `%s`.", about.Noun, about.ID, about.Attribute)),
	)
}

// NotKnown is the next step when entitlement management doesn't know the IDs of one or more objects.
func NotKnown(missing ...Subject) string {
	what, noun := fmt.Sprintf("the %s %s", missing[0].Noun, missing[0].ID), missing[0].Noun
	if len(missing) > 1 {
		what, noun = fmt.Sprintf("%d of these objects", len(missing)), "object"
	}
	var attributes []string
	for _, subject := range missing {
		if attribute := "`" + subject.Attribute + "`"; !slices.Contains(attributes, attribute) {
			attributes = append(attributes, attribute)
		}
	}
	return fmt.Sprintf("Entitlement management still doesn't find %s, although the provider waited for new objects. "+
		"Check %s. A new %s can take a few minutes to appear.", what, strings.Join(attributes, " and "), noun)
}
