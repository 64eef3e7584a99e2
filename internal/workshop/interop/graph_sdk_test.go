//go:build microsoftgraph

// HashiCorp's SDK for Microsoft Graph takes minutes and gigabytes to compile, so that only who asks for it tries it.

package interop

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/hashicorp/go-azure-sdk/microsoft-graph/common-types/beta"
	"github.com/hashicorp/go-azure-sdk/microsoft-graph/groups/beta/group"
	accesspackage "github.com/hashicorp/go-azure-sdk/microsoft-graph/identitygovernance/beta/entitlementmanagementaccesspackage"
	rolescope "github.com/hashicorp/go-azure-sdk/microsoft-graph/identitygovernance/beta/entitlementmanagementaccesspackageaccesspackageresourcerolescope"
	policy "github.com/hashicorp/go-azure-sdk/microsoft-graph/identitygovernance/beta/entitlementmanagementaccesspackageassignmentpolicy"
	catalog "github.com/hashicorp/go-azure-sdk/microsoft-graph/identitygovernance/beta/entitlementmanagementaccesspackagecatalog"
	resource "github.com/hashicorp/go-azure-sdk/microsoft-graph/identitygovernance/beta/entitlementmanagementaccesspackagecatalogaccesspackageresource"
	request "github.com/hashicorp/go-azure-sdk/microsoft-graph/identitygovernance/beta/entitlementmanagementaccesspackageresourcerequest"
	"github.com/hashicorp/go-azure-sdk/sdk/auth"
	"github.com/hashicorp/go-azure-sdk/sdk/client/msgraph"
	"github.com/hashicorp/go-azure-sdk/sdk/environments"
	"github.com/hashicorp/go-azure-sdk/sdk/nullable"
	"github.com/hashicorp/go-azure-sdk/sdk/odata"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

// TestGraphSDK makes, reads, changes and deletes what is around a rule with the client that azuread is made of.
func TestGraphSDK(t *testing.T) {
	t.Parallel()
	s := start(t)
	sdkClient.Do(func() { auth.Client, auth.MetadataClient = s.client, s.client })
	environment := s.cloud(t)
	authorizer, err := auth.NewAuthorizerFromCredentials(t.Context(), auth.Credentials{
		Environment: environment, TenantID: tenantID, ClientID: clientID,
		EnableAuthenticatingUsingClientSecret: true, ClientSecret: emulator.DefaultSecret,
	}, environment.MicrosoftGraph)
	must(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute) // the SDK wants an end
	defer cancel()
	k := sdk{t, ctx, environment.MicrosoftGraph, authorizer, &http.Transport{TLSClientConfig: s.client.Transport.(*http.Transport).TLSClientConfig.Clone()}}
	groupID := k.makeGroup()
	catalogID, packageID := k.makePackage()
	k.grant(catalogID, packageID, groupID)
	k.decide(packageID)
	k.takeAway(catalogID, packageID, groupID)
}

// emulatedUser is one of the built-in tenant.
const emulatedUser = "05e20000-0000-4000-8000-000000000001"

