package rule

import (
	"context"
	"iter"
	"math"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

// everyRule is what a query wants that has no limit.
const everyRule = math.MaxInt64

// query lists access package after access package until enough rules are found. It asks ahead, so that a tenant with
// thousands of access packages doesn't cost thousands of round trips, and it stops at the limit.
type query struct {
	references *graph.References
	left       int64 // rules that are still wanted
	most       int64 // rules that the fullest access package has so far
	width      int64 // access packages to ask at a time
}

// foundRule is a rule with the names of its two ends.
type foundRule struct {
	accessPackage graph.AccessPackage
	target        graph.Object
}

// packageAnswer is what an access package is incompatible with, or why that is not known.
type packageAnswer struct {
	accessPackage graph.AccessPackage
	targets       []graph.Object
	err           error
}

// rules gives the rules in the order of the access packages. An error ends the sequence.
func (q *query) rules(ctx context.Context, packages iter.Seq2[graph.AccessPackage, error]) iter.Seq2[foundRule, error] {
	return func(yield func(foundRule, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		next, stop := iter.Pull2(packages)
		defer stop()
		q.width = 1 // until an answer shows how many rules an access package has
		var ahead []<-chan packageAnswer
		for more := true; ; {
			for more && len(ahead) < int(q.width) {
				accessPackage, err, ok := next()
				if more = ok && err == nil; ok {
					ahead = append(ahead, q.ask(ctx, accessPackage, err))
				}
			}
			if len(ahead) == 0 {
				return
			}
			answer := <-ahead[0]
			ahead = ahead[1:]
			if !q.give(answer, yield) {
				return
			}
		}
	}
}

// ask lists an access package in the background. An error instead of an access package keeps its place behind those
// before it.
func (q *query) ask(ctx context.Context, accessPackage graph.AccessPackage, err error) <-chan packageAnswer {
	answers := make(chan packageAnswer, 1)
	if err != nil {
		answers <- packageAnswer{err: err}
		return answers
	}
	go func() {
		targets, err := q.references.List(ctx, accessPackage.ID, graph.ListOptions{})
		switch {
		case graph.IsGone(err): // deleted since the access packages were listed
			answers <- packageAnswer{}
		case err != nil:
			answers <- packageAnswer{err: err}
		default:
			answers <- packageAnswer{accessPackage: accessPackage, targets: targets.All()}
		}
	}()
	return answers
}

// give reports whether more is wanted.
func (q *query) give(answer packageAnswer, yield func(foundRule, error) bool) bool {
	if answer.err != nil {
		yield(foundRule{}, answer.err)
		return false
	}
	q.most = max(1, q.most, int64(len(answer.targets)))
	for _, target := range answer.targets {
		if q.left--; !yield(foundRule{answer.accessPackage, target}, nil) || q.left == 0 {
			return false
		}
	}
	// as many as are needed in any case if no access package has more rules than the fullest so far
	q.width = max(1, min(graph.FanOut, q.left/q.most))
	return true
}
