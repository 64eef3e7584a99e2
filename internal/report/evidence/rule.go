package evidence

import (
	"slices"
	"strings"
	"time"
)

// Kind is what a rule is about.
type Kind string

// The kinds of rules.
const (
	KindGroup         Kind = "group"          // members of the group can't request the access package
	KindAccessPackage Kind = "access_package" // holders of the other access package can't request the access package
)

// Kinds lists all kinds of rules.
var Kinds = []Kind{KindGroup, KindAccessPackage}

// Noun names a target of the kind in messages.
func (k Kind) Noun() string {
	if k == KindGroup {
		return "group"
	}
	return "access package"
}

// Status is where a rule stands after exceptions. Judged.
type Status string

// The statuses of a rule.
const (
	StatusNone       Status = "none"        // no one is in conflict
	StatusAccepted   Status = "accepted"    // an exception accepts everyone who is in conflict
	StatusOpen       Status = "open"        // more are in conflict than exceptions accept
	StatusNotCounted Status = "not_counted" // conflicts are not known
)

// Rule is one separation of duties rule: AccessPackage excludes Target.
type Rule struct {
	ImportID      string `json:"import_id"` // <access package ID>/<target ID>; unique in the tenant
	Kind          Kind   `json:"kind"`
	Catalog       Object `json:"catalog"` // the catalog of the access package
	AccessPackage Object `json:"access_package"`
	Target        Object `json:"target"` // the incompatible group or access package

	// Pending is true when the same run created the rule and lists don't show it yet. A missing name then means nothing.
	// Read.
	Pending bool `json:"pending"`

	// InForceSince is when the rule was created, by the audit log, or by the rule book where the audit log doesn't tell.
	// Null when neither tells. Judged.
	InForceSince       *time.Time `json:"in_force_since"`
	InForceSinceSource *Source    `json:"in_force_since_source"`

	// Conflicts is null when the rule wasn't counted; NotCounted says why. Read; the order of holders is judged.
	Conflicts  *Conflicts `json:"conflicts"`
	NotCounted *string    `json:"not_counted"` // a sentence; null when counted, or when no one asked for counts

	Status   Status    `json:"status"`   // Judged.
	Accepted int       `json:"accepted"` // Judged. How many holders exceptions accept today.
	OneWay   *bool     `json:"one_way"`  // Judged. See [Rule.IsOneWay]; null where the target's rules weren't read.
	Severity *Severity `json:"severity"` // Judged. The highest of its risks.
	Risks    []string  `json:"risks"`    // Judged. IDs of its risks.
}

// Opposite is the import ID of the rule in the opposite direction, which exists only between access packages.
func Opposite(importID string) string {
	accessPackage, target, _ := strings.Cut(importID, "/")
	return target + "/" + accessPackage
}

// IsOneWay reports whether a rule between access packages certainly has none in the opposite direction.
func (r *Rule) IsOneWay() bool { return r.OneWay != nil && *r.OneWay }

// JudgeOrder tells of each holder whether the conflict is older than the rule, as InForceSince has it.
func (r *Rule) JudgeOrder() {
	if r.Conflicts == nil {
		return
	}
	c := *r.Conflicts // two access packages that exclude each other may share it, and their rules may differ in age
	c.AfterRule, c.BeforeRule, c.UnknownOrder, c.Holders = 0, 0, c.Total, slices.Clone(c.Holders)
	r.Conflicts = &c
	for i := range c.Holders {
		h := &c.Holders[i]
		h.Order = OrderUnknown
		if r.InForceSince == nil {
			continue
		}
		switch since := *r.InForceSince; {
		// A conflict is at most as old as either side.
		case after(h.AccessPackageSince, since) || after(h.TargetSince, since):
			h.Order = OrderAfter
			c.AfterRule++
		case h.InConflictSince != nil:
			h.Order = OrderBefore
			c.BeforeRule++
		}
	}
	c.UnknownOrder -= c.AfterRule + c.BeforeRule
}

func after(t *time.Time, other time.Time) bool { return t != nil && t.After(other) }

// Source is where a date comes from.
type Source string

// The sources of InForceSince.
const (
	SourceAuditLog Source = "audit_log"
	SourceRuleBook Source = "rule_book"
)

// Conflicts counts the holders in conflict with a rule. Each holder counts once.
type Conflicts struct {
	Total             int `json:"total"` // users + service_principals + unidentified
	Users             int `json:"users"`
	ServicePrincipals int `json:"service_principals"` // applications and agents

	// Unidentified are certainly in conflict but have no object ID, such as people of a connected organization who hold
	// both access packages and are not in the tenant yet.
	Unidentified int `json:"unidentified"`

	// Unknown hold the access package and have no object ID, so that no one can look for them in the group. They may or
	// may not be in conflict, and are not in Total.
	Unknown int `json:"unknown"`

	AfterRule  int `json:"after_rule"`  // Judged. Holders whose conflict began after the rule: the control failed.
	BeforeRule int `json:"before_rule"` // Judged. Holders whose conflict is older than the rule.

	// UnknownOrder counts the other holders of Total: a time isn't known, so their conflict may have begun before or after
	// the rule. Judged.
	UnknownOrder int `json:"unknown_order"`

	// Holders has one element for each of Total. The earliest conflict comes first.
	Holders []Holder `json:"holders"`
}

// HolderType is what kind of identity a holder is.
type HolderType string

// The types of holders.
const (
	HolderUser             HolderType = "user"
	HolderServicePrincipal HolderType = "service_principal"
	HolderUnidentified     HolderType = "unidentified" // has no object ID
)

// Order is whether a conflict began before or after the rule.
type Order string

// The orders of a conflict and its rule.
const (
	OrderBefore  Order = "before_rule"
	OrderAfter   Order = "after_rule"
	OrderUnknown Order = "unknown"
)

// Holder is someone who is in conflict with a rule.
type Holder struct {
	// ObjectID is null unless the report was asked for object IDs, and for unidentified holders.
	ObjectID *string    `json:"object_id"`
	Type     HolderType `json:"type"`

	// AccessPackageSince is when the holder's earliest current assignment of the access package began. Null if Graph
	// doesn't say.
	AccessPackageSince *time.Time `json:"access_package_since"`

	// TargetSince is when the holder's earliest current assignment of the incompatible access package began. It is null
	// for a group, because Microsoft Graph has no date of a membership.
	TargetSince *time.Time `json:"target_since"`

	// InConflictSince is the later of the two dates. Null unless both are known.
	InConflictSince *time.Time `json:"in_conflict_since"`

	Order Order `json:"order"` // Judged.
}
