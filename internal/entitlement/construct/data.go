package construct

import (
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/ledger"
)

// Options are the provider arguments that change how constructs behave.
type Options struct {
	AdoptExisting   bool   // take an existing rule into state instead of failing
	CheckReferences bool   // look up packages and groups while planning
	WarnConflicts   bool   // count who is in conflict with new rules while planning
	Tenant          string // as configured, in words, for messages
}

// Data is what the provider hands to every construct. It lives for one walk of a Terraform run, or for several where
// the host configures a provider only once: `terraform test` does so since Terraform 1.13 with a provider block in the
// test file, and says nothing when another walk begins.
type Data struct {
	Client *graph.Client
	Options

	Ledger *ledger.Ledger

	told         sync.Map    // what was reported and is not reported again
	foundPackage atomic.Bool // an access package of the state exists
}

// NewData bundles what constructs need.
func NewData(client *graph.Client, options Options) *Data {
	return &Data{Client: client, Options: options, Ledger: ledger.New()}
}

// NewWalk forgets the rules of the run, because Terraform shows the configuration again. Lists that were read may stay:
// a host that starts another walk configures the provider again before it reads.
func (d *Data) NewWalk() { d.Ledger.Forget() }

// Configured unpacks what Configure got. It is nil while Terraform validates without a configured provider.
func Configured(value any, diags *diag.Diagnostics) *Data {
	if value == nil {
		return nil
	}
	data, ok := value.(*Data)
	if !ok {
		diags.AddError("Unexpected provider data",
			fmt.Sprintf("Got %T. This is a bug in the provider: please report it.", value))
	}
	return data
}
