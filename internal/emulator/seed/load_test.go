package seed

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/contract"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/tenant"
)

// Ids that the tests use.
const (
	catalogC = "33333333-3333-4333-8333-333333333333"
	packageP = "11111111-1111-4111-8111-111111111111"
	groupG   = "22222222-2222-4222-8222-222222222222"
	groupH   = "22222222-2222-4222-8222-333333333333"
	userU    = "44444444-4444-4444-8444-444444444444"
	nowhere  = "99999999-9999-4999-8999-999999999999"
)

func newTenant() *tenant.Tenant {
	o := contract.Options{}.WithDefaults()
	return tenant.New(&o)
}

func TestFinance(t *testing.T) {
	t.Parallel()
	held := newTenant()
	if err := Load(held, strings.NewReader(Finance)); err != nil {
		t.Fatal(err)
	}
	if got := len(held.AccessPackages()); got != 5 {
		t.Errorf("%d access packages", got)
	}
}

// Schema and loader are held together: what one knows, the other does too.
func TestSchema(t *testing.T) {
	t.Parallel()
	var schema struct {
		Properties map[string]struct {
			Items struct {
				Properties map[string]json.RawMessage `json:"properties"`
			} `json:"items"`
		} `json:"properties"`
	}
	if err := json.Unmarshal([]byte(Schema), &schema); err != nil {
		t.Fatal(err)
	}
	for section, record := range map[string]any{
		"catalogs": tenant.Catalog{}, "accessPackages": tenant.RuledAccessPackage{}, "groups": tenant.Group{}, "users": tenant.User{},
		"assignments": tenant.Assignment{}, "servicePrincipals": tenant.Application{}, "assignmentPolicies": tenant.Policy{},
		"assignmentRequests": tenant.AssignmentRequest{}, "directoryAudits": tenant.RuleChange{},
	} {
		text, err := json.Marshal(record)
		if err != nil {
			t.Fatal(err)
		}
		var fields map[string]json.RawMessage
		if err := json.Unmarshal(text, &fields); err != nil {
			t.Fatal(err)
		}
		known := schema.Properties[section].Items.Properties
		if !slices.Contains(sections, section) {
			t.Errorf("%s is no section", section)
		}
		if len(known) != len(fields) {
			t.Errorf("%s: the schema has %d fields, the loader %d", section, len(known), len(fields))
		}
		for name := range fields {
			if _, ok := known[name]; !ok {
				t.Errorf("%s: the schema lacks %s", section, name)
			}
		}
	}
}

func TestLoad_mistakes(t *testing.T) {
	t.Parallel()
	catalog := `{"catalogs":[{"id":"` + catalogC + `"}],` + "\n"
	for name, row := range map[string]struct{ seed, want string }{
		"nothing":           {``, `^line 1: the seed: the file ends too early$`},
		"no object":         {`[]`, `^line 1: the seed: "\{" was expected$`},
		"an unknown part":   {"{\n\n\"planets\":[]}", `^line 3: unknown section "planets"; known are catalogs, `},
		"a part twice":      {`{"users":[],"users":[]}`, `^line 1: "users" is there twice$`},
		"no array":          {`{"users":{}}`, `^line 1: users: "\[" was expected$`},
		"an unknown field":  {"{\"users\":[\n{\"id\":\"" + userU + "\"},\n{\"name\":\"Ana\"}]}", `^line 3: users\[1\]: unknown field "name"$`},
		"a wrong type":      {"{\"users\":[\n{\"id\":7}]}", `^line 2: users\[0\]: id: must be a string, not a number$`},
		"a cut file":        {`{"users":[{"id":`, `^line 1: users\[0\]: the file ends too early$`},
		"no JSON":           {`{"users":[{'id'}]}`, `^line 1: users\[0\]: invalid character`},
		"something after":   {`{} {}`, `follows the end of the seed$`},
		"a bad id":          {"{\"users\":[\n\n{\"id\":\"ana\"}]}", `^line 3: users\[0\]: id: "ana" is not a GUID$`},
		"an id twice":       {`{"users":[{"id":"` + userU + `"},{"id":"` + strings.ToUpper(userU) + `"}]}`, `^line 1: users\[1\]: id: ` + userU + ` is taken$`},
		"an unknown parent": {`{"accessPackages":[{"id":"` + packageP + `","catalogId":"` + nowhere + `"}]}`, `catalogId: no object has the ID`},
		"an unknown member": {`{"groups":[{"id":"` + groupG + `","members":["` + userU + `"]}]}`, `groups\[0\]: members\[0\]: no object has the ID`},
		"an unknown nested": {`{"groups":[{"id":"` + groupG + `","memberGroups":["` + groupH + `"]}]}`, `groups\[0\]: memberGroups\[0\]: no object has the ID`},
		"an unknown rule":   {catalog + `"accessPackages":[{"id":"` + packageP + `","catalogId":"` + catalogC + `","incompatibleGroups":["` + groupG + `"]}]}`, `^line 2: accessPackages\[0\]: incompatibleGroups\[0\]: ` + groupG + `: unknown target$`},
		"a rule that is no id": {
			catalog + `"accessPackages":[{"id":"` + packageP + `","catalogId":"` + catalogC + `","incompatibleAccessPackages":["Q"]}]}`,
			`incompatibleAccessPackages\[0\]: "Q" is not a GUID$`,
		},
		"two mistakes": {`{"users":[{"id":"a"},` + "\n" + `{"id":"b"}]}`, `(?s)^line 1: users\[0\].*\nline 2: users\[1\]`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			held := newTenant()
			err := Load(held, strings.NewReader(row.seed))
			if err == nil || !regexp.MustCompile(row.want).MatchString(err.Error()) {
				t.Errorf("got %v, want %s", err, row.want)
			}
			if len(held.Catalogs()) != 0 {
				t.Error("a part of the seed was loaded")
			}
		})
	}
}

func TestLoad_order(t *testing.T) {
	t.Parallel()
	held := newTenant()
	err := Load(held, strings.NewReader(`{
		"assignments": [{"id": "55555555-5555-4555-8555-111111111111", "accessPackageId": "`+packageP+`", "userId": "`+userU+`"}],
		"accessPackages": [{"id": "`+packageP+`", "catalogId": "`+catalogC+`", "incompatibleGroups": ["`+groupG+`"]}],
		"groups": [{"id": "`+groupG+`", "memberGroups": ["`+groupH+`"]}, {"id": "`+groupH+`"}],
		"users": [{"id": "`+userU+`"}],
		"catalogs": [{"id": "`+catalogC+`"}],
		"$schema": "seed.schema.json"
	}`))
	if err != nil {
		t.Fatal(err)
	}
	if links := held.Links(tenant.IncompatibleGroups, packageP); len(links) != 1 {
		t.Errorf("links %v", links)
	}
}

// FuzzLoad: no file makes the loader panic, and that one it refuses leaves nothing behind.
func FuzzLoad(f *testing.F) {
	f.Add(Finance)
	f.Add(`{"users":[{"id":7}]}`)
	f.Add(`{"groups":`)
	f.Fuzz(func(t *testing.T, text string) {
		held := newTenant()
		if err := Load(held, strings.NewReader(text)); err != nil && len(held.Catalogs())+len(held.AccessPackages()) > 0 {
			t.Errorf("refused with %v, and loaded a part", err)
		}
	})
}
