package audit

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// Reason is why a rule stops a person.
type Reason string

// The reasons.
const (
	ByMembership Reason = "membership" // direct, of the incompatible group
	ByAssignment Reason = "assignment" // to the incompatible access package
	ByRequest    Reason = "request"    // for the incompatible access package, which is still open
	ByNesting    Reason = "nesting"    // a membership that isn't known to be direct, whose effect isn't documented
)

// Block is a rule that stops a person from requesting an access package, or, by nesting, may stop them.
type Block struct {
	Rule    evidence.Rule
	Planned bool // the rule doesn't exist yet
	Reason  Reason
	State   string    // of the assignment or request, in Microsoft Graph's words
	Since   time.Time // zero where Microsoft Graph doesn't say, as for a membership
}

// Answer says what would stop a person.
type Answer struct {
	AccessPackage graph.AccessPackage
	Person        graph.Person
	Rules         int     // how many rules were looked at, also planned ones
	Blocks        []Block // the rules in force first
	// what couldn't be read, a sentence each: without blocks it isn't known whether the person can request
	Unknown []string
}

// Why finds every rule that stops a person from requesting an access package, and what planned rules would do. It only
// reads: the rules of the access package, the assignments and requests of the person, memberships of 20 groups in each
// request, and for each group that the person is in, whether they are a direct member.
func Why(
	ctx context.Context, client *graph.Client, accessPackageID string, person graph.Person, planned []Pair,
) (*Answer, error) {
	own, err := client.AccessPackage(ctx, accessPackageID)
	if graph.IsGone(err) {
		return nil, &UnknownObjectError{evidence.KindAccessPackage.Noun(), accessPackageID, err}
	}
	if err != nil {
		return nil, err
	}
	rules, err := rulesOf(ctx, client, own, evidence.Kinds)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(rules, compareRules)
	q := &question{client: client, person: person, answer: &Answer{AccessPackage: own, Person: person}}
	for _, rule := range rules {
		q.rules = append(q.rules, Block{Rule: rule})
	}
	for _, pair := range planned {
		if pair.AccessPackageID != own.ID {
			continue
		}
		target, err := q.find(ctx, pair)
		if err != nil {
			return nil, err
		}
		rule := newRule(pair.Kind, own, target)
		if !slices.ContainsFunc(rules, func(r evidence.Rule) bool { return r.ImportID == rule.ImportID }) {
			q.rules = append(q.rules, Block{Rule: rule, Planned: true})
		}
	}
	q.answer.Rules = len(q.rules)
	if err := q.askGroups(ctx); err != nil {
		return nil, err
	}
	if err := q.askPackages(ctx); err != nil {
		return nil, err
	}
	slices.SortStableFunc(q.answer.Blocks, func(a, b Block) int { return compareBool(a.Planned, b.Planned) })
	return q.answer, nil
}

// question is what is asked about one person.
type question struct {
	client *graph.Client
	person graph.Person
	rules  []Block
	answer *Answer
}

// find reads the target of a planned rule: a wrong ID would look like good news.
func (q *question) find(ctx context.Context, planned Pair) (graph.Object, error) {
	target := graph.Object{ID: planned.TargetID}
	var group graph.Group
	var accessPackage graph.AccessPackage
	var err error
	if planned.Kind == evidence.KindGroup {
		group, err = q.client.Group(ctx, target.ID)
	} else {
		accessPackage, err = q.client.AccessPackage(ctx, target.ID)
	}
	target.DisplayName = cmp.Or(group.DisplayName, accessPackage.DisplayName)
	switch {
	case graph.IsGone(err):
		return target, &UnknownObjectError{planned.Kind.Noun(), target.ID, err}
	case wire.IsForbidden(err):
		q.answer.Unknown = append(q.answer.Unknown, fmt.Sprintf(
			"The caller isn't allowed to read the %s %s of a planned rule. Whether the ID exists is unknown.",
			planned.Kind.Noun(), target.ID,
		))
		return target, nil
	default:
		return target, err
	}
}

// targets gives the targets of the rules of one kind.
func (q *question) targets(kind evidence.Kind) []string {
	var ids []string
	for _, b := range q.rules {
		if b.Rule.Kind == kind {
			ids = append(ids, b.Rule.Target.ID)
		}
	}
	return ids
}

