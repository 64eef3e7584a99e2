package tenant

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// seedDecoder walks over a seed and knows in which line it is.
type seedDecoder struct {
	text    []byte
	decoder *json.Decoder
}

// section reads one of the arrays at the top.
func (d *seedDecoder) section(name string, file *seed) error {
	switch name {
	case "catalogs":
		return readAll(d, name, &file.catalogs)
	case "accessPackages":
		return readAll(d, name, &file.accessPackages)
	case "groups":
		return readAll(d, name, &file.groups)
	case "users":
		return readAll(d, name, &file.users)
	case "assignments":
		return readAll(d, name, &file.assignments)
	case "$schema":
		var schema string
		return d.wrap(d.decoder.Decode(&schema), name)
	default:
		return d.errorf("unknown section %q; there are catalogs, accessPackages, groups, users and assignments", name)
	}
}

func readAll[T any](d *seedDecoder, name string, all *[]placed[T]) error {
	if err := d.delim('[', name); err != nil {
		return err
	}
	for d.decoder.More() {
		place := fmt.Sprintf("line %d: %s[%d]", d.line(), name, len(*all))
		var value T
		if err := d.decoder.Decode(&value); err != nil {
			return fmt.Errorf("%s: %w", place, plainJSONError(err))
		}
		*all = append(*all, placed[T]{value, place})
	}
	return d.delim(']', name)
}

func (d *seedDecoder) key() (string, error) {
	token, err := d.decoder.Token()
	if err != nil {
		return "", d.wrap(err, "the seed")
	}
	key, ok := token.(string)
	if !ok {
		return "", d.errorf("a section's name was expected")
	}
	return key, nil
}

func (d *seedDecoder) delim(want json.Delim, what string) error {
	line := d.line()
	token, err := d.decoder.Token()
	if err != nil {
		return d.wrap(err, what)
	}
	if token != want {
		return fmt.Errorf("line %d: %s: %q was expected", line, what, want)
	}
	return nil
}

// line is where the next token starts.
func (d *seedDecoder) line() int {
	at := int(d.decoder.InputOffset())
	at += len(d.text[at:]) - len(bytes.TrimLeft(d.text[at:], " \t\r\n,:"))
	return 1 + bytes.Count(d.text[:at], []byte("\n"))
}

func (d *seedDecoder) errorf(format string, args ...any) error {
	return fmt.Errorf("line %d: %w", d.line(), fmt.Errorf(format, args...))
}

func (d *seedDecoder) wrap(err error, what string) error {
	if err == nil {
		return nil
	}
	return d.errorf("%s: %w", what, plainJSONError(err))
}

// plainJSONError words what encoding/json says for somebody who wrote a file, not a program.
func plainJSONError(err error) error {
	var wrongType *json.UnmarshalTypeError
	switch {
	case errors.As(err, &wrongType):
		return fmt.Errorf("%s: a %s is no %s", wrongType.Field, wrongType.Value, wrongType.Type)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("the file ends too early")
	default:
		return errors.New(strings.TrimPrefix(err.Error(), "json: "))
	}
}
