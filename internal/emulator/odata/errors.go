package odata

import (
	"net/http"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
)

// ResourceNotFound is entitlement management's answer for an unknown object.
func ResourceNotFound() exchange.Answer {
	return exchange.Refuse(http.StatusNotFound, "ResourceNotFound", "The resource was not found.")
}

// InvalidModel is entitlement management's answer to an invalid body.
func InvalidModel() exchange.Answer {
	return exchange.Refuse(http.StatusBadRequest, "InvalidModel", "The model is invalid.")
}

// Unauthorized is entitlement management's answer to a caller without permission.
func Unauthorized() exchange.Answer {
	return exchange.Refuse(http.StatusForbidden, "UnAuthorized",
		"User is not authorized to perform the operation. Reason: The caller is not authorized.")
}

// MethodNotAllowed is the answer to a method that a route doesn't support.
func MethodNotAllowed() exchange.Answer {
	return exchange.Refuse(http.StatusMethodNotAllowed, "Request_BadRequest",
		"Specified HTTP method is not allowed for the request target.")
}

// UnrecognizedSegment is the answer to an unknown path or reference.
func UnrecognizedSegment(segment string) exchange.Answer {
	return exchange.Refuse(http.StatusBadRequest, "ODataUnrecognizedPathException",
		"Resource not found for the segment '"+segment+"'.")
}

// Unauthenticated is Graph's answer to a missing or invalid token.
func Unauthenticated(message string) exchange.Answer {
	a := exchange.Refuse(http.StatusUnauthorized, "InvalidAuthenticationToken", message)
	a.Header = http.Header{
		"Www-Authenticate": {
			`Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"`,
		},
	}
	return a
}

// RefuseOption is the answer to a query option that a route doesn't support.
func RefuseOption(option string) exchange.Answer {
	return exchange.Refuse(http.StatusBadRequest, "BadRequest", "The query option '"+option+"' is not supported here.")
}

func badQuery(err error) exchange.Answer {
	return exchange.Refuse(http.StatusBadRequest, "BadRequest", "Invalid OData query: "+err.Error()+".")
}