func (q *question) askGroups(ctx context.Context) error {
	groups := q.targets(evidence.KindGroup)
	if len(groups) == 0 {
		return q.findPerson(ctx)
	}
	memberOf, err := q.client.MemberOf(ctx, q.person, groups)
	if graph.IsGone(err) {
		return &UnknownObjectError{q.person.Noun(), q.person.ID, err}
	}
	if wire.IsForbidden(err) {
		q.answer.Unknown = append(q.answer.Unknown, fmt.Sprintf(
			"The caller isn't allowed to check which groups the person is a member of. The effect of %s is unknown.",
			number(len(groups), "rule about a group", "rules about groups"),
		))
		return nil
	}
	if err != nil {
		return err
	}
	for _, b := range q.rules {
		if b.Rule.Kind != evidence.KindGroup || !memberOf[b.Rule.Target.ID] {
			continue
		}
		if b.Reason, err = q.membership(ctx, b.Rule.Target.ID); err != nil {
			return err
		}
		q.answer.Blocks = append(q.answer.Blocks, b)
	}
	return nil
}

// membership tells a direct membership from one through a group inside the group. Someone whom the list of direct
// members doesn't show may have just been added. Some lists are hidden, and Microsoft doesn't document this filter for
// every kind of member. So only a direct membership is certain.
func (q *question) membership(ctx context.Context, group string) (Reason, error) {
	direct, err := q.client.IsDirectMember(ctx, q.person, group)
	if direct {
		return ByMembership, nil
	}
	if wire.IsRefusal(err) {
		err = nil
	}
	return ByNesting, err
}

// findPerson makes sure that the ID is someone's: an unknown person, or a group, would seem free to request.
func (q *question) findPerson(ctx context.Context) error {
	err := q.client.FindPerson(ctx, q.person)
	switch {
	case graph.IsGone(err):
		return &UnknownObjectError{q.person.Noun(), q.person.ID, err}
	case wire.IsForbidden(err):
		q.answer.Unknown = append(q.answer.Unknown, fmt.Sprintf(
			"The caller isn't allowed to read the %s. Whether the ID exists is unknown.", q.person.Noun(),
		))
		return nil
	default:
		return err
	}
}

func (q *question) askPackages(ctx context.Context) error {
	packages := q.targets(evidence.KindAccessPackage)
	if len(packages) == 0 {
		return nil
	}
	for _, list := range []struct {
		read    func(context.Context, graph.Person) ([]graph.AssignmentOrRequest, error)
		blocks  func(graph.AssignmentOrRequest) bool
		reason  Reason
		unknown string
	}{
		{q.client.AssignmentsOf, isHeld, ByAssignment, "The caller isn't allowed to read the person's assignments. The " +
			"effect of %s is unknown."},
		{q.client.RequestsOf, isOpen, ByRequest, "The caller isn't allowed to read the person's requests. An open request " +
			"stops the person, too, so the effect of %s isn't completely known."},
	} {
		holdings, err := list.read(ctx, q.person)
		if wire.IsForbidden(err) {
			q.answer.Unknown = append(q.answer.Unknown, fmt.Sprintf(
				list.unknown, number(len(packages), "rule about an access package", "rules about access packages"),
			))
			continue
		}
		if err != nil {
			return err
		}
		q.add(slices.DeleteFunc(holdings, func(h graph.AssignmentOrRequest) bool { return !list.blocks(h) }), list.reason)
	}
	return nil
}

// add notes the rules that some holdings meet, each rule once with the earliest holding.
func (q *question) add(holdings []graph.AssignmentOrRequest, reason Reason) {
	slices.SortStableFunc(holdings, func(a, b graph.AssignmentOrRequest) int {
		return cmp.Or(compareTimes(a.Since, b.Since), cmp.Compare(a.State, b.State))
	})
	for _, b := range q.rules {
		i := slices.IndexFunc(holdings, func(h graph.AssignmentOrRequest) bool {
			return b.Rule.Kind == evidence.KindAccessPackage && h.AccessPackageID == b.Rule.Target.ID
		})
		if i >= 0 {
			b.Reason, b.State, b.Since = reason, holdings[i].State, holdings[i].Since
			q.answer.Blocks = append(q.answer.Blocks, b)
		}
	}
}

func number(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
