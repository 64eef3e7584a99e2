package probe

import (
	"context"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/contract"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/guid"
)

// askMissing asks for what is not there.
func (p *Probe) askMissing(ctx context.Context) error {
	unknown := guid.New()
	p.client.Call(unknown, "unknown-id")
	if err := p.askEach(ctx, []asked{
		{"an access package that is not there", get(published, packagePath(unknown))},
		{"a catalog that is not there", get(published, entitlement+"catalogs/"+unknown)},
		{"a group that is not there", get(published, "groups/"+unknown)},
		{"an access package whose id is no GUID", get(published, packagePath("no-guid")+"/"+groupRules)},
	}); err != nil {
		return err
	}
	a, err := p.ask(ctx, "the rules of an access package that is not there", get(published, packagePath(unknown)+"/"+groupRules))
	if err == nil {
		p.answered(contract.UnknownPackage, a)
	}
	return err
}
