package evidence

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"
)

// checkForm compares JSON with the type that it is read into. Unlike encoding/json, it requires every property, in the
// case of its name, and allows null only where the type has a pointer: a missing list would be an empty one, which is
// good news.
func checkForm(path string, value any, t reflect.Type) error {
	if t.Kind() == reflect.Pointer {
		if value == nil {
			return nil
		}
		t = t.Elem()
	}
	if value == nil {
		return fmt.Errorf("%s is null", path)
	}
	switch {
	case t == reflect.TypeFor[time.Time](), t.Kind() == reflect.String:
		_, is := value.(string)
		return mustBe(is, path, "a text")
	case t.Kind() == reflect.Bool:
		_, is := value.(bool)
		return mustBe(is, path, "true or false")
	case t.Kind() == reflect.Int:
		_, is := value.(json.Number)
		return mustBe(is, path, "a number")
	case t.Kind() == reflect.Slice:
		return checkList(path, value, t.Elem())
	default:
		return checkObject(path, value, t)
	}
}

func checkList(path string, value any, of reflect.Type) error {
	elements, is := value.([]any)
	if !is {
		return mustBe(false, path, "a list")
	}
	for i, element := range elements {
		if err := checkForm(fmt.Sprintf("%s[%d]", path, i), element, of); err != nil {
			return err
		}
	}
	return nil
}

func checkObject(path string, value any, t reflect.Type) error {
	properties, is := value.(map[string]any)
	if !is {
		return mustBe(false, path, "an object")
	}
	known := map[string]reflect.Type{}
	for i := range t.NumField() {
		known[t.Field(i).Tag.Get("json")] = t.Field(i).Type
	}
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		if known[name] == nil {
			return fmt.Errorf("there is no property %q", within(path, name))
		}
	}
	for i := range t.NumField() {
		name := t.Field(i).Tag.Get("json")
		property, present := properties[name]
		if !present {
			return fmt.Errorf("the property %q is missing", within(path, name))
		}
		if err := checkForm(within(path, name), property, known[name]); err != nil {
			return err
		}
	}
	return nil
}

func mustBe(is bool, path, form string) error {
	if is {
		return nil
	}
	return fmt.Errorf("%s isn't %s", path, form)
}

// within names a property of an object. The document itself has the name of the file.
func within(path, name string) string { return strings.TrimPrefix(path+"."+name, document+".") }

const document = "the document"
