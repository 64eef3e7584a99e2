package rulebook

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v4"
)

// load refuses what it doesn't know, so that a misspelled word is an error. A file without content, or with comments
// only, leaves the target as it is. The form says what the file must be.
func load(text []byte, into any, form string) error {
	text = bytes.TrimPrefix(text, []byte("\ufeff")) // which editors on Windows write
	err := yaml.Load(text, into, yaml.WithKnownFields(), yaml.WithUniqueKeys())
	var all *yaml.LoadErrors
	var one *yaml.LoadError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &all):
	case errors.As(err, &one):
		return fmt.Errorf("line %d: the file is neither YAML nor JSON: %s", one.Mark.Line, one.Message)
	default:
		return fmt.Errorf("the file is neither YAML nor JSON: %w", err)
	}
	var problems []error
	for _, e := range all.Errors {
		if strings.Contains(e.Message, "no documents in stream") {
			return nil
		}
		problems = append(problems, inWords(e, reflect.TypeOf(into).Elem().String(), form))
	}
	return errors.Join(problems...)
}

var (
	unknownField = regexp.MustCompile(`^field (.*) not found in type `)
	wrongForm    = regexp.MustCompile("(?s)^cannot construct \\S+(?: `(.*)`)? into (\\S+)$")
)

// inWords says what a part of the file must be, without the names of Go's types. The root is the type of the file.
func inWords(e *yaml.LoadError, root, form string) error {
	if field := unknownField.FindStringSubmatch(e.Message); field != nil {
		return fmt.Errorf("line %d: there is no property %q", e.Mark.Line, field[1])
	}
	if strings.Contains(e.Message, "found multiple") {
		return errors.New("the file has several documents; write one")
	}
	wrong := wrongForm.FindStringSubmatch(e.Message)
	if wrong == nil {
		return fmt.Errorf("line %d: %s", e.Mark.Line, e.Message)
	}
	if wrong[2] == root {
		return fmt.Errorf("the file must be %s", form)
	}
	must := "a map of properties"
	switch {
	case wrong[2] == "string":
		must = "a text"
	case wrong[2] == "int":
		must = "a whole number"
	case strings.HasPrefix(wrong[2], "[]"):
		must = "a list"
	}
	if wrong[1] != "" {
		return fmt.Errorf("line %d: %q must be %s", e.Mark.Line, wrong[1], must)
	}
	return fmt.Errorf("line %d: the value must be %s", e.Mark.Line, must)
}
