package contract_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/contract"
)

// validate reads a text under the schema of contract files and gives what is wrong. It knows the words of JSON Schema
// that this schema has, and ends the test at any other.
//
// See https://json-schema.org/draft/2020-12/json-schema-validation.
func validate(t *testing.T, text string) []string {
	t.Helper()
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		return []string{err.Error()}
	}
	v := validator{t: t}
	v.check("", schemaPart(t, ""), value)
	return v.complaints
}

// schemaPart is one of the definitions, or the whole.
func schemaPart(t *testing.T, name string) map[string]any {
	t.Helper()
	var whole map[string]any
	if err := json.Unmarshal([]byte(contract.Schema), &whole); err != nil {
		t.Fatal(err)
	}
	if name == "" {
		return whole
	}
	return whole["$defs"].(map[string]any)[name].(map[string]any)
}

type validator struct {
	t          *testing.T
	complaints []string
}

func (v *validator) complain(at, format string, values ...any) {
	v.complaints = append(v.complaints, at+": "+fmt.Sprintf(format, values...))
}

func (v *validator) check(at string, schema map[string]any, value any) {
	v.t.Helper()
	for _, word := range slices.Sorted(maps.Keys(schema)) {
		v.checkWord(at, word, schema, value)
	}
}

func (v *validator) checkWord(at, word string, schema map[string]any, value any) {
	v.t.Helper()
	argument := schema[word]
	number, isNumber := value.(float64)
	text, isText := value.(string)
	list, _ := value.([]any)
	object, _ := value.(map[string]any)
	switch word {
	case "$schema", "$defs", "title", "description":
	case "$ref":
		v.check(at, schemaPart(v.t, strings.TrimPrefix(argument.(string), "#/$defs/")), value)
	case "type":
		if kind := map[string]reflect.Kind{"object": reflect.Map, "array": reflect.Slice, "string": reflect.String, "integer": reflect.Float64, "boolean": reflect.Bool}[argument.(string)]; reflect.ValueOf(value).Kind() != kind {
			v.complain(at, "%v is no %s", value, argument)
		} else if argument == "integer" && number != float64(int(number)) {
			v.complain(at, "%v is no integer", value)
		}
	case "const":
		if value != argument {
			v.complain(at, "%v is not %v", value, argument)
		}
	case "enum":
		if !slices.Contains(argument.([]any), value) {
			v.complain(at, "%v is none of %v", value, argument)
		}
	case "minimum", "maximum":
		if isNumber && (word == "minimum" && number < argument.(float64) || word == "maximum" && number > argument.(float64)) {
			v.complain(at, "%v is beyond the %s of %v", value, word, argument)
		}
	case "maxLength":
		if isText && utf8.RuneCountInString(text) > int(argument.(float64)) {
			v.complain(at, "%d characters", utf8.RuneCountInString(text))
		}
	case "pattern":
		if isText && !regexp.MustCompile(argument.(string)).MatchString(text) {
			v.complain(at, "%q does not match %s", text, argument)
		}
	case "uniqueItems":
		for i, item := range list {
			if slices.Contains(list[:i], item) {
				v.complain(at, "%v is there twice", item)
			}
		}
	case "items":
		for i, item := range list {
			v.check(fmt.Sprintf("%s[%d]", at, i), argument.(map[string]any), item)
		}
	case "required":
		for _, name := range argument.([]any) {
			if _, ok := object[name.(string)]; !ok {
				v.complain(at, "%s is missing", name)
			}
		}
	case "properties":
		for name, property := range argument.(map[string]any) {
			if member, ok := object[name]; ok {
				v.check(at+"."+name, property.(map[string]any), member)
			}
		}
	case "additionalProperties":
		known, _ := schema["properties"].(map[string]any)
		for name, member := range object {
			if _, ok := known[name]; ok {
				continue
			}
			if rest, ok := argument.(map[string]any); ok {
				v.check(at+"."+name, rest, member)
			} else {
				v.complain(at, "%s is not known", name)
			}
		}
	default:
		v.t.Fatalf("the validator does not know the word %q", word)
	}
}
