package audit

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// people are the holders and members that some rules are about. Each list is read once, however many rules need it.
type people struct {
	notes

	client *graph.Client
	stage  graph.Stage

	holders map[string]graph.Holders // by access package
	members map[string]graph.Members // by group
	// access packages that only targets name and that the caller may not read, with the answer
	beyond  map[string]error
	refused map[string]error // groups whose members the caller may not read, with the answer
	gone    map[string]error // access packages and groups that do not exist, with the answer
}

func newPeople(client *graph.Client, stage graph.Stage) *people {
	return &people{
		client:  client,
		stage:   stage,
		holders: map[string]graph.Holders{},
		members: map[string]graph.Members{},
		beyond:  map[string]error{},
		refused: map[string]error{},
		gone:    map[string]error{},
	}
}

// read reads what the rules need.
func (p *people) read(ctx context.Context, rules []evidence.Rule) error {
	own, others, groups := objectsOf(rules)
	for _, lists := range []struct {
		of   map[string]bool
		read func(context.Context, string) error
	}{{own, p.readHolders}, {others, p.readOtherHolders}, {groups, p.readMembers}} {
		if err := inParallel(ctx, sorted(lists.of), lists.read); err != nil {
			return err
		}
	}
	return nil
}

// objectsOf gives the access packages that have rules, and the other access packages and the groups that rules name.
func objectsOf(rules []evidence.Rule) (own, others, groups map[string]bool) {
	own, others, groups = map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, rule := range rules {
		own[rule.AccessPackage.ID] = true
		if rule.Kind == evidence.KindAccessPackage {
			others[rule.Target.ID] = true
		} else {
			groups[rule.Target.ID] = true
		}
	}
	maps.DeleteFunc(others, func(id string, _ bool) bool { return own[id] })
	return own, others, groups
}

func (p *people) readHolders(ctx context.Context, accessPackage string) error {
	holders, err := p.client.Holders(ctx, accessPackage, p.stage)
	if graph.IsGone(err) {
		p.note(func() { p.gone[accessPackage] = err }) // deleted since its rules were listed
		return nil
	}
	if err == nil {
		p.note(func() { p.holders[accessPackage] = holders })
	}
	return err
}

// readOtherHolders reads the holders of an access package that is only the target of rules. It may be in a catalog
// that the caller's role doesn't cover. The rules about all others can still be counted.
func (p *people) readOtherHolders(ctx context.Context, accessPackage string) error {
	err := p.readHolders(ctx, accessPackage)
	if !wire.IsForbidden(err) {
		return err
	}
	p.note(func() { p.beyond[accessPackage] = err })
	return nil
}

// readMembers keeps a refusal, which may be about this group alone, for example because its membership is hidden. The
// rules about all others can still be counted.
//
// See https://learn.microsoft.com/graph/api/group-list-transitivemembers.
func (p *people) readMembers(ctx context.Context, group string) error {
	members, err := p.client.Members(ctx, group)
	switch {
	case err == nil:
		p.note(func() { p.members[group] = members })
	case wire.IsForbidden(err):
		p.note(func() { p.refused[group] = err })
	case graph.IsGone(err):
		p.note(func() { p.gone[group] = err })
	default:
		return err
	}
	return nil
}

// missing gives an error for something that doesn't exist, on either side of a rule.
func (p *people) missing(rule evidence.Rule) error {
	if err := p.gone[rule.AccessPackage.ID]; err != nil {
		return &UnknownObjectError{evidence.KindAccessPackage.Noun(), rule.AccessPackage.ID, err}
	}
	if err := p.gone[rule.Target.ID]; err != nil {
		return &UnknownObjectError{rule.Kind.Noun(), rule.Target.ID, err}
	}
	return nil
}

func sorted[V any](byID map[string]V) []string { return slices.Sorted(maps.Keys(byID)) }

// isHeld tells assignments that someone has or is about to have from those that are over. An unknown state counts as
// held.
func isHeld(h graph.AssignmentOrRequest) bool {
	return !slices.Contains([]string{"expired", "deliveryfailed"}, strings.ToLower(h.State))
}

// isOpen tells requests for access that may still be granted. A delivered one is an assignment. An unknown state
// counts as open.
func isOpen(h graph.AssignmentOrRequest) bool {
	closed := []string{"delivered", "denied", "canceled", "deliveryfailed"}
	return !strings.Contains(strings.ToLower(h.Type), "remove") && !slices.Contains(closed, strings.ToLower(h.State))
}
