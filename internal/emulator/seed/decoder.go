package seed

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/tenant"
)

// decoder reads a seed and knows the current line.
type decoder struct {
	text []byte
	json *json.Decoder
}

// sections are the arrays of a seed.
var sections = []string{
	"catalogs", "accessPackages", "groups", "users", "servicePrincipals", "assignmentPolicies", "assignments",
	"assignmentRequests", "directoryAudits",
}

// section reads one array of a seed.
func (d *decoder) section(name string, batch *tenant.Batch) error {
	switch name {
	case "catalogs":
		return readAll(d, name, &batch.Catalogs)
	case "accessPackages":
		return readAll(d, name, &batch.AccessPackages)
	case "groups":
		return readAll(d, name, &batch.Groups)
	case "users":
		return readAll(d, name, &batch.Users)
	case "servicePrincipals":
		return readAll(d, name, &batch.Applications)
	case "assignmentPolicies":
		return readAll(d, name, &batch.Policies)
	case "assignments":
		return readAll(d, name, &batch.Assignments)
	case "assignmentRequests":
		return readAll(d, name, &batch.Requests)
	case "directoryAudits":
		return readAll(d, name, &batch.RuleChanges)
	case "$schema":
		var schema string
		return d.wrap(d.json.Decode(&schema), name)
	default:
		return d.errorf("unknown section %q; known are %s", name, strings.Join(sections, ", "))
	}
}

func readAll[T any](d *decoder, name string, all *[]tenant.Placed[T]) error {
	if err := d.delim('[', name); err != nil {
		return err
	}
	for d.json.More() {
		place := fmt.Sprintf("line %d: %s[%d]", d.line(), name, len(*all))
		var value T
		if err := d.json.Decode(&value); err != nil {
			return fmt.Errorf("%s: %w", place, plainJSONError(err))
		}
		*all = append(*all, tenant.Placed[T]{Value: value, Place: place})
	}
	return d.delim(']', name)
}

func (d *decoder) key() (string, error) {
	token, err := d.json.Token()
	if err != nil {
		return "", d.wrap(err, "the seed")
	}
	key, ok := token.(string)
	if !ok {
		return "", d.errorf("a section's name was expected")
	}
	return key, nil
}

func (d *decoder) delim(want json.Delim, what string) error {
	line := d.line()
	token, err := d.json.Token()
	if err != nil {
		return d.wrap(err, what)
	}
	if token != want {
		return fmt.Errorf("line %d: %s: %q was expected", line, what, want)
	}
	return nil
}

// line is the line of the next token.
func (d *decoder) line() int {
	at := int(d.json.InputOffset())
	at += len(d.text[at:]) - len(bytes.TrimLeft(d.text[at:], " \t\r\n,:"))
	return 1 + bytes.Count(d.text[:at], []byte("\n"))
}

func (d *decoder) errorf(format string, args ...any) error {
	return fmt.Errorf("line %d: %w", d.line(), fmt.Errorf(format, args...))
}

func (d *decoder) wrap(err error, what string) error {
	if err == nil {
		return nil
	}
	return d.errorf("%s: %w", what, plainJSONError(err))
}

// plainJSONError words an error of encoding/json for the author of a file.
func plainJSONError(err error) error {
	var wrongType *json.UnmarshalTypeError
	switch {
	case errors.As(err, &wrongType):
		return fmt.Errorf("%s: must be a %s, not a %s", wrongType.Field, wrongType.Type, wrongType.Value)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("the file ends too early")
	default:
		return errors.New(strings.TrimPrefix(err.Error(), "json: "))
	}
}
