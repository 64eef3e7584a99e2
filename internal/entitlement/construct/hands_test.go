package construct_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/private"
	"github.com/entra-elm/terraform-provider-elm/internal/ledger"
)

// privateState is that of one resource.
type privateState map[string][]byte

func (p privateState) GetKey(_ context.Context, key string) ([]byte, diag.Diagnostics) {
	return p[key], nil
}

func (p privateState) SetKey(_ context.Context, key string, value []byte) diag.Diagnostics {
	p[key] = value
	return nil
}

// A host with a provider that lives on may begin a walk while it ends another one. Under -race this holds that both may ask the ledger.
func TestPlannedAlone_besideNewWalk(t *testing.T) {
	t.Parallel()
	data := &construct.Data{Ledger: ledger.New(func(context.Context, time.Duration) error { return nil })}
	noted := privateState{}
	if diags := private.WriteStays(t.Context(), noted, data.Ledger.Walk(), nil); diags.HasError() {
		t.Fatal(diags)
	}
	var diags diag.Diagnostics
	if !data.PlannedAlone(t.Context(), noted, &diags) {
		t.Error("what was noted in this walk was not planned in it")
	}
	var walks sync.WaitGroup
	walks.Go(data.NewWalk)
	walks.Go(func() { data.PlannedAlone(t.Context(), noted, new(diag.Diagnostics)) })
	walks.Wait()
	if data.PlannedAlone(t.Context(), noted, &diags) || diags.HasError() {
		t.Errorf("what was noted in the walk before counts as planned in this one: %v", diags)
	}
}
