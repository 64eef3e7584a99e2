package adoption_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/entra-elm/terraform-provider-elm/internal/report/adoption"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/hostile"
)

// named has three rules of two access packages, whose objects all have one name.
func named(name string) *evidence.Document {
	object := func(id string) evidence.Object { return evidence.Object{ID: id, Name: &name} }
	rule := func(kind evidence.Kind, of, target string) evidence.Rule {
		return evidence.Rule{
			ImportID: of + "/" + target, Kind: kind, Catalog: object("c"), AccessPackage: object(of), Target: object(target),
		}
	}
	return &evidence.Document{Rules: []evidence.Rule{
		rule(evidence.KindGroup, "a", "g"), rule(evidence.KindAccessPackage, "a", "b"), rule(evidence.KindGroup, "b", "g"),
	}}
}

// blocks are the types and labels of a configuration's blocks.
func blocks(t *testing.T, text []byte) []string {
	t.Helper()
	file, problems := hclsyntax.ParseConfig(text, "adopted.tf", hcl.InitialPos)
	if problems.HasErrors() {
		t.Fatalf("%v\n%s", problems, text)
	}
	body, ok := file.Body.(*hclsyntax.Body)
	if !ok {
		t.Fatal("no HCL")
	}
	var found []string
	for _, block := range body.Blocks {
		found = append(found, block.Type+" "+strings.Join(block.Labels, "."))
	}
	return found
}

func TestConfiguration(t *testing.T) {
	t.Parallel()
	for authoritative, want := range map[bool]string{
		false: `terraform 
resource elm_access_package_incompatible_group.pay_excludes_pay
import 
resource elm_access_package_incompatible_access_package.pay_excludes_pay
import 
resource elm_access_package_incompatible_group.pay_excludes_pay_2
import `,
		true: `terraform 
resource elm_access_package_separation_of_duties.pay
import 
resource elm_access_package_separation_of_duties.pay_2
import `,
	} {
		if got := strings.Join(blocks(t, adoption.Configuration(named("Pay"), authoritative, adoption.AsBlock)), "\n"); got != want {
			t.Errorf("the blocks are\n%s\nwant\n%s", got, want)
		}
	}
}

// No name adds a block, and every configuration is HCL.
func TestConfiguration_hostile(t *testing.T) {
	t.Parallel()
	for _, name := range hostile.Names {
		for authoritative, want := range map[bool]int{false: 7, true: 5} {
			text := adoption.Configuration(named(name.Text), authoritative, adoption.AsBlock)
			if got := blocks(t, text); len(got) != want {
				t.Errorf("%s: %q", name.Attack, got)
			}
			if err := hostile.InText(string(text)); err != nil {
				t.Errorf("%s: %v", name.Attack, err)
			}
		}
	}
}
