package kind

import (
	"context"
	"sync"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

// references keeps what was looked up, so that the rules of one group or access package cost one request and not one each.
type references struct {
	Refused sync.Once

	mu      sync.Mutex
	groups  map[string]func() (graph.Group, error)
	granted map[string]func() ([]string, error) // by access package
}

// Group reads a group once.
func (r *references) Group(ctx context.Context, client *graph.Client, id string) (graph.Group, error) {
	r.mu.Lock()
	read, ok := r.groups[id]
	if !ok {
		read = sync.OnceValues(func() (graph.Group, error) { return client.Group(ctx, id) })
		if r.groups == nil {
			r.groups = map[string]func() (graph.Group, error){}
		}
		r.groups[id] = read
	}
	r.mu.Unlock()
	return read()
}

// GrantedGroups reads once which groups an access package makes people members of.
func (r *references) GrantedGroups(ctx context.Context, client *graph.Client, accessPackageID string) ([]string, error) {
	r.mu.Lock()
	read, ok := r.granted[accessPackageID]
	if !ok {
		read = sync.OnceValues(func() ([]string, error) { return client.GrantedGroups(ctx, accessPackageID) })
		if r.granted == nil {
			r.granted = map[string]func() ([]string, error){}
		}
		r.granted[accessPackageID] = read
	}
	r.mu.Unlock()
	return read()
}
