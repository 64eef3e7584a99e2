// Package probe asks a tenant for answers that Microsoft hasn't published: how it answers when someone reads rules of
// separation of duties and, on test objects, when someone writes them. The result is a contract (package
// emulator/contract). With it, the emulator answers like that tenant.
//
// Reading is in reading.go, lists.go and missing.go. Writing is in writing.go, which notes a rule before it sends it,
// so that undo.go can remove it in any case. Before that, objects.go checks that no one uses the objects. file.go and
// summary.go write the answers.
package probe

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/contract"
	"github.com/entra-elm/terraform-provider-elm/internal/probe/record"
	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// Versions of Microsoft Graph.
const (
	published = "v1.0"
	beta      = "beta"
)

const entitlement = "identityGovernance/entitlementManagement/"

// The lists of an access package.
const (
	groupRules   = "incompatibleGroups"
	packageRules = "incompatibleAccessPackages"
	declaredBy   = "accessPackagesIncompatibleWith"
)

// Probe asks one tenant.
type Probe struct {
	client *record.Client
	clock  waiting.Clock
	say    func(string)

	contract contract.Contract
	run      contract.Run

	packages []string    // that the tenant has, as far as it was asked
	richest  ruleList    // the access package with the most rules of those
	made     []*made     // whatever a request may have made
	objects  TestObjects // the objects that the probe may write to
}

// ruleList is the list of groups of an access package.
type ruleList struct {
	accessPackage string
	items         []record.Item
}

// New prepares a probe. Say receives progress messages; tool is the program's name and version, and cloud the name of
// Microsoft's cloud.
func New(client *record.Client, clock waiting.Clock, tool, cloud string, say func(string)) *Probe {
	return &Probe{
		client: client,
		clock:  clock,
		say:    say,
		contract: contract.Contract{
			Answers: map[contract.Question]contract.Answer{},
			Queries: map[contract.Query]contract.QueryAnswer{},
		},
		run: contract.Run{
			Tool:        tool,
			Cloud:       cloud,
			Day:         clock.Now().UTC().Format(time.DateOnly),
			Permissions: []string{},
		},
	}
}

// get is a request to read.
func get(version, path string) record.Request {
	return record.Request{Method: http.MethodGet, Version: version, Path: path}
}

// with adds a query option to a request.
func with(r record.Request, option, value string) record.Request {
	r.Query = url.Values{option: {value}}
	return r
}

func packagePath(id string) string { return entitlement + "accessPackages/" + id }

// ask asks and draws what can be concluded from any answer of entitlement management.
func (p *Probe) ask(ctx context.Context, question string, r record.Request) (*record.Answer, error) {
	p.say(question)
	a, err := p.client.Ask(ctx, question, r)
	if err == nil {
		p.learnLicense(r, a)
	}
	return a, err
}

// answered notes the answer to a question, if it is one: a caller that may not ask, or asks too often, has not been
// answered.
func (p *Probe) answered(q contract.Question, a *record.Answer) {
	if !a.OK() && !a.Refused() || a.Status == http.StatusUnauthorized || a.Status == http.StatusTooManyRequests ||
		isLicense(a) {
		return
	}
	noted := contract.Answer{Status: a.Status}
	if a.Refused() {
		noted.Code = a.Code
	}
	p.contract.Answers[q] = noted
}
