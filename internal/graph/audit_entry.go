package graph

import (
	"encoding/json"
	"strings"
	"time"
)

// readChange reads an entry of the audit log. Microsoft publishes the properties of one and no example of these activities, so that each
// property is read by itself: one of another shape is empty, and fails nothing.
//
// See https://learn.microsoft.com/graph/api/resources/directoryaudit.
func readChange(item json.RawMessage, k kind) Change {
	entry := object(item)
	change := Change{
		ID: text(entry["id"]), CorrelationID: text(entry["correlationId"]), Activity: text(entry["activityDisplayName"]),
		Result: text(entry["result"]), Reason: text(entry["resultReason"]), Actor: readActor(object(entry["initiatedBy"])),
	}
	change.Time, _ = time.Parse(time.RFC3339, text(entry["activityDateTime"]))
	var resources []json.RawMessage
	_ = json.Unmarshal(entry["targetResources"], &resources) // what is no list names nothing
	for _, each := range resources {
		r := object(each)
		change.Resources = append(change.Resources, ChangedResource{ID: strings.ToLower(text(r["id"])), Type: text(r["type"]), Name: text(r["displayName"])})
	}
	change.tellEnds(k)
	return change
}

// readActor reads who did it. See https://learn.microsoft.com/graph/api/resources/auditactivityinitiator.
func readActor(initiator map[string]json.RawMessage) Actor {
	user, app := object(initiator["user"]), object(initiator["app"])
	by := Actor{ID: strings.ToLower(text(user["id"])), Name: firstOf(user, "displayName", "userPrincipalName")}
	if by != (Actor{}) {
		return by
	}
	by = Actor{ID: strings.ToLower(firstOf(app, "servicePrincipalId", "appId")), Name: firstOf(app, "displayName", "servicePrincipalName")}
	by.Application = by != Actor{}
	return by
}

// tellEnds tells the ends of the reference by the types of what the entry names. Between two access packages it goes by their order: that the
// one with the rule comes first is unconfirmed.
func (c *Change) tellEnds(k kind) {
	var packages, groups []string
	for _, r := range c.Resources {
		switch strings.ToLower(strings.ReplaceAll(r.Type, " ", "")) {
		case "accesspackage":
			packages = append(packages, r.ID)
		case "group":
			groups = append(groups, r.ID)
		}
	}
	targets := groups
	if k.target != incompatibleGroups.target && len(packages) == 2 {
		packages, targets = packages[:1], packages[1:]
	}
	if len(packages) == 1 {
		c.AccessPackageID = packages[0]
	}
	if len(targets) == 1 {
		c.TargetID = targets[0]
	}
}

// object reads an object; anything else is one without properties.
func object(raw json.RawMessage) map[string]json.RawMessage {
	var properties map[string]json.RawMessage
	_ = json.Unmarshal(raw, &properties)
	return properties
}

// text reads a text; anything else is none.
func text(raw json.RawMessage) string {
	var s string
	_ = json.Unmarshal(raw, &s)
	return s
}

// firstOf gives the first of the texts that says something.
func firstOf(properties map[string]json.RawMessage, names ...string) string {
	for _, name := range names {
		if found := text(properties[name]); found != "" {
			return found
		}
	}
	return ""
}
