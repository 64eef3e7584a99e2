package graph

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
)

// Person is a user or a service principal of the directory.
type Person struct {
	ID               string // object ID, GUID, lower case
	ServicePrincipal bool
}

// Noun is what messages call the person.
func (p Person) Noun() string {
	if p.ServicePrincipal {
		return "service principal"
	}
	return "user"
}

func (p Person) path() string {
	if p.ServicePrincipal {
		return servicePrincipalsPath + url.PathEscape(p.ID)
	}
	return usersPath + url.PathEscape(p.ID)
}

// AssignmentOrRequest is what a person has or asks for.
type AssignmentOrRequest struct {
	AccessPackageID string // GUID, lower case
	State           string // as Microsoft Graph names it
	Type            string // of a request, for example userAdd
	Since           time.Time
}

// personReader reads what single people have.
type personReader struct{ wire *wire.Client }

// groupsPerCheck is how many groups a request can check. See
// https://learn.microsoft.com/graph/api/directoryobject-checkmembergroups.
const groupsPerCheck = 20

// MemberOf tells which of some groups (GUIDs, lower case) a person is a member of, directly or through groups inside
// them.
func (p personReader) MemberOf(ctx context.Context, person Person, groups []string) (map[string]bool, error) {
	found := map[string]bool{}
	for some := range slices.Chunk(groups, groupsPerCheck) {
		var answer struct {
			Value []string `json:"value"`
		}
		operation := fmt.Sprintf("checking which groups %s is a member of", person.ID)
		err := p.wire.Do(ctx, &wire.Request{
			Operation: operation,
			Method:    http.MethodPost, // of a function that changes nothing
			Path:      person.path() + "/checkMemberGroups",
			Body:      map[string][]string{"groupIds": some},
			Into:      &answer,
			Version:   wire.V1,
		})
		if err == nil && answer.Value == nil {
			err = &wire.Error{Operation: operation, Cause: errors.New("the answer has no list of groups")}
		}
		if err != nil {
			return nil, err
		}
		for _, id := range answer.Value {
			found[strings.ToLower(id)] = true
		}
	}
	return found, nil
}

// IsDirectMember tells whether a person is a direct member of a group (GUID, lower case). An application may be one
// although the answer is false, because v1.0 doesn't list applications in every tenant. It takes GroupMember.Read.All.
//
// See https://learn.microsoft.com/graph/api/group-list-members.
func (p personReader) IsDirectMember(ctx context.Context, person Person, groupID string) (bool, error) {
	direct := false
	err := wire.Each(ctx, p.wire, wire.Request{
		Operation: fmt.Sprintf("looking for %s among the direct members of group %s", person.ID, groupID),
		Path:      groupPath(groupID) + "/members",
		Query:     url.Values{"$filter": {fmt.Sprintf("id eq '%s'", person.ID)}, "$select": {"id"}},
		Version:   wire.V1,
	}, func(member memberRecord) (bool, error) {
		direct = direct || strings.EqualFold(member.ID, person.ID)
		return !direct, nil
	})
	return direct, err
}

// FindPerson makes sure that the ID is that of a user or, if so named, of a service principal. It takes User.Read.All
// or Application.Read.All.
//
// See https://learn.microsoft.com/graph/api/user-get and https://learn.microsoft.com/graph/api/serviceprincipal-get.
func (p personReader) FindPerson(ctx context.Context, person Person) error {
	_, err := readOne(ctx, p.wire, person.ID, Object.id, wire.Request{
		Operation: fmt.Sprintf("reading %s %s", person.Noun(), person.ID),
		Path:      person.path(),
		Query:     url.Values{"$select": {"id"}},
		Version:   wire.V1,
	})
	return err
}

// AssignmentsOf lists the assignments of a person, of every state.
//
// See https://learn.microsoft.com/graph/api/entitlementmanagement-list-assignments.
func (p personReader) AssignmentsOf(ctx context.Context, person Person) ([]AssignmentOrRequest, error) {
	return p.assignmentsOrRequests(ctx, person, "assignments", "target")
}

// RequestsOf lists the requests that a person has made, of every state.
//
// See https://learn.microsoft.com/graph/api/entitlementmanagement-list-assignmentrequests.
func (p personReader) RequestsOf(ctx context.Context, person Person) ([]AssignmentOrRequest, error) {
	return p.assignmentsOrRequests(ctx, person, "assignmentRequests", "requestor")
}

func (p personReader) assignmentsOrRequests(
	ctx context.Context, person Person, collection, subject string,
) ([]AssignmentOrRequest, error) {
	var found []AssignmentOrRequest
	err := wire.Each(ctx, p.wire, wire.Request{
		Operation: fmt.Sprintf("listing the %s of %s", collection, person.ID),
		Path:      entitlementManagement + "/" + collection,
		Query: url.Values{
			"$filter": {fmt.Sprintf("%s/objectId eq '%s'", subject, person.ID)},
			"$expand": {subject + ",accessPackage"},
		},
		Version: wire.V1,
	}, func(record assignment) (bool, error) {
		if record.AccessPackage.ID == "" {
			return false, errors.New("an assignment or a request lacks its access package")
		}
		if !strings.EqualFold(record.Target.ObjectID+record.Requestor.ObjectID, person.ID) {
			return false, errFilterIgnored
		}
		one := AssignmentOrRequest{
			AccessPackageID: strings.ToLower(record.AccessPackage.ID), State: record.State, Type: record.RequestType,
		}
		for _, text := range []string{record.Created, record.Schedule.Start} {
			if at, err := time.Parse(time.RFC3339, text); err == nil {
				one.Since = at
			}
		}
		found = append(found, one)
		return true, nil
	})
	return found, err
}
