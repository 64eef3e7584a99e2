package evidence

// Severity is how bad a risk is.
type Severity string

// The severities.
const (
	SeverityCritical Severity = "critical"
	SeverityHigh     Severity = "high"
	SeverityMedium   Severity = "medium"
	SeverityLow      Severity = "low"
)

// Severities lists every severity, the most severe first.
var Severities = []Severity{SeverityCritical, SeverityHigh, SeverityMedium, SeverityLow}

// Risk is what rules are for, from the rule book. Judged.
type Risk struct {
	ID                  string   `json:"id"`
	Name                string   `json:"name"`
	Severity            Severity `json:"severity"`
	Owner               string   `json:"owner"`
	Rationale           string   `json:"rationale"`
	CompensatingControl string   `json:"compensating_control"`
	References          []string `json:"references"`
	InForceSince        *string  `json:"in_force_since"` // the day since which the rule book asks for its rules
	Rules               []string `json:"rules"`          // import IDs
	Missing             []string `json:"missing"`        // of Rules, those that the tenant doesn't have
	NotInScope          []string `json:"not_in_scope"`   // of Rules, those of access packages that the report isn't about
	Conflicts           *int     `json:"conflicts"`      // holders, each pair of rules once; null if none was counted
}

// Exception is a conflict that someone accepted for a limited time. Judged.
type Exception struct {
	ImportID string `json:"import_id"` // of the rule
	Holders  int    `json:"holders"`   // how many are accepted
	Owner    string `json:"owner"`     // who decided it
	Reason   string `json:"reason"`
	Ticket   string `json:"ticket"`   // where that is written down; may be empty
	Expires  string `json:"expires"`  // the last day
	Expired  bool   `json:"expired"`  // the last day is over
	Overlong bool   `json:"overlong"` // the last day is further away than is allowed
	Unused   bool   `json:"unused"`   // no one is in conflict with the rule, or there is no such rule
}

// FindingKind is what someone has to act on.
type FindingKind string

// The kinds of findings.
const (
	FindingAfterRule FindingKind = "conflict_after_rule" // a conflict began after the rule: the control failed
	FindingConflict  FindingKind = "conflict"            // more are in conflict than exceptions accept
	FindingUnknown   FindingKind = "unknown_holders"     // holders without an object ID, whom no exception accepts
	FindingException FindingKind = "exception"           // an exception has expired, lasts too long, or is unused
	FindingGap       FindingKind = "gap"                 // a gap that isn't accepted
	FindingMissing   FindingKind = "missing_rule"        // a risk names a rule that the tenant doesn't have
	FindingStale     FindingKind = "stale_accept"        // an accepted gap that no longer exists
)

// Finding is something to act on that no exception covers. Judged.
type Finding struct {
	ID          string      `json:"id"` // stable across runs
	Kind        FindingKind `json:"kind"`
	Severity    *Severity   `json:"severity"`  // of the rule's risks; null where the rule book says nothing
	ImportID    *string     `json:"import_id"` // of the rule
	GapID       *string     `json:"gap_id"`
	Count       int         `json:"count"`       // holders, where the finding is about holders; otherwise 0
	Description string      `json:"description"` // names in it are as the tenant has them
}
