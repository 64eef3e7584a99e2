package tenant

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/guid"
)

// SeedSchema is the JSON schema of seed files.
//
//go:embed seed.schema.json
var SeedSchema string

// FinanceSeed is an example: a catalog of a finance department with access packages, groups, people and a few conflicts.
//
//go:embed seeds/finance.json
var FinanceSeed string

// seed is a file's content. An access package's rules stand beside its properties.
type seed struct {
	catalogs       []placed[Catalog]
	accessPackages []placed[seedAccessPackage]
	groups         []placed[Group]
	users          []placed[User]
	assignments    []placed[Assignment]
}

type seedAccessPackage struct {
	AccessPackage
	IncompatibleGroups         []string `json:"incompatibleGroups"`
	IncompatibleAccessPackages []string `json:"incompatibleAccessPackages"`
}

// placed is a record with the place in the file where it stands, for error messages.
type placed[T any] struct {
	value T
	place string
}

const longestSeed = 16 << 20

// Load adds the records of a JSON seed: all of them or, with an error that names line and field, none.
func (t *Tenant) Load(source io.Reader) error {
	text, err := io.ReadAll(io.LimitReader(source, longestSeed+1))
	if err != nil {
		return fmt.Errorf("reading the seed: %w", err)
	}
	if len(text) > longestSeed {
		return fmt.Errorf("the seed is longer than %d MiB", longestSeed>>20)
	}
	file, err := readSeed(text)
	if err != nil {
		return err
	}
	return t.change(func(r *records) error {
		changed := r.clone()
		if err := file.addTo(&changed); err != nil {
			return err
		}
		*r = changed
		return nil
	})
}

// addTo adds records in the order in which they refer to each other, whatever the order in the file. It stops after the first kind of
// record with mistakes, which would only cause others further on.
func (f *seed) addTo(r *records) error {
	steps := []func() error{
		func() error { return addAll(f.catalogs, r.addCatalog) },
		func() error { return addAll(f.users, r.addUser) },
		func() error { return f.addGroups(r) },
		func() error {
			return addAll(f.accessPackages, func(p seedAccessPackage) error { return r.addAccessPackage(p.AccessPackage) })
		},
		func() error { return addAll(f.accessPackages, r.addRules) },
		func() error { return addAll(f.assignments, r.addAssignment) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func addAll[T any](all []placed[T], add func(T) error) error {
	var failures []error
	for _, each := range all {
		if err := add(each.value); err != nil {
			failures = append(failures, fmt.Errorf("%s: %w", each.place, err))
		}
	}
	return errors.Join(failures...)
}

// addGroups adds groups before it nests them, so that a group may be named before the line that describes it.
func (f *seed) addGroups(r *records) error {
	err := addAll(f.groups, func(g Group) error {
		g.MemberGroups = nil
		return r.addGroup(g)
	})
	if err != nil {
		return err
	}
	return addAll(f.groups, func(g Group) (err error) {
		id, _ := guid.Canonical(g.ID)
		added := r.groups[id]
		added.MemberGroups, err = knownIDs(r.groups, "memberGroups", g.MemberGroups)
		r.groups[id] = added
		return err
	})
}

func (r *records) addRules(p seedAccessPackage) error {
	id, _ := guid.Canonical(p.ID)
	add := func(k Kind, targets []string) error {
		for i, text := range targets {
			target, isGUID := guid.Canonical(text)
			if !isGUID {
				return fmt.Errorf("%s[%d]: %q is not a GUID", k, i, text)
			}
			if err := r.link(Collection{k, id}, target, true); err != nil {
				return fmt.Errorf("%s[%d]: %s: %w", k, i, target, err)
			}
		}
		return nil
	}
	return errors.Join(add(IncompatibleGroups, p.IncompatibleGroups), add(IncompatibleAccessPackages, p.IncompatibleAccessPackages))
}

// readSeed reads a file record by record, because only then is the line of a mistake known.
func readSeed(text []byte) (*seed, error) {
	d := &seedDecoder{text: text, decoder: json.NewDecoder(bytes.NewReader(text))}
	d.decoder.DisallowUnknownFields()
	var file seed
	if err := d.delim('{', "the seed"); err != nil {
		return nil, err
	}
	var seen []string
	for d.decoder.More() {
		section, err := d.key()
		if err != nil {
			return nil, err
		}
		if slices.Contains(seen, section) {
			return nil, d.errorf("%q is there twice", section)
		}
		seen = append(seen, section)
		if err := d.section(section, &file); err != nil {
			return nil, err
		}
	}
	if err := d.delim('}', "the seed"); err != nil {
		return nil, err
	}
	if _, err := d.decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, d.errorf("something follows the end of the seed")
	}
	return &file, nil
}
