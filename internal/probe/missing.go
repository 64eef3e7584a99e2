package probe

import (
	"context"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/contract"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/guid"
)

// askMissing asks for objects that don't exist.
func (p *Probe) askMissing(ctx context.Context) error {
	unknown := guid.New()
	p.client.Call(unknown, "unknown-id")
	if err := p.askEach(ctx, []asked{
		{"an access package that doesn't exist", get(published, packagePath(unknown))},
		{"a catalog that doesn't exist", get(published, entitlement+"catalogs/"+unknown)},
		{"a group that doesn't exist", get(published, "groups/"+unknown)},
		{"an access package whose ID isn't a GUID", get(published, packagePath("no-guid")+"/"+groupRules)},
	}); err != nil {
		return err
	}
	a, err := p.ask(
		ctx, "the rules of an access package that doesn't exist", get(published, packagePath(unknown)+"/"+groupRules),
	)
	if err == nil {
		p.answered(contract.UnknownPackage, a)
	}
	return err
}
