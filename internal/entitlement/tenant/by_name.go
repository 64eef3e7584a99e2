package tenant

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

// names has the access packages by their names.
type names struct {
	unique    map[string]graph.AccessPackage            // in the tenant, or in the catalog that was read
	inCatalog map[string]map[string]graph.AccessPackage // by the name of the catalog and the name in it
	ambiguous map[string][]graph.AccessPackage
}

// findNames sorts out which names mean one access package and which may mean several.
func findNames(packages []graph.AccessPackage) names {
	found := names{
		map[string]graph.AccessPackage{}, map[string]map[string]graph.AccessPackage{}, map[string][]graph.AccessPackage{},
	}
	inTenant, inCatalog := map[string][]graph.AccessPackage{}, map[[2]string]int{}
	inBoth := func(p graph.AccessPackage) [2]string { return [2]string{fold(p.CatalogName), fold(p.DisplayName)} }
	for _, p := range packages {
		inTenant[fold(p.DisplayName)] = append(inTenant[fold(p.DisplayName)], p)
		inCatalog[inBoth(p)]++
	}
	for _, p := range packages {
		name, catalog := key(p.DisplayName), key(p.CatalogName)
		if name == "" {
			continue
		}
		if twins := inTenant[fold(p.DisplayName)]; len(twins) == 1 {
			found.unique[name] = p
		} else {
			found.ambiguous[name] = twins
		}
		if catalog == "" || inCatalog[inBoth(p)] > 1 {
			continue
		}
		if found.inCatalog[catalog] == nil {
			found.inCatalog[catalog] = map[string]graph.AccessPackage{}
		}
		found.inCatalog[catalog][name] = p
	}
	return found
}

// key is a name as Terraform keeps all text: two encodings of one accented letter would be one key there, and stand
// for one of two.
func key(name string) string { return norm.NFC.String(name) }

// fold gives the same for names that people cannot tell apart, or mix up.
func fold(name string) string {
	var folded strings.Builder
	for _, r := range norm.NFKC.String(name) {
		switch {
		case unicode.Is(unicode.Cf, r): // invisible
		case unicode.Is(unicode.Pd, r) || r == 0x2212: // dashes and the minus sign
			folded.WriteByte('-')
		default:
			folded.WriteRune(unicode.ToLower(unicode.ToUpper(r)))
		}
	}
	return strings.Join(strings.Fields(folded.String()), " ")
}
