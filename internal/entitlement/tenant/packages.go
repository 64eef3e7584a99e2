package tenant

import (
	"context"

	"golang.org/x/sync/errgroup"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

// eachPackage visits the access packages of a catalog, or of the tenant, some at a time and while they still come in. All of it succeeds
// or fails: an incomplete answer would look like a tenant with less in it. What visit finds deleted since the list was made is left out.
func eachPackage(ctx context.Context, client *graph.Client, catalogID string, visit func(context.Context, graph.AccessPackage) error) error {
	visits, ctx := errgroup.WithContext(ctx)
	visits.SetLimit(kind.FanOut)
	var failure error
	for accessPackage, err := range client.AccessPackages(ctx, catalogID) {
		if err != nil {
			failure = err
			break
		}
		visits.Go(func() error {
			err := visit(ctx, accessPackage)
			if graph.IsGone(err) {
				return nil
			}
			return err
		})
	}
	if err := visits.Wait(); err != nil {
		return err // before failure, which may only be the context that this error ended
	}
	return failure
}

// inParallel does something with each id, some at a time. The first error ends it.
func inParallel(ctx context.Context, ids []string, do func(context.Context, string) error) error {
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(kind.FanOut)
	for _, id := range ids {
		work.Go(func() error { return do(ctx, id) })
	}
	return work.Wait()
}
