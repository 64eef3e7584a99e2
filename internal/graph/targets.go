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
	byID    map[string]bool
}

func newTargets() *Targets { return &Targets{byID: map[string]bool{}} }

// All gives the objects in the service's order. The caller must not change the slice.
func (t *Targets) All() []Object { return t.objects }

// Has reports whether the object with that GUID (lower case) is listed.
func (t *Targets) Has(id string) bool { return t.byID[id] }

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
	t.put(Object{ID: strings.ToLower(object.ID), DisplayName: object.DisplayName})
	return nil
}

// put adds an object once: pages may overlap because the collection changed between them.
func (t *Targets) put(object Object) {
	if !t.byID[object.ID] {
		t.byID[object.ID] = true
		t.objects = append(t.objects, object)
	}
}
