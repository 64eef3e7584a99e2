package kind

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

// An import id is GUIDs in lower case, or an error: nothing else gets into a URL.
func FuzzImportID(f *testing.F) {
	f.Fuzz(func(t *testing.T, id string) {
		for _, attributes := range [][]string{{PackageAttribute}, {PackageAttribute, Group.Target}} {
			var diags diag.Diagnostics
			catalog, ids := ParseImportID(id, attributes, &diags)
			if diags.HasError() {
				if catalog != "" || len(ids) > 0 {
					t.Errorf("%q is an error and %q, %q", id, catalog, ids)
				}
				continue
			}
			all := ids
			if catalog != "" {
				all = append([]string{catalog}, ids...)
			}
			if len(ids) != len(attributes) || strings.Join(all, "/") != strings.ToLower(id) {
				t.Errorf("%q gives %q", id, all)
			}
			for _, part := range all {
				if canonical, err := guid.Parse(part); err != nil || canonical != part {
					t.Errorf("%q gives %q", id, part)
				}
			}
		}
	})
}
