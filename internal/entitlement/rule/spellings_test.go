package rule

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
)

// How other people's states spell a rule: taken, or refused with the part that is wrong.
func TestParseReference(t *testing.T) {
	t.Parallel()
	const (
		one, two = "9fef1eaf-1eaf-9fef-af1e-ef9faf1eef9f", "af1e9fef-1eaf-9fef-af1e-ef9faf1eef9f"
		path     = "identityGovernance/entitlementManagement/accessPackages/" + one + "/incompatibleGroups"
		url      = path + "/$ref"
		target   = "https://graph.microsoft.com/v1.0/groups/" + two
	)
	taken := one + "/" + two
	other := strings.Replace(url, "incompatibleGroups", "incompatibleAccessPackages", 1)
	for name, test := range map[string]struct{ url, body, id, want string }{
		"usual":                    {url: url, body: target, want: taken},
		"leading slash":            {url: "/" + url, body: target, want: taken},
		"version":                  {url: "beta/" + url, body: target, want: taken},
		"whole URL":                {url: "https://graph.microsoft.com/v1.0/" + url, body: target, want: taken},
		"another cloud":            {url: "https://microsoftgraph.chinacloudapi.cn/v1.0/" + url, body: "https://graph.microsoft.us/v1.0/groups/" + two, want: taken},
		"escaped $":                {url: path + "/%24ref", body: target, want: taken},
		"$REF":                     {url: path + "/$REF", body: target, want: taken},
		"trailing slash":           {url: url + "/", body: target + "/", want: taken},
		"query":                    {url: url + "?$select=id", body: target + "?x=y#z", want: taken},
		"upper case":               {url: strings.ToUpper(path) + "/$ref", body: strings.ToUpper(target), want: taken},
		"key in parentheses":       {url: strings.Replace(url, "/"+one, "('"+one+"')", 1), body: "https://graph.microsoft.com/v1.0/groups('" + two + "')", want: taken},
		"key without quotes":       {url: strings.Replace(url, "/"+one, "("+one+")", 1), body: target, want: taken},
		"escaped parentheses":      {url: strings.Replace(url, "/"+one, "%28'"+one+"'%29", 1), body: target, want: taken},
		"below a catalog":          {url: "identityGovernance/entitlementManagement/accessPackageCatalogs/" + two + "/accessPackages/" + one + "/incompatibleGroups", body: target, want: taken},
		"directory objects":        {url: url, body: "https://graph.microsoft.com/v1.0/directoryObjects/" + two, want: taken},
		"azuread's id":             {url: url, body: "/groups/" + two, want: taken},
		"id alone":                 {url: url, body: strings.ToUpper(two), want: taken},
		"imported":                 {url: url, id: strings.ToUpper(two), want: taken},
		"another collection":       {url: url, body: "https://graph.microsoft.com/v1.0/users/" + two, want: `the @odata.id in its body is wrong: it does not end in groups/<guid>: "https://graph.microsoft.com/v1.0/users/`},
		"members of a group":       {url: url, body: target + "/members", want: "the @odata.id in its body is wrong: it does not end in groups/<guid>"},
		"no GUID":                  {url: url, body: "https://graph.microsoft.com/v1.0/groups/approvers", want: `the @odata.id in its body is wrong: expected a GUID, got "approvers"`},
		"no GUID in parentheses":   {url: url, body: "groups('approvers')", want: `expected a GUID, got "approvers"`},
		"alternate key":            {url: url, body: "groups(uniqueName='x')", want: "the @odata.id in its body is wrong"},
		"look-alike":               {url: url, body: strings.Replace(target, two, strings.Replace(two, "-", "\u2011", 1), 1), want: "Character 9 is U+2011 instead of a hyphen"},
		"placeholder":              {url: url, body: "groups/00000000-0000-0000-0000-000000000000", want: "placeholder that was never replaced"},
		"imported, no GUID":        {url: url, id: "x", want: `its id is wrong: expected a GUID, got "x"`},
		"nothing":                  {url: url, want: "neither its body nor its id contains the ID of the incompatible group"},
		"package no GUID":          {url: strings.Replace(url, one, "payments", 1), body: target, want: `the access package in its url is wrong: expected a GUID, got "payments"`},
		"package in braces":        {url: strings.Replace(url, one, "{"+one+"}", 1), body: target, want: `Character 1 is "{" (U+007B)`},
		"another navigation":       {url: other, body: target, want: `its url does not end in accessPackages/<guid>/incompatibleGroups/$ref: "identityGovernance`},
		"one target":               {url: path + "/" + two + "/$ref", body: target, want: "its url does not end in accessPackages/<guid>/incompatibleGroups/$ref"},
		"empty":                    {body: target, want: `its url does not end in accessPackages/<guid>/incompatibleGroups/$ref: ""`},
		"bad escape":               {url: "%zz", body: target, want: `its url can't be read: "%zz" isn't a URL`},
		"no URL for a target":      {url: url, body: "%zz/groups", want: `the @odata.id in its body is wrong: expected a GUID, got "%zz/groups"`},
		"a long url is cut":        {url: strings.Repeat("x", 5000), body: target, want: "…"},
		"of another resource type": {url: "groups/" + one + "/members/$ref", body: target, want: "its url does not end in accessPackages"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			source := msgraphState{URL: test.url, ID: test.id}
			if test.body != "" {
				source.Body = json.RawMessage(fmt.Sprintf(`{"value": {"@odata.id": %q}}`, test.body))
			}
			k, err := (&ruleResource{kind: &kind.Group}).parseReference(source)
			got := k.ID()
			if err != nil {
				got = err.Error()
				if k != (kind.Key{}) {
					t.Errorf("an error and half a rule: %v", k)
				}
			}
			if !strings.Contains(got, test.want) || len(got) > 1200 {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

// The route below a catalog takes the group's ID.
func TestParseReference_bodies(t *testing.T) {
	t.Parallel()
	const one, two = "9fef1eaf-1eaf-9fef-af1e-ef9faf1eef9f", "af1e9fef-1eaf-9fef-af1e-ef9faf1eef9f"
	for body, want := range map[string]string{
		`{"value": {"@odata.type": "#x", "id": "` + two + `"}, "type": []}`: one + "/" + two,
		`{"id": "` + strings.ToUpper(two) + `"}`:                            one + "/" + two,
		`{"value": {"id": "x"}}`:                                            `the id in its body is wrong: expected a GUID, got "x"`,
		`null`:                                                              "neither its body nor its id",
		`"text"`:                                                            "neither its body nor its id",
		`{"value": null}`:                                                   "neither its body nor its id",
		`{"value": {"@odata.id": null}}`:                                    "neither its body nor its id",
	} {
		k, err := (&ruleResource{kind: &kind.Group}).parseReference(msgraphState{
			URL: "accessPackages/" + one + "/incompatibleGroups", Body: json.RawMessage(body),
		})
		got := k.ID()
		if err != nil {
			got = err.Error()
		}
		if !strings.Contains(got, want) {
			t.Errorf("%s: got %s, want %s", body, got, want)
		}
	}
}
