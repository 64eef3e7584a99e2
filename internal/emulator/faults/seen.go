package faults

import "net/http"

// ExpiredSkipToken is a next link that has become too old: every page but the first is refused. The directory has this code for it; what
// entitlement management says is unconfirmed.
func ExpiredSkipToken() Fault {
	return Fault{
		Method: http.MethodGet, Query: "$skiptoken=", Status: http.StatusBadRequest, Code: "Directory_ExpiredPageToken",
		Message: "The specified page token value has expired and can no longer be included in your request.",
	}
}

// GatewayNotFound is a proxy or gateway between a client and Graph that answers with a page of its own, as if the path didn't exist.
func GatewayNotFound() Fault {
	return Fault{
		Status: http.StatusNotFound, ContentType: "text/html; charset=utf-8",
		Body: []byte("<!DOCTYPE html><html><head><title>404 Not Found</title></head><body><h1>Not Found</h1><hr>gateway.contoso.example</body></html>"),
	}
}

// EmptyMembers is a list of a group's transitive members without anyone in it, whoever is in the group.
func EmptyMembers() Fault {
	return Fault{Method: http.MethodGet, Path: "/transitiveMembers", ContentType: "application/json", Body: []byte(`{"value":[]}`)}
}

// MissingPart is a 404 in one of Graph's own codes for a part of an access package that is there, such as "incompatibleGroups".
func MissingPart(collection string) Fault {
	return Fault{Method: http.MethodGet, Path: "/" + collection, Status: http.StatusNotFound, Code: "ResourceNotFound"}
}
