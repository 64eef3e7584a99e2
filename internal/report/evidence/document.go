// Package evidence has the types of the report's JSON, version 2: what was read of a tenant, and what follows from it.
//
// Two rooms fill a Document. The audit reads the tenant and fills what a comment marks "Read". The report compares it
// with what people decided (exceptions, risks, accepted gaps) and fills what a comment marks "Judged". Every view is
// made from a Document alone, so that the same Document always gives the same bytes.
//
// In JSON every property is always present: null means "not known" or "not asked", and a list without elements is [].
// Times are RFC 3339 in UTC with whole seconds; days are YYYY-MM-DD; object IDs are GUIDs in lower case.
package evidence

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"time"
)

// Version is the version of the JSON that this package writes. Until the first release, its form may change.
const Version = 2

// Document is the whole evidence about a catalog, several catalogs, or a tenant.
type Document struct {
	Version int    `json:"version"` // always Version
	Title   string `json:"title"`   // the heading of the report

	// TenantID is the ID of the tenant. Null where the reader of the tenant doesn't know it. Read.
	TenantID *string `json:"tenant_id"`

	// AsOf is the day (YYYY-MM-DD) by which exceptions are judged and ages are counted. Null leaves ages out, so that the
	// report changes only when the tenant does; exceptions are then judged by the day of the run.
	AsOf *string `json:"as_of"`

	// ReadOn is the day (YYYY-MM-DD in UTC) on which the tenant was read, which is later than a chosen AsOf. Null in
	// Terraform, where the report changes only when the tenant does. Read.
	ReadOn *string `json:"read_on"`

	// Scope lists the IDs of the catalogs that the report is about. Empty means every catalog that the caller may read.
	// Read.
	Scope []string `json:"scope"`

	// IncludeDelivering is true when assignments that are being delivered count too. Their holders have a part of the
	// access package, or get it soon. Read.
	IncludeDelivering bool `json:"include_delivering"`

	Summary Summary `json:"summary"` // Judged.

	// Catalogs names every catalog in scope and every catalog of an access package below. Read.
	Catalogs []Object `json:"catalogs"`

	// AccessPackages lists the access packages whose rules were read, by ID. Rules has every rule of these. Read.
	AccessPackages []Object `json:"access_packages"`

	Rules []Rule `json:"rules"` // Read; see Rule for what is judged.

	// GapsExamined is false when no one looked for gaps: an empty list of gaps then says nothing. Read.
	GapsExamined bool `json:"gaps_examined"`

	// OutsideExamined is true when users in granted groups were compared with holders, as the gap kind "outside" needs.
	// Read.
	OutsideExamined bool `json:"outside_examined"`

	Gaps []Gap `json:"gaps"` // Read, except Accepted.

	// ChangesSince is the start of the period that Changes covers. Null when no one looked at the audit log. Read.
	ChangesSince *time.Time `json:"changes_since"`

	// ChangesComplete is false when the audit log starts after ChangesSince or is unreadable; NotRead says why.
	// Read.
	ChangesComplete bool `json:"changes_complete"`

	Changes []Change `json:"changes"` // Read. The latest first.

	// NotRead lists everything that the report should know and doesn't. The report is complete only if this list is
	// empty. Read.
	NotRead []NotRead `json:"not_read"`

	Risks        []Risk      `json:"risks"`         // Judged. The most severe first.
	Exceptions   []Exception `json:"exceptions"`    // Judged.
	StaleAccepts []string    `json:"stale_accepts"` // Judged. Accepted gaps, or rules, that no gap belongs to.
	Findings     []Finding   `json:"findings"`      // Judged. The worst first.
}

// Object is an access package, a catalog, or a group.
type Object struct {
	ID   string  `json:"id"`
	Name *string `json:"name"` // the display name, as the tenant has it; null where it isn't known
}

var guid = regexp.MustCompile(`^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$`)

// IsGUID reports whether a text is the ID of an object, in upper or lower case.
func IsGUID(text string) bool { return guid.MatchString(text) }

