package kind_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
)

const (
	one   = "9fef1eaf-1eaf-9fef-af1e-ef9faf1eef9f"
	two   = "af1e9fef-1eaf-9fef-af1e-ef9faf1eef9f"
	three = "ef9faf1e-1eaf-9fef-af1e-ef9faf1eef9f"
)

// Import IDs as people write them, and their parts or the error.
func TestParseImportID(t *testing.T) {
	t.Parallel()
	group, accessPackage, set := kind.Group.Parts(), kind.AccessPackage.Parts(), []kind.Part{kind.PackagePart}
	for name, test := range map[string]struct {
		parts    []kind.Part
		in, want string
	}{
		"group":                      {group, one + "/" + strings.ToUpper(two), " " + one + " " + two},
		"with catalog":               {group, three + "/" + one + "/" + two, three + " " + one + " " + two},
		"azuread's id":               {group, one + "//groups/" + two, " " + one + " " + two},
		"azuread's id, joined":       {group, one + "/groups/" + two, " " + one + " " + two},
		"azuread's id, with catalog": {group, three + "/" + one + "//groups/" + two, three + " " + one + " " + two},
		"set":                        {set, one, " " + one},
		"set, with catalog":          {set, three + "/" + one, three + " " + one},
		"path of a package":          {accessPackage, one + "//groups/" + two, `it has the wrong number of parts between its slashes: 4`},
		"path of another collection": {group, one + "//users/" + two, `it has the wrong number of parts between its slashes: 4`},
		"path alone":                 {group, "/groups/" + two, `remove the "/" at position 1`},
		"one part":                   {group, one, `Expected "<access_package_id>/<group_id>" or "<catalog_id>/<access_package_id>/<group_id>", where each is a GUID; got "` + one + `": it has the wrong number of parts between its slashes: 1`},
		"trailing slash":             {group, one + "/" + two + "/", `remove the "/" at the end (position 74)`},
		"trailing slashes":           {set, one + "//", `remove the "/" at the end (position 37)`},
		"leading slash":              {set, "/" + one, `remove the "/" at position 1`},
		"slash":                      {set, "/", `remove the "/" at position 1`},
		"line break":                 {group, one + "/" + two + "\n", `its part <group_id> is wrong: expected a GUID, got "` + two + `\n". A GUID has 36 characters, and character 37 is U+000A`},
		"shell":                      {set, "C:/Program Files/Git/groups/" + one, "Write only " + one + ", begin with two slashes, or set MSYS_NO_PATHCONV=1"},
		"shell, both":                {group, "C:/Program Files/Git/" + one + "/" + two, "Write only " + one + "/" + two + ", begin"},
		"braces":                     {group, "{" + one + "}/" + two, `its part <access_package_id> is wrong: expected a GUID, got "{` + one + `}". Character 1 is "{" (U+007B) instead of a hexadecimal digit`},
		"quotes":                     {set, `"` + one + `"`, `Character 1 is "\"" (U+0022)`},
		"non-breaking hyphen":        {set, strings.Replace(one, "-", "\u2011", 1), "Character 9 is U+2011 instead of a hyphen"},
		"placeholder":                {group, one + "/00000000-0000-0000-0000-000000000000", "its part <group_id> is wrong: expected the GUID of an object"},
		"azuread's placeholder":      {group, one + "//groups/00000000-0000-0000-0000-000000000000", "its part <group_id> is wrong: expected the GUID of an object"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var diags diag.Diagnostics
			catalog, ids := kind.ParseImportID(test.in, test.parts, &diags)
			got := catalog + " " + strings.Join(ids, " ")
			for _, d := range diags {
				got = d.Summary() + ". " + d.Detail()
			}
			if !strings.Contains(got, test.want) {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
			if strings.HasPrefix(name, "shell") && strings.Count(got, test.in) != 1 {
				t.Errorf("says more than once what was given: %s", got)
			}
		})
	}
}
