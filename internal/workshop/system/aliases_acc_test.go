package system_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/provider"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// A set of one provider alias and a single rule of another declare different rules of one access package. Terraform
// starts a process for each alias, so that neither knows of the other, and an apply undoes a part of the one before.
// The plan names each rule that the set removes. A provider of another name stands for the second process.
func TestAccAliases_setAndSingle(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	clock := acctest.NewClock()
	cli := acctest.NewCLI(t, acctest.Options(clock, nil)...)
	for _, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
		cli.Serve(host+"/hashicorp/other", providerserver.NewProtocol6(provider.New("test", acctest.Options(clock, nil)...)()))
	}
	other := strings.Replace(s.Provider(), `"elm"`, `"other"`, 1)
	cli.Write(t, s.Provider()+other+set("all", 0)+single("one", 1, "provider = other"))
	cli.Must(t, 0, "apply", "-auto-approve")
	removals := 0
	for range 4 {
		clock.Shift(time.Hour)
		before := s.Tenant().Links(emulator.IncompatibleGroups, acctest.Package(0))
		planned := plain(cli.Must(t, 0, "plan", "-out=p"))
		cli.Must(t, 0, "apply", "p")
		named := strings.Contains(planned, `- "`+acctest.Group(1)+`"`)
		removed := slices.Contains(before, acctest.Group(1)) && !slices.Contains(s.Tenant().Links(emulator.IncompatibleGroups, acctest.Package(0)), acctest.Group(1))
		if removed {
			removals++
		}
		if removed && !named {
			t.Errorf("the rule was removed, and the plan shows:\n%s", planned)
		}
	}
	if removals != 2 {
		t.Errorf("%d of 4 applies have removed the rule", removals)
	}
}
