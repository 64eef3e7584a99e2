package tenant

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/auditlog"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/guid"
)

// The activities of the audit log about rules, by kind.
//
// See https://learn.microsoft.com/entra/identity/monitoring-health/reference-audit-activities.
var (
	creations = map[Kind]string{
		IncompatibleGroups:         "Create incompatible group",
		IncompatibleAccessPackages: "Create incompatible access package",
	}
	deletions = map[Kind]string{
		IncompatibleGroups:         "Delete incompatible group",
		IncompatibleAccessPackages: "Delete incompatible access package",
	}
)

// RuleChange is an entry of the audit log about a rule. Without a UserID, an application made the change.
type RuleChange struct {
	ActivityDateTime    time.Time `json:"activityDateTime"`
	ActivityDisplayName string    `json:"activityDisplayName"`
	AccessPackageID     string    `json:"accessPackageId"`
	TargetID            string    `json:"targetId"` // the group or the access package that the rule excludes
	UserID              string    `json:"userId"`
}

// Audits is the audit log.
func (t *Tenant) Audits() *auditlog.Log { return &t.audits }

// RecordRuleChange adds an entry to the audit log. It changes no rule.
func (t *Tenant) RecordRuleChange(c RuleChange) error {
	return t.change(func(r *records) error {
		if err := r.checkRuleChange(c); err != nil {
			return err
		}
		t.recordAll([]Placed[RuleChange]{{Value: c}})
		return nil
	})
}

func (r *records) checkRuleChange(c RuleChange) error {
	if _, ok := kindOfActivity(c.ActivityDisplayName); !ok {
		known := slices.Concat(slices.Sorted(maps.Values(creations)), slices.Sorted(maps.Values(deletions)))
		return fmt.Errorf("activityDisplayName: %q is none of %s", c.ActivityDisplayName, strings.Join(known, ", "))
	}
	if _, err := guids("accessPackageId", []string{c.AccessPackageID}); err != nil {
		return err
	}
	if _, err := guids("targetId", []string{c.TargetID}); err != nil {
		return err
	}
	if c.UserID == "" {
		return nil
	}
	_, err := knownID(r.users, "userId", c.UserID)
	return err
}

func kindOfActivity(activity string) (Kind, bool) {
	for _, names := range []map[Kind]string{creations, deletions} {
		for kind, name := range names {
			if name == activity {
				return kind, true
			}
		}
	}
	return "", false
}

// recordAll adds valid entries to the audit log. The caller holds the lock.
func (t *Tenant) recordAll(changes []Placed[RuleChange]) {
	for _, each := range changes {
		c := each.Value
		kind, _ := kindOfActivity(c.ActivityDisplayName)
		if c.ActivityDateTime.IsZero() {
			c.ActivityDateTime = t.started
		}
		by := auditlog.Actor{ID: strings.ToLower(c.UserID), User: c.UserID != ""}
		t.audits.Add(auditlog.Entry{
			ID: "IGAELM_" + guid.New(), CorrelationID: guid.New(), At: c.ActivityDateTime,
			Activity: c.ActivityDisplayName, By: by,
			Resources: t.records.named(Collection{kind, strings.ToLower(c.AccessPackageID)},
				strings.ToLower(c.TargetID)),
		})
	}
}

// RecordRequest adds a client's request about a rule to the audit log. A nil refusal means that it succeeded.
func (t *Tenant) RecordRequest(e auditlog.Entry, adds bool, c Collection, target string, refusal error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	names := deletions
	if adds {
		names = creations
	}
	e.ID, e.Activity, e.Resources = "IGAELM_"+guid.New(), names[c.Kind], t.records.named(c, target)
	if refusal != nil {
		e.Refused = refusal.Error()
	}
	t.audits.Add(e)
}

// named are the access package and the target of a rule, with their names. Their order in an entry is unconfirmed,
// because no example is published.
func (r *records) named(c Collection, target string) []auditlog.Resource {
	accessPackage := auditlog.Resource{
		ID:          c.AccessPackage,
		Type:        "AccessPackage",
		DisplayName: r.accessPackages[c.AccessPackage].DisplayName,
	}
	if c.Kind == IncompatibleGroups {
		return []auditlog.Resource{accessPackage, {ID: target, Type: "Group", DisplayName: r.groups[target].DisplayName}}
	}
	return []auditlog.Resource{
		accessPackage,
		{ID: target, Type: "AccessPackage", DisplayName: r.accessPackages[target].DisplayName},
	}
}
