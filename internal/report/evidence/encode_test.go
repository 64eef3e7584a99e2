package evidence_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"reflect"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// bare has one element in each list whose elements have lists of their own, and those are nil.
func bare() *evidence.Document {
	return &evidence.Document{
		Summary: evidence.Summary{
			Conflicts: new(0), OpenConflicts: new(0), AfterRule: new(0), UnknownOrder: new(0), UnknownHolders: new(0),
		},
		Rules:   []evidence.Rule{{ImportID: "a/b", Conflicts: &evidence.Conflicts{}}},
		Changes: []evidence.Change{{}},
		Risks:   []evidence.Risk{{}},
	}
}

// A reader of the JSON must not have to tell a null list from an empty one.
func TestEncode_listsAreNeverNull(t *testing.T) {
	t.Parallel()
	given, untouched := bare(), bare()
	text, err := evidence.Encode(given)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(given, untouched) {
		t.Error("Encode changed the document that it was given")
	}
	read, err := evidence.Decode(text)
	if err != nil {
		t.Fatal(err)
	}
	checkLists(t, "document", reflect.ValueOf(*read))
	again, err := evidence.Encode(read)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(text, again) {
		t.Errorf("a document that was read is written differently:\n%s\n%s", text, again)
	}
	before, rest, _ := strings.Cut(string(text), `"summary"`) // which has numbers with the names of lists
	_, after, found := strings.Cut(rest, "}")
	if !found {
		t.Fatal("the document has no summary")
	}
	for line := range strings.Lines(before + after) {
		for _, name := range listNames(reflect.TypeFor[evidence.Document]()) {
			if strings.Contains(line, `"`+name+`": null`) {
				t.Errorf("a list is null: %s", line)
			}
		}
	}
}

func checkLists(t *testing.T, path string, v reflect.Value) {
	t.Helper()
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			checkLists(t, path, v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				checkLists(t, path+"."+v.Type().Field(i).Name, v.Field(i))
			}
		}
	case reflect.Slice:
		if v.IsNil() {
			t.Errorf("%s is nil", path)
		}
		for i := range v.Len() {
			checkLists(t, path, v.Index(i))
		}
	default:
	}
}

// listNames gives the JSON names of all lists in a type. No name of a list is also the name of something else.
func listNames(of reflect.Type) []string {
	switch of.Kind() {
	case reflect.Pointer, reflect.Slice:
		return listNames(of.Elem())
	case reflect.Struct:
	default:
		return nil
	}
	var names []string
	for i := range of.NumField() {
		field := of.Field(i)
		if !field.IsExported() {
			continue
		}
		if name := field.Tag.Get("json"); field.Type.Kind() == reflect.Slice {
			names = append(names, name)
		}
		names = append(names, listNames(field.Type)...)
	}
	return names
}

func TestDecode_refuses(t *testing.T) {
	t.Parallel()
	whole, err := evidence.Encode(bare())
	if err != nil {
		t.Fatal(err)
	}
	replaced := func(old, replacement string) string {
		text := strings.Replace(string(whole), old, replacement, 1)
		if text == string(whole) {
			t.Fatalf("the document has no %s", old)
		}
		return text
	}
	for name, c := range map[string]struct{ text, want string }{
		"no JSON":           {"<html>", "isn't JSON"},
		"another version":   {`{"version": 1, "title": "T"}`, "version 1"},
		"no version":        {`{}`, "has no version"},
		"no object":         {`[]`, "isn't a JSON object"},
		"unknown property":  {`{"version": 2, "verdict": "fine"}`, `no property "verdict"`},
		"nothing":           {`{"version": 2}`, `the property "title" is missing`},
		"another form":      {replaced(`"rules": [`, `"rules": "none", "risks": [`), "rules isn't a list"},
		"no list":           {replaced(`"rules":`, `"Rules":`), `no property "summary.Rules"`},
		"null rule":         {replaced(`"rules": [`, `"rules": [null,`), "rules[0] is null"},
		"null list":         {replaced(`"scope": []`, `"scope": null`), "scope is null"},
		"null conflicts":    {replaced(`"total": 0,`, ``), `the property "rules[0].conflicts.total" is missing`},
		"null number":       {replaced(`"open_conflicts": 0`, `"open_conflicts": null`), "summary.open_conflicts is null, but was counted"},
		"number of nothing": {replaced(`"open_gaps": null`, `"open_gaps": 0`), "summary.open_gaps is 0, but no one counted"},
		"half a holder":     {replaced(`"total": 0`, `"total": 0.5`), "total can't be number 0.5"},
		"two documents":     {string(whole) + "{}", "isn't JSON"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := evidence.Decode([]byte(c.text))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

// Every property that the package writes is required when it is read.
func TestDecode_everyPropertyIsRequired(t *testing.T) {
	t.Parallel()
	whole, err := evidence.Encode(bare())
	if err != nil {
		t.Fatal(err)
	}
	var properties map[string]json.RawMessage
	if err := json.Unmarshal(whole, &properties); err != nil {
		t.Fatal(err)
	}
	for name := range properties {
		less := maps.Clone(properties)
		delete(less, name)
		text, err := json.Marshal(less)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := evidence.Decode(text); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("without %s: %v", name, err)
		}
	}
	if _, err := evidence.Decode(append([]byte("\ufeff"), whole...)); err != nil {
		t.Errorf("a byte-order mark: %v", err)
	}
}
