package routes

import (
	"net/http"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/odata"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/tenant"
)

func policyRoutes() []route {
	var table []route
	for version, name := range map[string]string{"v1.0": "assignmentPolicies", "beta": "accessPackageAssignmentPolicies"} {
		all := entitlement + name
		one := all + "/{policy}"
		table = append(
			table,
			route{version, http.MethodGet, all, (*Service).listPolicies},
			route{version, http.MethodPost, all, (*Service).createPolicy},
			route{version, http.MethodGet, one, (*Service).getPolicy},
			route{version, http.MethodPut, one, (*Service).replacePolicy},
			route{version, http.MethodPatch, one, (*Service).updatePolicy},
			route{version, http.MethodDelete, one, (*Service).deletePolicy},
			route{
				version,
				http.MethodGet,
				entitlement + "accessPackages/{package}/" + name,
				(*Service).listPoliciesOfAccessPackage,
			},
		)
	}
	return table
}

// policyItem is a policy in the words of a version. The versions differ in almost all of them, and nothing translates
// between them.
func (s *Service) policyItem(version string, p tenant.Policy) odata.Item {
	known := odata.Fields{
		"id": p.ID, "displayName": p.DisplayName, "description": p.Description,
		"createdDateTime": s.made(p.Written), "modifiedDateTime": s.made(p.Written),
	}
	usual := odata.Fields{
		"allowedTargetScope": "notSpecified", "specificAllowedTargets": []any{}, "expiration": nil,
		"requestorSettings":       nil,
		"requestApprovalSettings": nil, "reviewSettings": nil, "automaticRequestSettings": nil,
	}
	if version == "beta" {
		known["accessPackageId"] = p.AccessPackageID
		known["createdBy"], known["modifiedBy"] = administrator, administrator
		usual = odata.Fields{
			"canExtend": false, "durationInDays": 0, "expirationDateTime": nil, "requestorSettings": nil,
			"requestApprovalSettings": nil,
			"accessReviewSettings":    nil, "questions": []any{},
		}
	}
	if version == p.Version {
		known = shown(known, p.Written)
	}
	return odata.Item{ID: p.ID, Fields: shown(known, tenant.Written{Members: usual}), Related: map[string]func() any{
		"accessPackage": func() any {
			found, _ := s.tenant.AccessPackage(p.AccessPackageID)
			return s.accessPackageItem(version, found)
		},
	}}
}

func (s *Service) policyItems(version, accessPackageID string) []odata.Item {
	items := []odata.Item{}
	for _, p := range s.tenant.Policies() {
		if p.AccessPackageID == accessPackageID {
			items = append(items, s.policyItem(version, p))
		}
	}
	return items
}

func (s *Service) listPolicies(c *exchange.Call) exchange.Answer {
	var items []odata.Item
	for _, p := range s.tenant.Policies() {
		if s.accessPackageInScope(p.AccessPackageID) {
			items = append(items, s.policyItem(c.Version, p))
		}
	}
	return s.list(c, items)
}

func (s *Service) listPoliciesOfAccessPackage(c *exchange.Call) exchange.Answer {
	p, found := s.tenant.AccessPackage(c.Vars["package"])
	if !found {
		return odata.ResourceNotFound()
	}
	return s.list(c, s.policyItems(c.Version, p.ID))
}

// findPolicy gives the policy in the path, or a refusal.
func (s *Service) findPolicy(c *exchange.Call) (tenant.Policy, *exchange.Answer) {
	refusal := odata.ResourceNotFound()
	p, found := s.tenant.Policy(c.Vars["policy"])
	if !s.accessPackageInScope(p.AccessPackageID) {
		refusal = odata.Unauthorized()
	} else if found {
		return p, nil
	}
	return p, &refusal
}

func (s *Service) getPolicy(c *exchange.Call) exchange.Answer {
	p, refusal := s.findPolicy(c)
	if refusal != nil {
		return *refusal
	}
	return s.pages.Entity(c, s.policyItem(c.Version, p))
}

// writePolicy applies a client's properties to a policy, in the words of its version.
func writePolicy(c *exchange.Call, b body, p *tenant.Policy) {
	if id := b.idOf("accessPackage"); c.Version == "v1.0" && id != "" {
		p.AccessPackageID = id
	}
	if c.Version == "beta" {
		b.text("accessPackageId", &p.AccessPackageID)
	}
	b.text("displayName", &p.DisplayName)
	b.text("description", &p.Description)
	p.Version, p.Written = c.Version, p.Written.Over(b.rest())
}

func (s *Service) createPolicy(c *exchange.Call) exchange.Answer {
	return created(s.putPolicy(c, tenant.Policy{ID: s.tenant.NewID(), Written: tenant.Written{Created: c.Now}}))
}

// replacePolicy removes the properties that the body lacks, as a PUT does.
func (s *Service) replacePolicy(c *exchange.Call) exchange.Answer {
	p, refusal := s.findPolicy(c)
	if refusal != nil {
		return *refusal
	}
	return s.putPolicy(c, tenant.Policy{
		ID:              p.ID,
		AccessPackageID: p.AccessPackageID,
		Written:         tenant.Written{Created: p.Written.Created},
	})
}

func (s *Service) updatePolicy(c *exchange.Call) exchange.Answer {
	p, refusal := s.findPolicy(c)
	if refusal != nil {
		return *refusal
	}
	if answered := s.putPolicy(c, p); answered.Failure != nil {
		return answered
	}
	return exchange.NoContent()
}

func (s *Service) putPolicy(c *exchange.Call, p tenant.Policy) exchange.Answer {
	b, refusal := readBody(c)
	if refusal != nil {
		return *refusal
	}
	writePolicy(c, b, &p)
	p.AccessPackageID = strings.ToLower(p.AccessPackageID)
	switch {
	case !s.accessPackageInScope(p.AccessPackageID):
		return odata.Unauthorized()
	case p.DisplayName == "" || p.AccessPackageID == "":
		return odata.InvalidModel()
	case s.tenant.PutPolicy(p) != nil:
		return odata.ResourceNotFound()
	}
	return s.pages.Entity(c, s.policyItem(c.Version, p))
}

func (s *Service) deletePolicy(c *exchange.Call) exchange.Answer {
	p, refusal := s.findPolicy(c)
	if refusal != nil {
		return *refusal
	}
	if s.tenant.DeletePolicy(p.ID) != nil {
		return odata.ResourceNotFound()
	}
	return exchange.NoContent()
}
