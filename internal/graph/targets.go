package graph

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// Object is something that an access package is incompatible with. DisplayName may be empty: Graph promises no property but the id,
// and keeps the ids of deleted groups.
type Object struct {
	ID          string // GUID, lower case
	DisplayName string
}

// Targets is what one access package is incompatible with, of one kind, as listed at one moment.
type Targets struct {
	objects []Object
	byID    map[string]int
}

// All gives the objects in the service's order. The caller must not change the slice.
func (t *Targets) All() []Object { return t.objects }

// Has reports whether the object with that GUID (lower case) is listed.
func (t *Targets) Has(id string) bool {
	_, ok := t.byID[id]
	return ok
}

func (t *Targets) add(item json.RawMessage) error {
	var object struct {
		ID          string `json:"id"`
		DisplayName string `json:"displayName"`
	}
	if err := json.Unmarshal(item, &object); err != nil {
		return fmt.Errorf("an entry cannot be read: %w", err)
	}
	if object.ID == "" {
		return errors.New("an entry has no id")
	}
	id := strings.ToLower(object.ID)
	if t.Has(id) {
		return nil // pages that overlap because the collection changed between them
	}
	t.byID[id] = len(t.objects)
	t.objects = append(t.objects, Object{ID: id, DisplayName: object.DisplayName})
	return nil
}
