package routes

import (
	"errors"
	"net/http"
	"slices"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/contract"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/odata"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/tenant"
)

// unpublished gives the answer that the tenant's options set. The message is the default for the status.
func (s *Service) unpublished(q contract.Question, success exchange.Answer) exchange.Answer {
	a := s.options.Answer(q)
	switch a.Status {
	case http.StatusCreated:
		return exchange.Answer{Status: a.Status, Content: success.Content}
	case http.StatusBadRequest:
		return exchange.Refuse(a.Status, *a.Code, odata.InvalidModel().Failure.Message)
	case http.StatusForbidden:
		return exchange.Refuse(a.Status, *a.Code, odata.Unauthorized().Failure.Message)
	case http.StatusNotFound:
		return exchange.Refuse(a.Status, *a.Code, odata.ResourceNotFound().Failure.Message)
	case http.StatusConflict:
		return exchange.Refuse(a.Status, *a.Code, "The relationship already exists.")
	}
	if a.Code != nil {
		return exchange.Refuse(a.Status, *a.Code, "")
	}
	return exchange.NoContent()
}

// unknownPackage gives the refusal for an unknown access package in the path, or nil.
func (s *Service) unknownPackage(c *exchange.Call) *exchange.Answer {
	id, named := c.Vars["package"]
	if !named {
		return nil
	}
	if _, known := s.tenant.AccessPackage(id); known {
		return nil
	}
	refusal := s.unpublished(contract.UnknownPackage, odata.ResourceNotFound())
	return &refusal
}

var errKindOfGroup = errors.New("a group of this kind cannot be in a rule")

// kindOfGroup reports groups of a type for which Microsoft doesn't say whether rules support it.
func (s *Service) kindOfGroup(k tenant.Kind, id string) (contract.Question, bool) {
	g, known := s.tenant.Group(id)
	switch {
	case k != tenant.IncompatibleGroups || !known:
		return "", false
	case slices.Contains(g.GroupTypes, "Unified"):
		return contract.Microsoft365Group, true
	default:
		return contract.MailEnabledGroup, g.MailEnabled
	}
}

// isAssigned reports whether an access package has assignments, including pending ones.
func (s *Service) isAssigned(accessPackage string) bool {
	return slices.ContainsFunc(s.tenant.AssignmentsOf(accessPackage),
		func(a tenant.Assignment) bool { return a.State != "expired" })
}
