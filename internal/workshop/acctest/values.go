package acctest

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
)

// Known checks an attribute in the state.
func Known(address, attribute string, value knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), value)
}

// Text expects exactly this text.
func Text(value string) knownvalue.Check { return knownvalue.StringExact(value) }

// TextOrNull expects null for a name that the service does not tell.
func TextOrNull(value string) knownvalue.Check {
	if value == "" {
		return knownvalue.Null()
	}
	return Text(value)
}

// Texts gives the attributes of an object of the protocol that are not null: a text as it is, a list or a set of texts
// sorted, with spaces between them.
func Texts(t *testing.T, value tftypes.Value) map[string]string {
	t.Helper()
	var attributes map[string]tftypes.Value
	if err := value.As(&attributes); err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for name, attribute := range attributes {
		var text string
		var list []tftypes.Value
		switch {
		case attribute.IsNull():
		case attribute.As(&text) == nil:
			found[name] = text
		case attribute.As(&list) == nil:
			var ids []string
			for _, element := range list {
				if err := element.As(&text); err != nil {
					t.Fatal(err)
				}
				ids = append(ids, text)
			}
			slices.Sort(ids)
			found[name] = strings.Join(ids, " ")
		}
	}
	return found
}
