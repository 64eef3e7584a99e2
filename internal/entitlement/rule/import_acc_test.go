package rule_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// oneLine undoes the frame in which a CLI prints errors.
func oneLine(output string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(output, "│", " ")), " ")
}

// The id that azuread gives a group is taken wherever a rule is named by it.
func TestAccImport_azureadsIDs(t *testing.T) {
	t.Parallel()
	for name, source := range map[string]string{
		"id": fmt.Sprintf("id = %q", acctest.Package(0)+"//groups/"+acctest.Group(0)),
		"identity": fmt.Sprintf("identity = {\n    access_package_id = %q\n    group_id = %q\n  }",
			acctest.Package(0), "/groups/"+strings.ToUpper(acctest.Group(0))),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cli := acctest.NewCLI(t)
			if name == "identity" {
				cli.Needs(t, acctest.ImportByIdentity)
			}
			s := acctest.Start(t, emulator.Options{})
			acctest.Must(t, s.Tenant().Link(emulator.IncompatibleGroups, acctest.Package(0), acctest.Group(0)))
			k := acctest.Kinds[0]
			cli.Write(t, s.Provider()+k.Config(acctest.Package(0), "/groups/"+acctest.Group(0))+"import {\n  to = "+k.Address()+"\n  "+source+"\n}\n")
			if made := cli.Must(t, 0, "apply", "-auto-approve"); !strings.Contains(made, "1 imported, 0 added, 0 changed, 0 destroyed") {
				t.Error(made)
			}
			cli.Must(t, 0, "plan", "-detailed-exitcode")
		})
	}
}

// For an import with the IDs in the wrong order, the error says so. It costs one more list.
func TestAccImport_opposite(t *testing.T) {
	t.Parallel()
	acctest.ForKinds(t, func(t *testing.T, k acctest.Kind) {
		t.Helper()
		s := acctest.Start(t, emulator.Options{})
		acctest.Must(t, s.Tenant().Link(k.Kind, acctest.Package(0), k.TargetID(0)))
		cli := acctest.NewCLI(t)
		cli.Write(t, s.Provider()+k.Config(acctest.Package(0), k.TargetID(0)))
		output := oneLine(cli.Must(t, 1, "import", k.Address(), k.TargetID(0)+"/"+acctest.Package(0)))
		title := "IDs in the wrong order" // there is no rule of such a kind the other way
		if k.Kind == emulator.IncompatibleAccessPackages {
			title = "Only the opposite rule exists"
		}
		for _, want := range []string{title, "`access_package_id` is " + acctest.Package(0), fmt.Sprintf("rule with the ID %q", acctest.Package(0)+"/"+k.TargetID(0))} {
			if !strings.Contains(output, want) {
				t.Errorf("not a word of %q:\n%s", want, output)
			}
		}
		want := 2 // a list of either end
		if k.Kind == emulator.IncompatibleGroups {
			want = 3 // and the access package that doesn't exist
		}
		if n := s.Requests("", ""); n != want {
			t.Errorf("%d requests, want %d", n, want)
		}
		output = oneLine(cli.Must(t, 1, "import", k.Address(), acctest.Package(1)+"/"+k.TargetID(1)))
		if !strings.Contains(output, "non-existent") || strings.Contains(output, "opposite") {
			t.Errorf("A rule that is not there either way:\n%s", output)
		}
		cli.Must(t, 0, "import", k.Address(), acctest.Package(0)+"/"+k.TargetID(0))
		acctest.Must(t, s.Tenant().Unlink(k.Kind, acctest.Package(0), k.TargetID(0)))
		if k.Kind == emulator.IncompatibleAccessPackages {
			acctest.Must(t, s.Tenant().Link(k.Kind, k.TargetID(0), acctest.Package(0)))
		}
		cli.Must(t, 2, "plan", "-detailed-exitcode") // an import that went well is forgotten: the rule is drift, and no error
	})
}

