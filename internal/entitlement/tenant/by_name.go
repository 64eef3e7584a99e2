package tenant

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// findNames sorts out which names mean one access package and which may mean several.
func (m *packagesModel) findNames() {
	m.ByName = map[string]packageModel{}
	m.ByCatalogAndName = map[string]map[string]packageModel{}
	m.Ambiguous = map[string][]packageModel{}
	inTenant, inCatalog := map[string][]packageModel{}, map[string][]packageModel{}
	for _, p := range m.AccessPackages {
		inTenant[p.folded()] = append(inTenant[p.folded()], p)
		inCatalog[p.foldedWithCatalog()] = append(inCatalog[p.foldedWithCatalog()], p)
	}
	for _, p := range m.AccessPackages {
		name, catalog := key(p.DisplayName.ValueString()), key(p.CatalogDisplayName.ValueString())
		if name == "" {
			continue
		}
		if twins := inTenant[p.folded()]; len(twins) == 1 {
			m.ByName[name] = p
		} else {
			m.Ambiguous[name] = twins
		}
		if catalog == "" || len(inCatalog[p.foldedWithCatalog()]) > 1 {
			continue
		}
		if m.ByCatalogAndName[catalog] == nil {
			m.ByCatalogAndName[catalog] = map[string]packageModel{}
		}
		m.ByCatalogAndName[catalog][name] = p
	}
}

func (p packageModel) folded() string { return fold(p.DisplayName.ValueString()) }

func (p packageModel) foldedWithCatalog() string {
	return fold(p.CatalogDisplayName.ValueString()) + "\x00" + p.folded()
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
