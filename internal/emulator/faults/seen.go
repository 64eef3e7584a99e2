package faults

import "net/http"

// ExpiredSkipToken refuses every page except the first, as an expired next link does. The code is the directory's. What
// entitlement management answers is unconfirmed.
func ExpiredSkipToken() Fault {
	return Fault{
		Method: http.MethodGet, Query: "$skiptoken=", Status: http.StatusBadRequest, Code: "Directory_ExpiredPageToken",
		Message: "The specified page token value has expired and can no longer be included in your request.",
	}
}

// GatewayNotFound answers with an HTML page, as a proxy between the client and Graph does that doesn't know the path.
func GatewayNotFound() Fault {
	return Fault{
		Status: http.StatusNotFound, ContentType: "text/html; charset=utf-8",
		Body: []byte(
			"<!DOCTYPE html><html><head><title>404 Not Found</title></head>" +
				"<body><h1>Not Found</h1><hr>gateway.contoso.example</body></html>",
		),
	}
}

// EmptyMembers answers lists of transitive members without anyone in them.
func EmptyMembers() Fault {
	return Fault{
		Method:      http.MethodGet,
		Path:        "/transitiveMembers",
		ContentType: "application/json",
		Body:        []byte(`{"value":[]}`),
	}
}

// MissingPart answers 404 in one of Graph's own codes for a collection of an access package that exists, such as
// "incompatibleGroups".
func MissingPart(collection string) Fault {
	return Fault{Method: http.MethodGet, Path: "/" + collection, Status: http.StatusNotFound, Code: "ResourceNotFound"}
}
