package probe

import (
	"context"
	"net/http"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/contract"
	"github.com/entra-elm/terraform-provider-elm/internal/probe/record"
)

// documentGroupType is the type that the page for the route below the catalog gives in its request.
const documentGroupType = "#Microsoft.IGAELM.PDS.FrontEnd.ExternalModel.group"

// Write asks the questions that need writes. It removes every rule that it adds. After an early end, [Probe.Undo]
// removes the rest. [Probe.Check] has to have found no reason against it.
func (p *Probe) Write(ctx context.Context) error {
	t := p.objects
	p.run.Wrote = true
	r := rule{groupRules, t.AccessPackage, t.Group}
	below, err := p.askRoute(ctx, "adding a group below the catalog", p.addBelow(r))
	if err != nil {
		return err
	}
	byReference, err := p.askRoute(ctx, "adding a group by reference", p.addByReference(r))
	if err != nil {
		return err
	}
	add := p.addByReference
	switch {
	case below.OK() && byReference.OK():
		p.contract.Dialect = contract.DialectBoth
	case byReference.OK() && notOffered(below):
		p.contract.Dialect = contract.DialectPublished
	case below.OK() && notOffered(byReference):
		p.contract.Dialect, add = contract.DialectDocument, p.addBelow
	case below.OK():
		add = p.addBelow
	case !byReference.OK():
		p.say("The service refuses to add a group. Skipping the questions that need one.")
		return nil
	}
	return p.askWrites(ctx, r, add)
}

// adding is a rule and the request that makes it.
type adding struct {
	rule    rule
	request record.Request
}

func (p *Probe) addBelow(r rule) adding {
	return adding{r, record.Request{
		Method: http.MethodPost, Version: beta, Path: belowCatalog(p.objects.Catalog, r.accessPackage),
		Body: map[string]string{"@odata.type": documentGroupType, "id": r.target},
	}}
}

func (p *Probe) addByReference(r rule) adding {
	target := "groups/"
	if r.list == packageRules {
		target = entitlement + "accessPackages/"
	}
	return adding{r, record.Request{
		Method: http.MethodPost, Version: published, Path: r.path() + "/$ref",
		Body: map[string]string{"@odata.id": p.client.Address(published, target+r.target)},
	}}
}

// askRoute makes a rule and removes it.
func (p *Probe) askRoute(ctx context.Context, question string, a adding) (*record.Answer, error) {
	answer, err := p.add(ctx, question, a)
	if err != nil || !answer.OK() {
		return answer, err
	}
	_, err = p.awaitAndRemove(ctx, a.rule, nil)
	return answer, err
}

// awaitAndRemove waits for a rule to be listed, does something, and removes it again. If the list never showed the
// rule, the lag after its removal is unknown.
func (p *Probe) awaitAndRemove(ctx context.Context, r rule, between func() error) (removed bool, err error) {
	shown, err := p.await(ctx, "the list after adding", r, true)
	if err != nil {
		return false, err
	}
	if between != nil {
		if err := between(); err != nil {
			return false, err
		}
	}
	answer, err := p.remove(ctx, "removing a group", r)
	if err != nil || !answer.OK() {
		return false, err
	}
	if shown {
		_, err = p.await(ctx, "the list after removing", r, false)
	}
	return true, err
}

// askWrites asks the questions that need a way to add.
func (p *Probe) askWrites(ctx context.Context, r rule, add func(rule) adding) error {
	t := p.objects
	for _, part := range []func(context.Context) error{
		func(ctx context.Context) error { return p.askTwice(ctx, add(r)) },
		func(ctx context.Context) error {
			return p.askOdd(ctx, contract.UnknownTarget, "adding a group that doesn't exist",
				add(rule{groupRules, t.AccessPackage, t.unknown()}))
		},
		func(ctx context.Context) error {
			return p.askOdd(ctx, contract.SelfLink, "adding an access package to itself",
				p.addByReference(rule{packageRules, t.AccessPackage, t.AccessPackage}))
		},
		func(ctx context.Context) error {
			return p.askOdd(ctx, contract.Microsoft365Group, "adding a Microsoft 365 group",
				add(rule{groupRules, t.AccessPackage, t.Microsoft365Group}))
		},
		func(ctx context.Context) error {
			return p.askOdd(ctx, contract.MailEnabledGroup, "adding a mail-enabled group",
				add(rule{groupRules, t.AccessPackage, t.MailEnabledGroup}))
		},
		func(ctx context.Context) error { return p.askAssigned(ctx, add(rule{groupRules, t.Assigned, t.Group})) },
	} {
		if err := part(ctx); err != nil {
			return err
		}
	}
	return nil
}

// askTwice adds a rule twice, and removes it twice.
func (p *Probe) askTwice(ctx context.Context, a adding) error {
	first, err := p.add(ctx, "adding a group", a)
	if err != nil || !first.OK() {
		return err
	}
	removed, err := p.awaitAndRemove(ctx, a.rule, func() error {
		second, err := p.add(ctx, "adding the group again", a)
		if err == nil {
			p.answered(contract.DuplicateLink, second)
		}
		return err
	})
	if err != nil || !removed {
		return err
	}
	again, err := p.remove(ctx, "removing the group again", a.rule)
	if err == nil {
		p.answered(contract.MissingLink, again)
	}
	return err
}

// askOdd adds what may be refused, and removes it if it was not. Without a target the question stays open.
func (p *Probe) askOdd(ctx context.Context, q contract.Question, question string, a adding) error {
	if a.rule.target == "" {
		return nil
	}
	answer, err := p.add(ctx, question, a)
	if err != nil {
		return err
	}
	p.answered(q, answer)
	if answer.OK() {
		_, err = p.remove(ctx, "removing the rule", a.rule)
	}
	return err
}

// askAssigned removes a rule of an access package that someone holds.
func (p *Probe) askAssigned(ctx context.Context, a adding) error {
	if a.rule.accessPackage == "" {
		return nil
	}
	answer, err := p.add(ctx, "adding a group to an access package that someone holds", a)
	if err != nil || !answer.OK() {
		return err
	}
	if _, err := p.await(ctx, "the list after adding", a.rule, true); err != nil {
		return err
	}
	removed, err := p.remove(ctx, "removing a group from an access package that someone holds", a.rule)
	if err == nil {
		p.answered(contract.AssignedUnlink, removed)
	}
	return err
}
