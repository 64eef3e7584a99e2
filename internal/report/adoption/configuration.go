// Package adoption writes Terraform configuration for rules that exist.
package adoption

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"

	"github.com/entra-elm/terraform-provider-elm/internal/display"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// Configuration has a resource and an import block for each rule, or, if it is authoritative, for all rules of each
// access package that has some.
func Configuration(d *evidence.Document, authoritative bool, requirement Requirement) []byte {
	w := &writer{file: hclwrite.NewEmptyFile(), labels: map[string]bool{}}
	w.require(requirement)
	rules := slices.Clone(d.Rules)
	slices.SortStableFunc(rules, func(a, b evidence.Rule) int {
		return cmp.Or(
			cmp.Compare(a.AccessPackage.ID, b.AccessPackage.ID),
			cmp.Compare(b.Kind, a.Kind), // groups first
			cmp.Compare(a.Target.ID, b.Target.ID),
		)
	})
	for len(rules) > 0 {
		n := 1
		for authoritative && n < len(rules) && rules[n].AccessPackage.ID == rules[0].AccessPackage.ID {
			n++
		}
		if authoritative {
			w.set(rules[:n])
		} else {
			w.rule(&rules[0])
		}
		rules = rules[n:]
	}
	return w.file.Bytes()
}

// writer writes blocks. HCL quotes every value, and labels are made of letters.
type writer struct {
	file   *hclwrite.File
	labels map[string]bool
}

// advice is what to add to a block that the folder may have.
const advice = `# Add elm to the required_providers block of the folder:
#
#   terraform {
#     required_providers {
#       elm = {
#         source = "entra-elm/elm"
#       }
#     }
#   }
`

func (w *writer) require(requirement Requirement) {
	if requirement == AsComment {
		w.comment(advice)
	}
	if requirement != AsBlock {
		return
	}
	provider := w.file.Body().AppendNewBlock("terraform", nil).Body().AppendNewBlock("required_providers", nil).Body()
	provider.SetAttributeValue("elm", cty.ObjectVal(map[string]cty.Value{"source": cty.StringVal("entra-elm/elm")}))
}

func (w *writer) rule(r *evidence.Rule) {
	kind, attribute := "elm_access_package_incompatible_group", "group_id"
	if r.Kind == evidence.KindAccessPackage {
		kind, attribute = "elm_access_package_incompatible_access_package", "incompatible_access_package_id"
	}
	label := w.label(kind, name(r.AccessPackage)+" excludes "+name(r.Target))
	body := w.resource(kind, label, r, name(r.AccessPackage)+" excludes "+name(r.Target))
	body.SetAttributeValue(attribute, cty.StringVal(r.Target.ID))
	w.importBlock(kind, label, r.ImportID)
}

func (w *writer) set(rules []evidence.Rule) {
	const kind = "elm_access_package_separation_of_duties"
	label := w.label(kind, name(rules[0].AccessPackage))
	body := w.resource(kind, label, &rules[0], name(rules[0].AccessPackage))
	for _, list := range []struct {
		attribute string
		kind      evidence.Kind
	}{{"incompatible_group_ids", evidence.KindGroup}, {"incompatible_access_package_ids", evidence.KindAccessPackage}} {
		var ids []cty.Value
		for i := range rules {
			if rules[i].Kind == list.kind {
				ids = append(ids, cty.StringVal(rules[i].Target.ID))
			}
		}
		if ids == nil {
			body.SetAttributeValue(list.attribute, cty.ListValEmpty(cty.String))
		} else {
			body.SetAttributeValue(list.attribute, cty.ListVal(ids))
		}
	}
	w.importBlock(kind, label, rules[0].AccessPackage.ID)
}

// resource begins a resource. Names are in a comment, and say what the IDs are.
func (w *writer) resource(kind, label string, r *evidence.Rule, comment string) *hclwrite.Body {
	w.file.Body().AppendNewline()
	w.comment("# " + comment + "\n")
	body := w.file.Body().AppendNewBlock("resource", []string{kind, label}).Body()
	body.SetAttributeValue("catalog_id", cty.StringVal(r.Catalog.ID))
	body.SetAttributeValue("access_package_id", cty.StringVal(r.AccessPackage.ID))
	return body
}

// comment writes lines that begin with the sign of a comment and end with a line break.
func (w *writer) comment(lines string) {
	w.file.Body().AppendUnstructuredTokens(hclwrite.Tokens{{Type: hclsyntax.TokenComment, Bytes: []byte(lines)}})
}

func (w *writer) importBlock(kind, label, id string) {
	w.file.Body().AppendNewline()
	body := w.file.Body().AppendNewBlock("import", nil).Body()
	body.SetAttributeTraversal("to", hcl.Traversal{hcl.TraverseRoot{Name: kind}, hcl.TraverseAttr{Name: label}})
	body.SetAttributeValue("id", cty.StringVal(id))
}

// name is the name of an object as a line of text.
func name(o evidence.Object) string {
	if o.Name == nil {
		return display.Message(o.ID).String()
	}
	return display.Name(*o.Name).Or(o.ID)
}

// label makes a name for a resource that no other resource of the kind has.
func (w *writer) label(kind, text string) string {
	words := strings.FieldsFunc(
		strings.ToLower(text), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') },
	)
	base := strings.Join(words, "_")
	if base == "" || base[0] >= '0' && base[0] <= '9' {
		base = "rule_" + base
	}
	label := base
	for n := 2; w.labels[kind+"."+label]; n++ {
		label = fmt.Sprintf("%s_%d", base, n)
	}
	w.labels[kind+"."+label] = true
	return label
}
