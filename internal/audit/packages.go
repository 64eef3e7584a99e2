package audit

import (
	"context"
	"iter"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

// listing gives access packages, or the error that ends their list.
type listing func(context.Context) iter.Seq2[graph.AccessPackage, error]

// ofCatalog lists the access packages of a catalog, or of the tenant if the ID is empty.
func ofCatalog(client *graph.Client, catalogID string) listing {
	return func(ctx context.Context) iter.Seq2[graph.AccessPackage, error] {
		return func(yield func(graph.AccessPackage, error) bool) {
			for accessPackage, err := range client.AccessPackages(ctx, catalogID) {
				if catalogID != "" && graph.IsGone(err) {
					err = &UnknownObjectError{"catalog", catalogID, err}
				}
				if !yield(accessPackage, err) {
					return
				}
			}
		}
	}
}

// listed gives access packages that were listed before.
func listed(packages []graph.AccessPackage) listing {
	return func(context.Context) iter.Seq2[graph.AccessPackage, error] {
		return func(yield func(graph.AccessPackage, error) bool) {
			for _, accessPackage := range packages {
				if !yield(accessPackage, nil) {
					return
				}
			}
		}
	}
}

// eachPackage visits access packages, some at a time and while their list still comes in. The first error ends it,
// because an incomplete answer would look like a tenant with less in it. An access package that was deleted since the
// list was made is left out.
func eachPackage(ctx context.Context, packages listing, visit func(context.Context, graph.AccessPackage) error) error {
	visits, ctx := errgroup.WithContext(ctx)
	visits.SetLimit(graph.FanOut)
	var failure error
	for accessPackage, err := range packages(ctx) {
		if err != nil {
			failure = err
			break
		}
		visits.Go(func() error {
			err := visit(ctx, accessPackage)
			if graph.IsAccessPackageGone(err) {
				return nil
			}
			return err
		})
	}
	if err := visits.Wait(); err != nil {
		return err // first, because failure may only be the context that this error ended
	}
	return failure
}

// inParallel does something with each ID, some at a time. The first error ends it.
func inParallel(ctx context.Context, ids []string, do func(context.Context, string) error) error {
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(graph.FanOut)
	for _, id := range ids {
		work.Go(func() error { return do(ctx, id) })
	}
	return work.Wait()
}

// notes lets parallel work write down its findings, one at a time.
type notes struct{ mu sync.Mutex }

func (n *notes) note(change func()) {
	n.mu.Lock()
	defer n.mu.Unlock()
	change()
}
