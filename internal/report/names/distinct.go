// Package names tells what the objects of a report are called.
package names

import (
	"maps"

	"github.com/entra-elm/terraform-provider-elm/internal/display"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// Of gives the names of the catalogs, access packages and groups of a document, by ID. Two catalogs may have an access
// package of the same name, which gets its ID in addition. An object without a name that anyone can see isn't among
// them.
func Of(d *evidence.Document) map[string]string {
	catalogs, accessPackages, groups := map[string]string{}, map[string]string{}, map[string]string{}
	for _, o := range d.Catalogs {
		learn(catalogs, o)
	}
	for _, o := range d.AccessPackages {
		learn(accessPackages, o)
	}
	for i := range d.Rules {
		r := &d.Rules[i]
		learn(catalogs, r.Catalog)
		learn(accessPackages, r.AccessPackage)
		if r.Kind == evidence.KindAccessPackage {
			learn(accessPackages, r.Target)
		} else {
			learn(groups, r.Target)
		}
	}
	for i := range d.Gaps {
		g := &d.Gaps[i]
		learn(accessPackages, g.AccessPackage)
		if _, known := accessPackages[g.Target.ID]; !known {
			learn(groups, g.Target)
		}
	}
	all := map[string]string{}
	for _, kind := range []map[string]string{catalogs, accessPackages, groups} {
		for id := range display.Alike(kind) {
			kind[id] = display.Message(kind[id]).String() + " (" + id + ")"
		}
		maps.Copy(all, kind)
	}
	return all
}

// learn keeps the first name of an object that shows something.
func learn(names map[string]string, o evidence.Object) {
	if names[o.ID] == "" && display.Name(o.DisplayName()).String() != "" {
		names[o.ID] = o.DisplayName()
	}
}
