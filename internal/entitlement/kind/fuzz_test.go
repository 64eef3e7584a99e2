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
		for _, parts := range [][]Part{{PackagePart}, Group.Parts(), AccessPackage.Parts()} {
			var diags diag.Diagnostics
			catalog, ids := ParseImportID(id, parts, &diags)
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
			short := strings.Join(all, "/")
			long := strings.Join(all[:len(all)-1], "/") + "/groups/" + all[len(all)-1]
			if len(ids) != len(parts) || !strings.EqualFold(id, short) && strings.ReplaceAll(strings.ToLower(id), "//", "/") != long {
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
