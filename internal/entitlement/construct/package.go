package construct

import (
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/entra-elm/terraform-provider-elm/internal/explain"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

// Attributes that several constructs have.
const (
	CatalogAttribute = "catalog_id"
	PackageAttribute = "access_package_id"
	IDAttribute      = "id"
)

// SetType is the resource's name without the provider's prefix.
const SetType = "access_package_separation_of_duties"

// PackageSubject is an access package in an error.
func PackageSubject(id string) explain.Subject {
	return explain.Subject{Attribute: PackageAttribute, Noun: "access package", ID: id}
}

// PackageError words what concerns an access package and all of its rules alike; nil when err is not of that sort.
func PackageError(err error, accessPackageID string) diag.Diagnostic {
	if mismatch, ok := errors.AsType[*graph.CatalogMismatchError](err); ok {
		return diag.NewAttributeErrorDiagnostic(
			path.Root(CatalogAttribute),
			"Access package is in another catalog",
			fmt.Sprintf(
				"Access package %s is in catalog %s, but `%s` is %s. Correct the catalog's ID.",
				mismatch.AccessPackageID, mismatch.ActualCatalogID, CatalogAttribute, mismatch.CatalogID,
			),
		)
	}
	if missing, ok := errors.AsType[*graph.MissingError](err); ok && missing.AccessPackage {
		return diag.NewAttributeErrorDiagnostic(
			path.Root(PackageAttribute),
			"Access package not found",
			explain.Detail(err, explain.NotKnown(PackageSubject(accessPackageID))),
		)
	}
	return nil
}