type sdk struct {
	t          *testing.T
	ctx        context.Context
	api        environments.Api
	authorizer auth.Authorizer
	transport  *http.Transport
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// point points a client at the emulator.
func (k sdk) point(c *msgraph.Client) {
	c.SetAuthorizer(k.authorizer)
	c.SetTransport(k.transport)
}

func (k sdk) makePackage() (catalogID, packageID string) {
	k.t.Helper()
	catalogs, err := catalog.NewEntitlementManagementAccessPackageCatalogClientWithBaseURI(k.api)
	must(k.t, err)
	k.point(catalogs.Client)
	made, err := catalogs.CreateEntitlementManagementAccessPackageCatalog(k.ctx, beta.AccessPackageCatalog{
		DisplayName: nullable.Value("Sales"), Description: nullable.Value("All of it"), CatalogStatus: nullable.Value("published"),
		IsExternallyVisible: nullable.Value(true),
	}, catalog.DefaultCreateEntitlementManagementAccessPackageCatalogOperationOptions())
	must(k.t, err)
	packages, err := accesspackage.NewEntitlementManagementAccessPackageClientWithBaseURI(k.api)
	must(k.t, err)
	k.point(packages.Client)
	sold, err := packages.CreateEntitlementManagementAccessPackage(k.ctx, beta.AccessPackage{
		DisplayName: nullable.Value("Sell"), AccessPackageCatalog: made.Model, CatalogId: nullable.Value(*made.Model.Id),
	}, accesspackage.DefaultCreateEntitlementManagementAccessPackageOperationOptions())
	must(k.t, err)
	if sold.Model.CatalogId.GetOrZero() != *made.Model.Id {
		k.t.Errorf("the package is %+v", sold.Model)
	}
	return *made.Model.Id, *sold.Model.Id
}

// ask asks that a group comes into a catalog, or leaves it.
func (k sdk) ask(kind, catalogID string, of beta.GroupId) {
	k.t.Helper()
	requests, err := request.NewEntitlementManagementAccessPackageResourceRequestClientWithBaseURI(k.api)
	must(k.t, err)
	k.point(requests.Client)
	_, err = requests.CreateEntitlementManagementAccessPackageResourceRequest(k.ctx, beta.AccessPackageResourceRequest{
		CatalogId: nullable.Value(catalogID), ExecuteImmediately: nullable.Value(true), RequestType: nullable.Value(kind),
		AccessPackageResource: &beta.AccessPackageResource{OriginId: nullable.Value(of.GroupId), OriginSystem: nullable.Value("AadGroup")},
	}, request.DefaultCreateEntitlementManagementAccessPackageResourceRequestOperationOptions())
	must(k.t, err)
}

func (k sdk) grant(catalogID, packageID string, of beta.GroupId) {
	k.t.Helper()
	k.ask("AdminAdd", catalogID, of)
	resources, err := resource.NewEntitlementManagementAccessPackageCatalogAccessPackageResourceClientWithBaseURI(k.api)
	must(k.t, err)
	k.point(resources.Client)
	filter := "originId eq '" + of.GroupId + "'"
	listed, err := resources.ListEntitlementManagementAccessPackageCatalogResources(k.ctx, beta.NewIdentityGovernanceEntitlementManagementAccessPackageCatalogID(catalogID),
		resource.ListEntitlementManagementAccessPackageCatalogResourcesOperationOptions{Filter: &filter})
	must(k.t, err)
	if len(*listed.Model) != 1 {
		k.t.Fatalf("the catalog has %d resources", len(*listed.Model))
	}
	found := (*listed.Model)[0]
	scopes, err := rolescope.NewEntitlementManagementAccessPackageAccessPackageResourceRoleScopeClientWithBaseURI(k.api)
	must(k.t, err)
	k.point(scopes.Client)
	made, err := scopes.CreateEntitlementManagementAccessPackageResourceRoleScope(k.ctx, beta.NewIdentityGovernanceEntitlementManagementAccessPackageID(packageID),
		beta.AccessPackageResourceRoleScope{
			AccessPackageResourceRole: &beta.AccessPackageResourceRole{
				DisplayName: nullable.Value("Member"), OriginId: nullable.Value("Member_" + of.GroupId), OriginSystem: found.OriginSystem,
				AccessPackageResource: &beta.AccessPackageResource{Id: found.Id, ResourceType: found.ResourceType, OriginId: found.OriginId},
			},
			AccessPackageResourceScope: &beta.AccessPackageResourceScope{OriginSystem: found.OriginSystem, OriginId: found.OriginId},
		}, rolescope.DefaultCreateEntitlementManagementAccessPackageResourceRoleScopeOperationOptions())
	must(k.t, err)
	k.expanded(packageID, *made.Model.Id)
	_, err = scopes.DeleteEntitlementManagementAccessPackageResourceRoleScope(k.ctx,
		beta.NewIdentityGovernanceEntitlementManagementAccessPackageIdAccessPackageResourceRoleScopeID(packageID, *made.Model.Id),
		rolescope.DefaultDeleteEntitlementManagementAccessPackageResourceRoleScopeOperationOptions())
	must(k.t, err)
}

// expanded holds that a package shows what it grants.
func (k sdk) expanded(packageID, scopeID string) {
	k.t.Helper()
	packages, err := accesspackage.NewEntitlementManagementAccessPackageClientWithBaseURI(k.api)
	must(k.t, err)
	k.point(packages.Client)
	read, err := packages.GetEntitlementManagementAccessPackage(k.ctx, beta.NewIdentityGovernanceEntitlementManagementAccessPackageID(packageID),
		accesspackage.GetEntitlementManagementAccessPackageOperationOptions{
			Expand: &odata.Expand{Relationship: "accessPackageResourceRoleScopes($expand=accessPackageResourceRole,accessPackageResourceScope)"},
		})
	must(k.t, err)
	if scopes := read.Model.AccessPackageResourceRoleScopes; scopes == nil || len(*scopes) != 1 || *(*scopes)[0].Id != scopeID {
		k.t.Errorf("the package is %+v", read.Model)
	}
}

// decide makes a policy, replaces it and deletes it.
func (k sdk) decide(packageID string) {
	k.t.Helper()
	policies, err := policy.NewEntitlementManagementAccessPackageAssignmentPolicyClientWithBaseURI(k.api)
	must(k.t, err)
	k.point(policies.Client)
	wish := beta.AccessPackageAssignmentPolicy{
		AccessPackageId: nullable.Value(packageID), DisplayName: nullable.Value("All"), Description: nullable.Value("For all"),
		DurationInDays: nullable.Value(int64(90)), CanExtend: nullable.Value(true),
		RequestorSettings: &beta.RequestorSettings{
			ScopeType: nullable.Value("SpecificDirectorySubjects"), AcceptRequests: nullable.Value(true),
			AllowedRequestors: &[]beta.UserSet{beta.SingleUser{Id: nullable.Value(emulatedUser), IsBackup: nullable.Value(false)}},
		},
	}
	made, err := policies.CreateEntitlementManagementAccessPackageAssignmentPolicy(k.ctx, wish, policy.DefaultCreateEntitlementManagementAccessPackageAssignmentPolicyOperationOptions())
	must(k.t, err)
	id := beta.NewIdentityGovernanceEntitlementManagementAccessPackageAssignmentPolicyID(*made.Model.Id)
	wish.DurationInDays = nullable.Value(int64(30))
	_, err = policies.SetEntitlementManagementAccessPackageAssignmentPolicy(k.ctx, id, wish, policy.DefaultSetEntitlementManagementAccessPackageAssignmentPolicyOperationOptions())
	must(k.t, err)
	read, err := policies.GetEntitlementManagementAccessPackageAssignmentPolicy(k.ctx, id, policy.DefaultGetEntitlementManagementAccessPackageAssignmentPolicyOperationOptions())
	must(k.t, err)
	requestors := *read.Model.RequestorSettings.AllowedRequestors
	if one, isUser := requestors[0].(beta.SingleUser); read.Model.DurationInDays.GetOrZero() != 30 || !isUser || one.Id.GetOrZero() != emulatedUser {
		k.t.Errorf("the policy is %+v", read.Model)
	}
	_, err = policies.DeleteEntitlementManagementAccessPackageAssignmentPolicy(k.ctx, id, policy.DefaultDeleteEntitlementManagementAccessPackageAssignmentPolicyOperationOptions())
	must(k.t, err)
}

func (k sdk) takeAway(catalogID, packageID string, of beta.GroupId) {
	k.t.Helper()
	packages, err := accesspackage.NewEntitlementManagementAccessPackageClientWithBaseURI(k.api)
	must(k.t, err)
	k.point(packages.Client)
	_, err = packages.DeleteEntitlementManagementAccessPackage(k.ctx, beta.NewIdentityGovernanceEntitlementManagementAccessPackageID(packageID),
		accesspackage.DefaultDeleteEntitlementManagementAccessPackageOperationOptions())
	must(k.t, err)
	k.ask("AdminRemove", catalogID, of)
	catalogs, err := catalog.NewEntitlementManagementAccessPackageCatalogClientWithBaseURI(k.api)
	must(k.t, err)
	k.point(catalogs.Client)
	id := beta.NewIdentityGovernanceEntitlementManagementAccessPackageCatalogID(catalogID)
	_, err = catalogs.DeleteEntitlementManagementAccessPackageCatalog(k.ctx, id, catalog.DefaultDeleteEntitlementManagementAccessPackageCatalogOperationOptions())
	must(k.t, err)
	groups, err := group.NewGroupClientWithBaseURI(k.api)
	must(k.t, err)
	k.point(groups.Client)
	_, err = groups.DeleteGroup(k.ctx, of, group.DefaultDeleteGroupOperationOptions())
	must(k.t, err)
	if gone, err := groups.GetGroup(k.ctx, of, group.DefaultGetGroupOperationOptions()); err == nil || gone.HttpResponse.StatusCode != http.StatusNotFound {
		k.t.Errorf("reading a deleted group: %v", err)
	}
}
