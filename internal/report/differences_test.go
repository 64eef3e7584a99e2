package report_test

import (
	"strings"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/report"
	"github.com/entra-elm/terraform-provider-elm/internal/report/decision"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// Two reports in which no one can be told apart have the same numbers. Other people may be in conflict.
func TestDifferences_byNumber(t *testing.T) {
	t.Parallel()
	document := func(target evidence.Object, conflicts *evidence.Conflicts) *evidence.Document {
		d := &evidence.Document{Rules: []evidence.Rule{rule(create, target, conflicts)}}
		decision.Apply(d, &decision.Set{}, time.Time{})
		return d
	}
	const note = "Some people were compared by number only"
	for want, c := range map[string]struct {
		document *evidence.Document
		without  []string
	}{
		"\nNothing changed.\n":          {document(approve, users(1, moment("2026-01-01"))), []string{note, "numbers"}},
		"\nThe numbers are the same.\n": {document(clerks, users(1)), []string{"Nothing changed"}},
		"\n" + note + ": ":              {document(clerks, users(1)), []string{"Nothing changed"}},
	} {
		text := report.Differences(c.document, c.document)
		mustContain(t, text, want)
		for _, part := range c.without {
			if strings.Contains(text, part) {
				t.Errorf("%q is in\n%s", part, text)
			}
		}
	}
}
