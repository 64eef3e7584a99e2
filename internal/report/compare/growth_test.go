package compare_test

import (
	"strconv"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/report/compare"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// about is a document with one rule, total holders in conflict, and a finding about them. Like every report, it lists
// all of them: the first holder has the ID 1.
func about(total, unknown, accepted int) *evidence.Document {
	r := counted("a", "g")
	r.Conflicts = &evidence.Conflicts{Total: total, Unknown: unknown}
	for i := range total {
		r.Conflicts.Holders = append(r.Conflicts.Holders, holder(strconv.Itoa(i+1), "", ""))
	}
	r.Accepted, r.Status = accepted, evidence.StatusOpen
	d := &evidence.Document{Rules: []evidence.Rule{r}}
	if total > accepted {
		d.Findings = append(d.Findings, finding("a/g", total))
	}
	if open := unknown - max(0, accepted-total); open > 0 {
		f := finding("a/g", open)
		f.ID, f.Kind = "unknown_holders a/g", evidence.FindingUnknown
		d.Findings = append(d.Findings, f)
	}
	return d
}

// replaced gives the first holders of a document other IDs.
func replaced(d *evidence.Document, holders int) *evidence.Document {
	for i := range holders {
		d.Rules[0].Conflicts.Holders[i].ObjectID = pointer("other " + strconv.Itoa(i))
	}
	return d
}

// began is a document in which the conflicts of the last holders began after the rule.
func began(total, after, accepted int) *evidence.Document {
	d := about(total, 0, accepted)
	c := d.Rules[0].Conflicts
	c.AfterRule = after
	for i := range c.Holders[total-after:] {
		c.Holders[total-after+i].Order = evidence.OrderAfter
	}
	d.Findings = append(d.Findings, named(evidence.FindingAfterRule, "a/g", "a/g"))
	d.Findings[len(d.Findings)-1].Count = after
	return d
}

func reasons(worsened []compare.Worsened) string {
	all := ""
	for _, w := range worsened {
		all += w.ID + ": " + w.Reason + "\n"
	}
	return all
}

// A finding is worse if exceptions accept fewer of its holders.
func TestBetween_exceptions(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		old, current *evidence.Document
		want         string
	}{
		"an exception that shrinks":               {about(5, 0, 4), about(5, 0, 1), "a/g: not accepted: 4, before: 1\n"},
		"an exception that ends, and fewer":       {about(5, 0, 4), about(3, 0, 0), "a/g: not accepted: 3, before: 1\n"},
		"an exception that grows with them":       {about(5, 0, 4), about(7, 0, 6), ""},
		"an exception that grows for someone new": {about(5, 0, 1), replaced(about(5, 0, 2), 1), ""},
		"an exception that grows by less": {
			about(5, 0, 2), replaced(about(5, 0, 3), 3),
			"a/g: holders who weren't in conflict before: 3; exceptions accept 1 more\n",
		},
		"an exception that shrinks with them": {about(7, 0, 6), about(5, 0, 4), ""},
		"an exception that shrinks, and someone new": {
			about(7, 0, 6), replaced(about(5, 0, 4), 1), "a/g: " + newcomer + "\n",
		},
		"an exception that grows":             {about(5, 0, 1), about(5, 0, 4), ""},
		"more holders":                        {about(5, 0, 0), about(6, 0, 0), "a/g: not accepted: 6, before: 5\n"},
		"more who can't be looked up":         {about(1, 1, 0), about(1, 3, 0), "unknown_holders a/g: not accepted: 3, before: 1\n"},
		"someone new beside those who can't":  {about(2, 1, 0), replaced(about(2, 1, 0), 1), "a/g: " + newcomer + "\n"},
		"an exception of the unknown shrinks": {about(1, 3, 3), about(1, 3, 1), "unknown_holders a/g: not accepted: 3, before: 1\n"},
	} {
		d := compare.Between(c.old, c.current)
		if got := reasons(d.Grew); got != c.want || d.Worse() != (c.want != "") {
			t.Errorf("%s: got %q, want %q; worse %t", name, got, c.want, d.Worse())
		}
	}
}

// A conflict that began after its rule is a failed control. An exception that grows covers it only if there aren't more
// who may lack an exception than before.
func TestBetween_exceptionsAfterRule(t *testing.T) {
	t.Parallel()
	const failed = "conflict_after_rule a/g: "
	for name, c := range map[string]struct {
		old, current *evidence.Document
		want         string
	}{
		"an exception that grows with them":     {began(5, 5, 4), began(7, 7, 6), ""},
		"an exception for the old conflicts":    {began(11, 1, 0), began(13, 3, 10), failed + "began after the rule: 3, before: 1\n"},
		"an exception that stays":               {began(10, 3, 8), began(10, 5, 8), failed + "began after the rule: 5, before: 3\n"},
		"an exception, and someone else failed": {began(11, 1, 0), other(began(11, 1, 10)), failed + newcomer + "; exceptions accept 10 more\n"},
	} {
		if got := reasons(compare.Between(c.old, c.current).Grew); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

// other replaces the last holder.
func other(d *evidence.Document) *evidence.Document {
	holders := d.Rules[0].Conflicts.Holders
	holders[len(holders)-1].ObjectID = pointer("other")
	return d
}

// The users in a group who don't hold its access package are a risk even before one of them is in conflict.
func TestBetween_outside(t *testing.T) {
	t.Parallel()
	document := func(users, conflicts int) *evidence.Document {
		f := gap("outside a/b")
		f.Count = conflicts
		return &evidence.Document{
			Findings: []evidence.Finding{f}, GapsExamined: true, OutsideExamined: true,
			Gaps: []evidence.Gap{{
				ID: "outside a/b", Kind: evidence.GapOutside, UserCount: &users, ConflictCount: &conflicts,
			}},
		}
	}
	for want, current := range map[string]*evidence.Document{
		"":                                document(2, 0),
		"users: 9, before: 3":             document(9, 0),
		"users in conflict: 2, before: 1": document(3, 2),
	} {
		if want != "" {
			want = "gap outside a/b: " + want + "\n"
		}
		d := compare.Between(document(3, 1), current)
		if got := reasons(d.Grew); got != want || d.Worse() != (want != "") {
			t.Errorf("got %q, want %q; worse %t", got, want, d.Worse())
		}
	}
}
