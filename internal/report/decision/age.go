package decision

import (
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
	logged, removed := evidence.InForceSince(j.document.Changes)
	for id, since := range logged {
		if r := j.rules[id]; r != nil {
			r.InForceSince, r.InForceSinceSource = &since, pointer(evidence.SourceAuditLog)
		}
	}
	for id, since := range j.byBook() {
		if r := j.rules[id]; r != nil && r.InForceSince == nil && since.After(removed[id]) {
			r.InForceSince, r.InForceSinceSource = &since, pointer(evidence.SourceRuleBook)
		}
	}
	for _, r := range j.rules {
		r.JudgeOrder()
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
