package contract_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/contract"
)

// Every contract file that is here is valid under the schema, is read, and says of itself what it leaves open.
func TestFiles(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("samples/*.json")
	if err != nil || len(paths) < 3 {
		t.Fatalf("%v, %v", paths, err)
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, complaint := range validate(t, string(text)) {
				t.Error(complaint)
			}
			f, err := contract.Read(strings.NewReader(string(text)))
			if err != nil {
				t.Fatal(err)
			}
			if open := f.Contract.Open(); !slices.Equal(open, f.Unconfirmed) {
				t.Errorf("unconfirmed: %q, but the contract leaves open %q", f.Unconfirmed, open)
			}
		})
	}
}

func TestMistakes(t *testing.T) {
	t.Parallel()
	file := func(contract string) string {
		return `{"format": 1, "about": "", "unconfirmed": [], "contract": {` + contract + `}}`
	}
	for want, text := range map[string]string{
		"isn't a contract: EOF":                         ``,
		`unknown field "answer"`:                        file(`"answer": {}`),
		"format: 2 is not 1":                            `{"format": 2, "about": "", "unconfirmed": [], "contract": {}}`,
		"something follows":                             file("") + "{}",
		`dialect: "graph" is none of`:                   file(`"dialect": "graph"`),
		`nextLink: "nowhere" is none of`:                file(`"nextLink": "nowhere"`),
		"pageSize: 0 is less than 1":                    file(`"pageSize": 0`),
		"listLagSeconds: -1 is less than 0":             file(`"listLagSeconds": -1`),
		`answers: "lunch" is unknown`:                   file(`"answers": {"lunch": {"status": 404}}`),
		"answers: selfLink: 7 isn't an HTTP status":     file(`"answers": {"selfLink": {"status": 7}}`),
		`queries: "$skip" is none of`:                   file(`"queries": {"$skip": "ignored"}`),
		`queries: $top: "perhaps" is none of`:           file(`"queries": {"$top": "perhaps"}`),
		"the file is larger than 8 MiB":                 file(strings.Repeat(" ", 9<<20)),
		"cannot unmarshal string into Go struct field ": file(`"pageSize": "many"`),
	} {
		if _, err := contract.Read(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v lacks %q", err, want)
		}
		if valid := len(validate(t, text)) == 0; valid && len(text) < 1<<20 {
			t.Errorf("the schema accepts %s", text)
		}
	}
}

// The fields of a file become options, except a code that is usual for its status.
func TestOptions(t *testing.T) {
	t.Parallel()
	f, err := contract.Read(strings.NewReader(`{"format": 1, "about": "", "unconfirmed": [], "contract": {
		"dialect": "document", "pageSize": 2, "emptyPages": true, "nextLink": "elsewhere", "listLagSeconds": 3, "noLicense": true,
		"answers": {"missingLink": {"status": 400, "code": "NotThere"}, "duplicateLink": {"status": 409, "code": "Conflict"}, "unknownTarget": {"status": 400, "code": ""}},
		"queries": {"$top": "ignored"}}}`))
	if err != nil {
		t.Fatal(err)
	}
	want := contract.Options{
		Dialect: contract.DialectDocument, PageSize: 2, EmptyPages: true, NextLinkOrigin: "https://elsewhere.example", ListLag: 3 * time.Second, NoLicense: true,
		MissingLink: 400, DuplicateLink: 409, UnknownTarget: 400, Codes: map[contract.Question]string{contract.MissingLink: "NotThere", contract.UnknownTarget: ""},
		Queries: map[contract.Query]contract.QueryAnswer{contract.QueryTop: contract.Ignored},
	}
	if got := f.Contract.Options(); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	complete := want.WithDefaults()
	for q, answer := range map[contract.Question]string{
		contract.MissingLink: `{"status":400,"code":"NotThere"}`, contract.DuplicateLink: `{"status":409,"code":"Conflict"}`,
		contract.UnknownTarget: `{"status":400,"code":""}`, contract.AssignedUnlink: `{"status":204}`, contract.UnknownPackage: `{"status":404,"code":"ResourceNotFound"}`,
	} {
		if got, err := json.Marshal(complete.Answer(q)); err != nil || string(got) != answer {
			t.Errorf("%s: %s, %v", q, got, err)
		}
	}
}

// The schema has the fields that the reader has.
func TestSchemaKnowsEveryField(t *testing.T) {
	t.Parallel()
	for part, record := range map[string]any{
		"": contract.File{}, "contract": contract.Contract{}, "answer": contract.Answer{}, "run": contract.Run{}, "exchange": contract.Exchange{},
	} {
		known := schemaPart(t, part)["properties"].(map[string]any)
		fields := reflect.TypeOf(record)
		if len(known) != fields.NumField() {
			t.Errorf("%q: the schema has %d fields, the reader %d", part, len(known), fields.NumField())
		}
		for i := range fields.NumField() {
			name, _, _ := strings.Cut(fields.Field(i).Tag.Get("json"), ",")
			if _, ok := known[name]; !ok {
				t.Errorf("%q: the schema lacks %s", part, name)
			}
		}
	}
}
