package graph

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
)

// Group is a group of the directory.
type Group struct {
	ID              string // GUID, lower case
	DisplayName     string
	SecurityEnabled bool
	GroupTypes      []string // "Unified" for a Microsoft 365 group
}

// groupReader reads groups of the directory.
type groupReader struct {
	wire     *wire.Client
	names    *names
	subjects *subjectIDs
	kept     reads[string, Group]
	members  reads[string, Members]
}

// Group reads a group of the directory, once per run. The caller needs GroupMember.Read.All, which managing rules does
// not.
//
// See https://learn.microsoft.com/graph/api/group-get.
func (g *groupReader) Group(ctx context.Context, id string) (Group, error) {
	operation := fmt.Sprintf("reading group %s", id)
	return g.kept.once(ctx, operation, id, func(ctx context.Context) (Group, error) {
		var group Group
		err := g.wire.Do(ctx, &wire.Request{
			Operation: operation,
			Method:    http.MethodGet,
			Path:      groupPath(id),
			Query:     url.Values{"$select": {"id,displayName,securityEnabled,groupTypes"}},
			Into:      &group,
			Version:   wire.V1,
		})
		if err == nil && !strings.EqualFold(group.ID, id) {
			err = &wire.Error{Operation: operation, Cause: errAnotherObject}
		}
		if err != nil {
			return Group{}, err
		}
		group.ID = id
		g.names.keep(id, group.DisplayName)
		return group, nil
	})
}

func groupPath(id string) string { return groupsPath + url.PathEscape(id) }

// Members is everything that is in a group, directly or through groups inside it, by object ID.
type Members struct {
	All   Subjects
	Users Subjects // and those of whom Microsoft Graph doesn't say what they are
}

type memberRecord struct {
	ID   string `json:"id"`
	Type string `json:"@odata.type"`
}

// Members gives everything that is in a group, directly or through groups inside it, by object id, asked once per run.
//
// It does not ask for users only: Graph answers such a query from an index that may be out of date. An empty answer is
// believed only after reading the group.
//
// See https://learn.microsoft.com/graph/api/group-list-transitivemembers.
func (g *groupReader) Members(ctx context.Context, groupID string) (Members, error) {
	const largestPage = "999"
	operation := fmt.Sprintf("listing the members of group %s", groupID)
	return g.members.once(ctx, operation, groupID, func(ctx context.Context) (Members, error) {
		var members Members
		err := wire.Each(ctx, g.wire, wire.Request{
			Operation: operation,
			Path:      groupPath(groupID) + "/transitiveMembers",
			Query:     url.Values{"$select": {"id"}, "$top": {largestPage}},
			Version:   wire.V1,
		}, func(member memberRecord) (bool, error) {
			if member.ID == "" {
				return false, errors.New("a member has no ID")
			}
			id := strings.ToLower(member.ID)
			members.All = members.All.with(g.subjects, id)
			if member.Type == "" || strings.EqualFold(member.Type, "#microsoft.graph.user") {
				members.Users = members.Users.with(g.subjects, id)
			}
			return true, nil
		})
		if err == nil && members.All.Count() == 0 {
			_, err = g.Group(ctx, groupID)
		}
		return members, err
	})
}

// GroupState is what decides whether the membership of a group still changes.
type GroupState struct {
	ID          string // GUID, lower case
	DisplayName string
	Dynamic     bool   // a rule decides who is a member
	Rule        string // empty where the caller may not read it
	Paused      bool   // Microsoft Graph has stopped evaluating the rule
}

// Frozen says why the membership of a group no longer changes, or nothing. Since 2026-11-03 Microsoft Entra doesn't
// evaluate rules with memberOf any more.
func (g GroupState) Frozen() (reason string) {
	switch {
	case !g.Dynamic:
		return ""
	case g.Paused:
		return "the processing of its membership rule is paused"
	case memberOf.MatchString(g.Rule):
		return "its membership rule uses memberOf, which Microsoft Entra stopped evaluating on 2026-11-03"
	default:
		return ""
	}
}

// memberOf finds the attribute in a rule, such as "user.memberof -any (group.objectId -in ['…'])".
var memberOf = regexp.MustCompile(`(?i)\b(user|device)\.memberof\b`)

// groupsPerRequest is how many values a filter of the directory takes. See
// https://learn.microsoft.com/graph/filter-query-parameter.
const groupsPerRequest = 15

// GroupStates reads groups by their IDs (GUIDs, lower case), a few at a time. The result has those that exist.
//
// See https://learn.microsoft.com/graph/api/group-list.
func (g *groupReader) GroupStates(ctx context.Context, ids []string) (map[string]GroupState, error) {
	found := map[string]GroupState{}
	for some := range slices.Chunk(ids, groupsPerRequest) {
		err := wire.Each(ctx, g.wire, wire.Request{
			Operation: fmt.Sprintf("reading %d groups, the first of which is %s", len(some), some[0]),
			Path:      strings.TrimSuffix(groupsPath, "/"),
			Query: url.Values{
				"$filter": {"id in ('" + strings.Join(some, "','") + "')"},
				"$select": {"id,displayName,groupTypes,membershipRule,membershipRuleProcessingState"},
			},
			Version: wire.V1,
		}, func(record groupStateRecord) (bool, error) {
			group, err := record.groupState()
			if err == nil && !slices.Contains(some, group.ID) {
				err = errFilterIgnored
			}
			if err != nil {
				return false, err
			}
			found[group.ID] = group
			g.names.keep(group.ID, group.DisplayName)
			return true, nil
		})
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}

type groupStateRecord struct {
	ID          string   `json:"id"`
	DisplayName string   `json:"displayName"`
	GroupTypes  []string `json:"groupTypes"`
	Rule        string   `json:"membershipRule"`
	Processing  string   `json:"membershipRuleProcessingState"`
}

func (record *groupStateRecord) groupState() (GroupState, error) {
	if record.ID == "" {
		return GroupState{}, errors.New("a group has no ID")
	}
	return GroupState{
		ID:          strings.ToLower(record.ID),
		DisplayName: record.DisplayName,
		Dynamic:     slices.Contains(record.GroupTypes, "DynamicMembership"),
		Rule:        record.Rule,
		Paused:      strings.EqualFold(record.Processing, "Paused"),
	}, nil
}
