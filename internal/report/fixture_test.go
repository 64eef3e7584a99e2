package report_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/report/decision"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

func id(prefix string, n int) string { return fmt.Sprintf("%s-0000-4000-8000-%012d", prefix, n) }

func object(prefix string, n int, name string) evidence.Object {
	return evidence.Object{ID: id(prefix, n), Name: &name}
}

func accessPackage(n int, name string) evidence.Object { return object("ac000000", n, name) }
func group(n int, name string) evidence.Object         { return object("96000000", n, name) }

var (
	finance  = object("f1a0c000", 1, "Finance 10")
	treasury = object("f1a0c000", 2, "Finance 2")

	create  = accessPackage(1, "Payments - create")
	approve = accessPackage(2, "Payments - approve")
	vendors = accessPackage(3, "Vendors - maintain")
	cash    = accessPackage(4, "Cash positions")

	clerks   = group(1, "Clerks 10")
	auditors = group(2, "Clerks 9")
	deleted  = evidence.Object{ID: id("96000000", 3)}
)

func moment(day string) *time.Time {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err)
	}
	return &t
}

func rule(of, target evidence.Object, conflicts *evidence.Conflicts) evidence.Rule {
	kind, in := evidence.KindGroup, finance
	if strings.HasPrefix(target.ID, "ac") {
		kind = evidence.KindAccessPackage
	}
	if of.ID == cash.ID {
		in = treasury
	}
	return evidence.Rule{
		ImportID:      of.ID + "/" + target.ID,
		Kind:          kind,
		Catalog:       in,
		AccessPackage: of,
		Target:        target,
		Conflicts:     conflicts,
	}
}

func users(n int, since ...*time.Time) *evidence.Conflicts {
	c := &evidence.Conflicts{Total: n, Users: n}
	for i := range n {
		h := evidence.Holder{Type: evidence.HolderUser}
		if i < len(since) {
			h.AccessPackageSince, h.TargetSince, h.InConflictSince = since[i], since[i], since[i]
		}
		c.Holders = append(c.Holders, h)
	}
	return c
}

func pointer[T any](value T) *T { return &value }

// bank is a small tenant with something of everything.
func bank() *evidence.Document {
	both := users(2, moment("2024-01-10"), moment("2026-11-20"))
	unknown := users(0)
	unknown.Unknown = 1
	d := &evidence.Document{
		Title: "Separation of duties", AsOf: pointer("2026-11-30"), TenantID: pointer(id("7e000000", 1)),
		Catalogs:       []evidence.Object{finance, treasury},
		AccessPackages: []evidence.Object{create, approve, vendors, cash},
		Rules: []evidence.Rule{
			rule(create, approve, both), rule(approve, create, both),
			rule(create, clerks, users(1)), rule(create, auditors, users(0)), rule(vendors, clerks, unknown),
			rule(vendors, approve, users(3, moment("2026-01-01"))), rule(vendors, deleted, nil), rule(cash, auditors, users(0)),
		},
		GapsExamined: true, OutsideExamined: true,
		ChangesSince: moment("2026-11-01"), ChangesComplete: true,
		Changes: []evidence.Change{
			{
				Time:          moment("2026-11-15"),
				Operation:     evidence.OperationAdded,
				Kind:          pointer(evidence.KindAccessPackage),
				Result:        pointer("success"),
				ImportID:      pointer(create.ID + "/" + approve.ID),
				AccessPackage: &create,
				Target:        &approve,
				ActorID:       pointer(id("05e20000", 1)),
				ActorType:     pointer(evidence.ActorUser),
			},
			{Operation: evidence.OperationRemoved, Result: pointer("failure")},
		},
		NotRead: []evidence.NotRead{
			{Subject: evidence.SubjectMembers, ID: &deleted.ID, Reason: "The caller isn't allowed to read the members."},
		},
	}
	d.Rules[6].NotCounted = pointer("The group no longer exists.")
	for _, kind := range evidence.GapKinds {
		d.Gaps = append(d.Gaps, evidence.Gap{
			ID: string(kind) + " " + create.ID + "/" + approve.ID, Kind: kind, ImportID: create.ID + "/" + approve.ID,
			AccessPackage: create, Target: approve, Description: "A sentence about " + string(kind) + ".",
		})
	}
	return d
}

func decisions() *decision.Set {
	return &decision.Set{
		MaxDays: decision.DefaultMaxDays,
		Exceptions: map[string]decision.Exception{
			create.ID + "/" + clerks.ID: {
				Holders: 1,
				Owner:   "Ana",
				Reason:  "Two people are on call",
				Ticket:  "CHG-1",
				Expires: "2026-12-31",
			},
			cash.ID + "/" + clerks.ID: {
				Holders: 1,
				Owner:   "Ben",
				Reason:  "A rule that no longer exists",
				Expires: "2026-10-01",
			},
		},
		Risks: map[string]decision.Risk{
			"PAY": {
				Name:       "Pay oneself",
				Severity:   evidence.SeverityCritical,
				Owner:      "Head of treasury",
				Rationale:  "Nobody else sees it.",
				References: []string{"Policy, section 3"},
				Rules:      []string{strings.ToUpper(create.ID) + "/" + approve.ID, create.ID + "/" + cash.ID},
			},
		},
		Accept: []string{"one_way " + create.ID + "/" + approve.ID, "bypass nothing"},
	}
}

// judged is the bank with the decisions.
func judged() *evidence.Document {
	d := bank()
	decision.Apply(d, decisions(), time.Time{})
	return d
}

func mustContain(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%q is not in\n%s", part, text)
		}
	}
}
