package tenant

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// The attribute has every number of the summary in the JSON, by the same name.
func TestSummaryTable(t *testing.T) {
	t.Parallel()
	var summary evidence.Summary
	var numbers map[string]int64
	text, err := json.Marshal(summary)
	err = errors.Join(err, json.Unmarshal(text, &numbers))
	next := int64(1)
	for name := range numbers {
		numbers[name] = next
		next++
	}
	text, more := json.Marshal(numbers)
	if err = errors.Join(err, more, json.Unmarshal(text, &summary)); err != nil {
		t.Fatal(err)
	}
	attributes := summaryTable.value(summaryTable.element(), &summary).Attributes()
	for name, number := range numbers {
		if got := attributes[name]; got == nil || !got.Equal(types.Int64Value(number)) {
			t.Errorf("%s is %v, want %d", name, got, number)
		}
	}
	if len(attributes) != len(numbers) {
		t.Errorf("the attribute has %d numbers, the JSON has %d", len(attributes), len(numbers))
	}
}
