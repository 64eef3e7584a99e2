// Package seed reads the content of a tenant from a JSON file.
package seed

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/tenant"
)

// Schema is the JSON schema of seeds.
//
//go:embed schema.json
var Schema string

// Finance is the default seed: a catalog of a finance department with access packages, groups, people and a few
// conflicts.
//
//go:embed finance.json
var Finance string

const longest = 16 << 20

// Load adds the records of a seed. On an error, which names line and field, it adds none.
func Load(held *tenant.Tenant, source io.Reader) error {
	text, err := io.ReadAll(io.LimitReader(source, longest+1))
	if err != nil {
		return fmt.Errorf("reading the seed: %w", err)
	}
	if len(text) > longest {
		return fmt.Errorf("the seed is longer than %d MiB", longest>>20)
	}
	batch, err := read(text)
	if err != nil {
		return err
	}
	return held.AddAll(batch)
}

// read reads a file record by record, so that an error can name the line.
func read(text []byte) (*tenant.Batch, error) {
	d := &decoder{text: text, json: json.NewDecoder(bytes.NewReader(text))}
	d.json.DisallowUnknownFields()
	var batch tenant.Batch
	if err := d.delim('{', "the seed"); err != nil {
		return nil, err
	}
	var seen []string
	for d.json.More() {
		section, err := d.key()
		if err != nil {
			return nil, err
		}
		if slices.Contains(seen, section) {
			return nil, d.errorf("%q is there twice", section)
		}
		seen = append(seen, section)
		if err := d.section(section, &batch); err != nil {
			return nil, err
		}
	}
	if err := d.delim('}', "the seed"); err != nil {
		return nil, err
	}
	if _, err := d.json.Token(); !errors.Is(err, io.EOF) {
		return nil, d.errorf("something follows the end of the seed")
	}
	return &batch, nil
}
