package evidence

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
)

// Encode writes the document as indented JSON. Lists that are nil become [].
func Encode(d *Document) ([]byte, error) {
	compact, err := Compact(d)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := json.Indent(&out, compact, "", "  "); err != nil {
		return nil, err
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

// Compact writes the document as JSON without spaces.
func Compact(d *Document) ([]byte, error) {
	complete := *d
	complete.Version = Version
	complete.fill()
	return json.Marshal(&complete)
}

// Decode reads a document. It refuses another version, a missing property, and properties that this version doesn't
// have, because a view of a document that is only half understood would be shorter without saying so.
func Decode(text []byte) (*Document, error) {
	text = bytes.TrimPrefix(text, []byte("\ufeff")) // which editors on Windows write
	var version struct {
		Version any `json:"version"`
	}
	var properties any
	if err := json.Unmarshal(text, &properties); err != nil {
		return nil, fmt.Errorf("the evidence isn't JSON: %w", err)
	}
	if err := json.Unmarshal(text, &version); err != nil {
		return nil, errors.New("the evidence isn't a JSON object")
	}
	number, is := version.Version.(float64)
	if !is {
		return nil, errors.New("the evidence has no version; it must be the report.json or the attribute json of a report")
	}
	if number != Version {
		return nil, fmt.Errorf("the evidence has version %v, and this program reads version %d", number, Version)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	err := decoder.Decode(&properties)
	if err == nil {
		err = checkForm(document, properties, reflect.TypeFor[Document]())
	}
	if err != nil {
		return nil, fmt.Errorf("the evidence doesn't have the form of version %d: %w", Version, err)
	}
	var d Document
	if err := json.Unmarshal(text, &d); err != nil {
		return nil, fmt.Errorf("the evidence doesn't have the form of version %d: %w", Version, inWords(err))
	}
	d.fill()
	if err := d.Summary.check(&d); err != nil {
		return nil, err
	}
	return &d, nil
}

// inWords names the property whose value has no place in a document, such as a count of 1.5.
func inWords(err error) error {
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		return fmt.Errorf("%s can't be %s", wrong.Field, wrong.Value)
	}
	return err
}

// fill makes lists of what is nil. It copies the lists whose elements it changes.
func (d *Document) fill() {
	d.Scope, d.Catalogs, d.AccessPackages = list(d.Scope), list(d.Catalogs), list(d.AccessPackages)
	d.Gaps, d.NotRead = list(d.Gaps), list(d.NotRead)
	d.StaleAccepts, d.Findings, d.Exceptions = list(d.StaleAccepts), list(d.Findings), list(d.Exceptions)
	d.Rules, d.Changes, d.Risks = copied(d.Rules), copied(d.Changes), copied(d.Risks)
	for i := range d.Rules {
		r := &d.Rules[i]
		r.Risks = list(r.Risks)
		if r.Conflicts != nil {
			conflicts := *r.Conflicts
			conflicts.Holders = list(conflicts.Holders)
			r.Conflicts = &conflicts
		}
	}
	for i := range d.Changes {
		d.Changes[i].ResourceIDs = list(d.Changes[i].ResourceIDs)
	}
	for i := range d.Risks {
		r := &d.Risks[i]
		r.References, r.Rules = list(r.References), list(r.Rules)
		r.Missing, r.NotInScope = list(r.Missing), list(r.NotInScope)
	}
}

func list[T any](elements []T) []T {
	if elements == nil {
		return []T{}
	}
	return elements
}

func copied[T any](elements []T) []T { return append([]T{}, elements...) }
