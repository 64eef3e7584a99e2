package probe

import (
	"bytes"
	"encoding/json"
	"maps"
	"regexp"
	"slices"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/contract"
)

// about goes into every file.
const about = "Answers of a tenant to elm-probe. Pseudonyms replace names and IDs. Tokens and hosts are " +
	"omitted."

// Interrupted notes that not everything was asked.
func (p *Probe) Interrupted() { p.run.Interrupted = true }

// File is what the tenant answered, without anything that tells whose it is.
func (p *Probe) File() contract.File {
	p.describeCaller()
	c := p.contract
	c.Answers = maps.Clone(c.Answers)
	for q, a := range c.Answers {
		if a.Code != nil {
			code := p.client.Code(*a.Code)
			c.Answers[q] = contract.Answer{Status: a.Status, Code: &code}
		}
	}
	return contract.File{
		Format:      contract.Format,
		About:       about,
		Contract:    c,
		Unconfirmed: c.Open(),
		Run:         &p.run,
		Exchanges:   p.client.Exchanges(),
	}
}

// Encode writes a file as JSON. It is an error if something is in it that tells whose it is.
func (p *Probe) Encode(f contract.File) ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(f); err != nil {
		return nil, err
	}
	return text.Bytes(), p.client.CheckSecrecy(text.String())
}

// ofInterest are the permissions that make a difference.
var ofInterest = regexp.MustCompile(`^(EntitlementManagement|Group|GroupMember|Directory|AuditLog)\.[A-Za-z.]{1,40}$`)

func (p *Probe) describeCaller() {
	p.run.Caller = "unknown"
	caller := p.client.Caller()
	if caller == nil {
		return
	}
	p.run.Caller = "user"
	if caller.Application {
		p.run.Caller = "application"
	}
	p.run.Permissions = slices.DeleteFunc(
		slices.Concat(caller.Roles, caller.Scopes), func(name string) bool { return !ofInterest.MatchString(name) },
	)
	slices.Sort(p.run.Permissions)
	p.run.Permissions = slices.Compact(p.run.Permissions)
	for _, name := range []string{caller.AppName, caller.UserPrincipalName} {
		p.client.Hide(name)
	}
}
