package kind

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
)

// PartAndWholeError says that a set and single rules manage the same rules.
func (k *Kind) PartAndWholeError(at path.Path, accessPackageID string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(at, "Rules declared twice", fmt.Sprintf(
		"In this configuration an elm_%s manages the incompatible %ss of access package %s one by one, and an elm_%s manages all of them in "+
			"its `%s`. They would fight: each removes what the other adds. Keep only one of them: either the single resources or the set.",
		k.TypeName, k.Noun, accessPackageID, construct.SetType, k.Set))
}
