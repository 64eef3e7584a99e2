package tenant

import (
	"errors"
	"fmt"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/guid"
)

// freeID gives the canonical ID of a new record.
func freeID[T any](byID map[string]T, id string) (string, error) {
	canonical, ok := guid.Canonical(id)
	if !ok {
		return "", fmt.Errorf("id: %q is not a GUID", id)
	}
	if _, taken := byID[canonical]; taken {
		return "", fmt.Errorf("id: %s is taken", canonical)
	}
	return canonical, nil
}

// knownID gives the canonical ID of a record that another one refers to.
func knownID[T any](byID map[string]T, field, id string) (string, error) {
	canonical, ok := guid.Canonical(id)
	if !ok {
		return "", fmt.Errorf("%s: %q is not a GUID", field, id)
	}
	if _, known := byID[canonical]; !known {
		return "", fmt.Errorf("%s: no object has the ID %s", field, canonical)
	}
	return canonical, nil
}

func knownIDs[T any](byID map[string]T, field string, ids []string) ([]string, error) {
	known := make([]string, 0, len(ids))
	var failures []error
	for i, id := range ids {
		canonical, err := knownID(byID, fmt.Sprintf("%s[%d]", field, i), id)
		known, failures = append(known, canonical), append(failures, err)
	}
	return known, errors.Join(failures...)
}

func guids(field string, ids []string) ([]string, error) {
	canonical := make([]string, 0, len(ids))
	for i, id := range ids {
		guid, ok := guid.Canonical(id)
		if !ok {
			return nil, fmt.Errorf("%s[%d]: %q is not a GUID", field, i, id)
		}
		canonical = append(canonical, guid)
	}
	return canonical, nil
}
