package graph

import (
	"sync"

	"github.com/entra-elm/terraform-provider-elm/internal/display"
)

// names keeps what things are called that were read for other reasons.
type names struct {
	mu   sync.RWMutex
	byID map[string]string
}

func (n *names) keep(id, name string) {
	if name == "" {
		return
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.byID == nil {
		n.byID = map[string]string{}
	}
	n.byID[id] = name
}

// of gives a name as it was read.
func (n *names) of(id string) string {
	n.mu.RLock()
	defer n.mu.RUnlock()
	return n.byID[id]
}

func (n *names) keepAll(objects []Object) {
	for _, object := range objects {
		n.keep(object.ID, object.DisplayName)
	}
}

// Name gives the name of the access package, group or catalog with that GUID (lower case), if something that was read in this run told
// it. It asks nobody, and it is short and without line breaks: people choose names, and messages show them.
func (c *Client) Name(id string) string {
	return display.Name(c.names.of(id)).String()
}
