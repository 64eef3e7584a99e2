package decision

import (
	"slices"
	"strings"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// date finds out since when each rule is in force: by the audit log, or by the rule book.
func (j *judge) date() {
	for _, r := range j.rules {
		if r.InForceSinceSource != nil && *r.InForceSinceSource == evidence.SourceRuleBook {
			r.InForceSince, r.InForceSinceSource = nil, nil // of an earlier book
		}
	}
	for id, since := range evidence.InForceSince(j.document.Changes) {
		if r := j.rules[id]; r != nil {
			r.InForceSince, r.InForceSinceSource = &since, pointer(evidence.SourceAuditLog)
		}
	}
	for id, since := range j.byBook() {
		if r := j.rules[id]; r != nil && r.InForceSince == nil {
			r.InForceSince, r.InForceSinceSource = &since, pointer(evidence.SourceRuleBook)
		}
	}
	for _, r := range j.rules {
		order(r)
	}
}

// byBook gives the day since which the rule book asks for each rule, by import ID.
func (j *judge) byBook() map[string]time.Time {
	byBook := map[string]time.Time{}
	for _, risk := range j.decisions.Risks {
		since, err := time.Parse(Day, risk.InForceSince)
		if err != nil {
			continue // the book doesn't say
		}
		for _, id := range risk.Rules {
			id = strings.ToLower(id)
			if earliest, known := byBook[id]; !known || since.Before(earliest) {
				byBook[id] = since
			}
		}
	}
	return byBook
}

// order tells of each holder whether the conflict is older than the rule.
func order(r *evidence.Rule) {
	if r.Conflicts == nil {
		return
	}
	c := *r.Conflicts // two access packages that exclude each other may share it, and their rules may differ in age
	c.AfterRule, c.BeforeRule, c.UnknownOrder, c.Holders = 0, 0, c.Total, slices.Clone(c.Holders)
	r.Conflicts = &c
	for i := range c.Holders {
		h := &c.Holders[i]
		h.Order = evidence.OrderUnknown
		if r.InForceSince == nil {
			continue
		}
		switch since := *r.InForceSince; {
		// A conflict is at most as old as either side.
		case after(h.AccessPackageSince, since) || after(h.TargetSince, since):
			h.Order = evidence.OrderAfter
			c.AfterRule++
		case h.InConflictSince != nil:
			h.Order = evidence.OrderBefore
			c.BeforeRule++
		}
	}
	c.UnknownOrder -= c.AfterRule + c.BeforeRule
}

func after(t *time.Time, other time.Time) bool { return t != nil && t.After(other) }
