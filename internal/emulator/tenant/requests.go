package tenant

import "strings"

// ResourceRequest is what became of a wish to put a resource into a catalog, or to take it out. Here each is answered at once.
type ResourceRequest struct {
	ID       string
	Type     string // AdminAdd or AdminRemove
	Resource Resource
	Written  Written
}

// NoteRequest keeps a request that was carried out.
func (t *Tenant) NoteRequest(request ResourceRequest) {
	_ = t.change(func(r *records) error {
		r.requests[request.ID] = request
		return nil
	})
}

// Request gives one by its id.
func (t *Tenant) Request(id string) (ResourceRequest, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	found, ok := t.records.requests[strings.ToLower(id)]
	return found, ok
}

// Requests gives all, by id.
func (t *Tenant) Requests() []ResourceRequest {
	t.mu.Lock()
	defer t.mu.Unlock()
	return inOrder(t.records.requests)
}