// DisplayName is the name of the object; empty where it isn't known.
func (o Object) DisplayName() string {
	if o.Name == nil {
		return ""
	}
	return *o.Name
}

// Subject is which part of the tenant could not be read.
type Subject string

// The subjects of NotRead.
const (
	SubjectAccessPackage Subject = "access_package" // the rules or the grants of an access package
	SubjectAssignments   Subject = "assignments"    // who holds an access package
	SubjectMembers       Subject = "members"        // who is a member of a group
	SubjectGroup         Subject = "group"          // the properties of a group
	SubjectAuditLog      Subject = "audit_log"      // all or a part of the period that was asked for
)

// NotRead is something that could not be read. Read.
type NotRead struct {
	Subject Subject `json:"subject"`
	ID      *string `json:"id"`     // of the access package or group; null for the audit log
	Name    *string `json:"name"`   // its display name, if known
	Reason  string  `json:"reason"` // a sentence
}

// Summary is the report in numbers. Judged.
type Summary struct {
	Catalogs       int `json:"catalogs"`        // catalogs that have rules
	AccessPackages int `json:"access_packages"` // access packages that have rules
	Rules          int `json:"rules"`
	GroupRules     int `json:"group_rules"`     // rules about groups
	OneWayRules    int `json:"one_way_rules"`   // rules between packages without a rule in the opposite direction
	UnnamedTargets int `json:"unnamed_targets"` // rules about something without a name, which may no longer exist

	// The following count holders. Two access packages that exclude each other have the same conflicts, which count once.
	// Null if there are rules and none of them was counted.
	Conflicts      *int `json:"conflicts"`       // holders in conflict
	OpenConflicts  *int `json:"open_conflicts"`  // of these and of UnknownHolders, those that no exception accepts
	AfterRule      *int `json:"after_rule"`      // of Conflicts, those that began after the rule was in force
	UnknownOrder   *int `json:"unknown_order"`   // of Conflicts, those that may have begun before or after the rule
	UnknownHolders *int `json:"unknown_holders"` // holders without an object ID, who may be in conflict

	NotCountedRules int `json:"not_counted_rules"` // rules without counts

	// Null if no one looked for gaps.
	OpenGaps     *int `json:"open_gaps"` // gaps that are not accepted
	AcceptedGaps *int `json:"accepted_gaps"`

	ExpiredExceptions  int  `json:"expired_exceptions"`
	OverlongExceptions int  `json:"overlong_exceptions"`
	UnusedExceptions   int  `json:"unused_exceptions"`
	MissingRules       int  `json:"missing_rules"`      // rules that a risk names and the tenant doesn't have
	NotInScopeRules    int  `json:"not_in_scope_rules"` // rules that a risk names, of access packages that weren't read
	Changes            *int `json:"changes"`            // null if no one looked at the audit log
	NotRead            int  `json:"not_read"`
	Findings           int  `json:"findings"`
}

// check refuses a number that is null although the document has what it counts, which views would show as zero, and a
// number of what no one counted.
func (s *Summary) check(d *Document) error {
	for _, group := range []struct {
		known   bool
		numbers map[string]*int
	}{
		{d.Counted(), map[string]*int{
			"conflicts": s.Conflicts, "open_conflicts": s.OpenConflicts, "after_rule": s.AfterRule,
			"unknown_order": s.UnknownOrder, "unknown_holders": s.UnknownHolders,
		}},
		{d.GapsExamined, map[string]*int{"open_gaps": s.OpenGaps, "accepted_gaps": s.AcceptedGaps}},
		{d.ChangesSince != nil, map[string]*int{"changes": s.Changes}},
	} {
		for _, name := range slices.Sorted(maps.Keys(group.numbers)) {
			switch n := group.numbers[name]; {
			case n == nil && group.known:
				return fmt.Errorf("the evidence contradicts itself: summary.%s is null, but was counted", name)
			case n != nil && !group.known:
				return fmt.Errorf("the evidence contradicts itself: summary.%s is %d, but no one counted", name, *n)
			}
		}
	}
	return nil
}

// Known is a number that may be null, which gives 0. Only a reader who has looked whether it is null may ask.
func Known(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}
