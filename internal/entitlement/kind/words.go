package kind

import (
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/entra-elm/terraform-provider-elm/internal/explain"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

// PackageError words what concerns an access package and all of its rules alike; nil when err is not of that sort.
func PackageError(err error, accessPackageID string) diag.Diagnostic {
	var mismatch *graph.CatalogMismatchError
	if errors.As(err, &mismatch) {
		return diag.NewAttributeErrorDiagnostic(path.Root(CatalogAttribute), "Access package is in another catalog", fmt.Sprintf(
			"Access package %s is in catalog %s, but the configuration says %s. Correct `%s`: the rule itself does not depend on it.",
			mismatch.AccessPackageID, mismatch.ActualCatalogID, mismatch.CatalogID, CatalogAttribute))
	}
	var missing *graph.MissingError
	if errors.As(err, &missing) && missing.AccessPackage {
		return diag.NewAttributeErrorDiagnostic(path.Root(PackageAttribute), "Access package not found",
			explain.Detail(err, explain.NotKnown("access package", accessPackageID)))
	}
	return nil
}

// PartAndWholeError says that a set and single rules manage the same rules.
func (k *Kind) PartAndWholeError(at path.Path, accessPackageID string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(at, "Rules declared twice", fmt.Sprintf(
		"In this configuration an elm_%s manages the incompatible %ss of access package %s one by one, and an elm_%s manages all of them in "+
			"its `%s`. They would fight: each removes what the other adds. Keep only one of them: either the single resources or the set.",
		k.TypeName, k.Noun, accessPackageID, SetType, k.Set))
}