// An import ID that is an unset variable of a shell is an error in the user's words.
func TestAccImport_empty(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	k := acctest.Kinds[0]
	const set = "elm_access_package_separation_of_duties"
	for address, want := range map[string]string{
		k.Address():   `Invalid import ID Expected "<access_package_id>/<group_id>"`,
		set + ".test": `Invalid import ID Expected "<access_package_id>"`,
	} {
		cli := acctest.NewCLI(t)
		cli.Write(t, s.Provider()+k.Config(acctest.Package(0), k.TargetID(0))+strings.NewReplacer(
			k.Resource, set, k.Target, "incompatible_group_ids", `"`+k.TargetID(0)+`"`, `["`+k.TargetID(0)+`"]`,
		).Replace(k.Config(acctest.Package(1), k.TargetID(0))))
		if output := oneLine(cli.Must(t, 1, "import", address, "")); !strings.Contains(output, want) || !strings.Contains(output, `got ""`) {
			t.Errorf("not a word of %q:\n%s", want, output)
		}
	}
}

// A placeholder that was never replaced is found while planning, at its attribute, before any request.
func TestAccRule_placeholder(t *testing.T) {
	t.Parallel()
	const zero = "00000000-0000-0000-0000-000000000000"
	acctest.ForKinds(t, func(t *testing.T, k acctest.Kind) {
		t.Helper()
		s := acctest.Start(t, emulator.Options{})
		for attribute, config := range map[string]string{
			"catalog_id":        k.ConfigIn(zero, acctest.Package(0), k.TargetID(0)),
			"access_package_id": k.Config(zero, k.TargetID(0)),
			k.Target:            k.Config(acctest.Package(0), zero),
		} {
			cli := acctest.NewCLI(t)
			cli.Write(t, s.Provider()+config)
			output := oneLine(cli.Must(t, 1, "plan"))
			if want := "attribute " + attribute + " must be the ID of an object in Microsoft Entra: expected the GUID of an object, got " + zero +
				", which is a placeholder that was never replaced."; !strings.Contains(output, want) {
				t.Errorf("not a word of %q:\n%s", want, output)
			}
		}
		if n := s.Requests("", ""); n != 0 {
			t.Errorf("%d requests", n)
		}
	})
}

// An import that names a wrong catalog fails, because nothing else would ever compare it.
func TestAccImport_wrongCatalog(t *testing.T) {
	t.Parallel()
	acctest.ForKinds(t, func(t *testing.T, k acctest.Kind) {
		t.Helper()
		s := acctest.Start(t, emulator.Options{})
		acctest.Must(t, s.Tenant().Link(k.Kind, acctest.Package(0), k.TargetID(0)))
		cli := acctest.NewCLI(t)
		cli.Write(t, s.Provider()+k.ConfigIn(acctest.CatalogID, acctest.Package(0), k.TargetID(0)))
		for _, catalog := range []string{acctest.OtherCatalogID, acctest.Missing} {
			output := oneLine(cli.Must(t, 1, "import", k.Address(), catalog+"/"+acctest.Package(0)+"/"+k.TargetID(0)))
			if !strings.Contains(output, "The import ID names catalog ") {
				t.Errorf("not what is wrong:\n%s", output)
			}
		}
		cli.Must(t, 0, "import", k.Address(), acctest.CatalogID+"/"+acctest.Package(0)+"/"+k.TargetID(0))
	})
}

// The ID of a rule can be taken for that of the other resource type, in either order. The error names the right one.
func TestAccImport_otherKind(t *testing.T) {
	t.Parallel()
	acctest.ForKinds(t, func(t *testing.T, k acctest.Kind) {
		t.Helper()
		other := acctest.Kinds[0]
		if k.Kind == other.Kind {
			other = acctest.Kinds[1]
		}
		s := acctest.Start(t, emulator.Options{})
		acctest.Must(t, s.Tenant().Link(other.Kind, acctest.Package(0), other.TargetID(0)))
		cli := acctest.NewCLI(t)
		cli.Write(t, s.Provider()+k.Config(acctest.Package(0), k.TargetID(0)))
		right := acctest.Package(0) + "/" + other.TargetID(0)
		for _, id := range []string{right, other.TargetID(0) + "/" + acctest.Package(0)} {
			output := oneLine(cli.Must(t, 1, "import", k.Address(), id))
			for _, want := range []string{
				"Rule of another kind", "access package " + acctest.Package(0) + " excludes ", other.TargetID(0),
				fmt.Sprintf("Import the rule as an %s with the ID %q.", other.Resource, right),
			} {
				if !strings.Contains(output, want) {
					t.Errorf("not a word of %q:\n%s", want, output)
				}
			}
		}
	})
}
