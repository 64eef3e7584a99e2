package odata

import (
	"net/http"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
)

// ResourceNotFound is how entitlement management says that something is not there.
func ResourceNotFound() exchange.Answer {
	return exchange.Refuse(http.StatusNotFound, "ResourceNotFound", "The resource was not found.")
}

// InvalidModel is how entitlement management refuses a body.
func InvalidModel() exchange.Answer {
	return exchange.Refuse(http.StatusBadRequest, "InvalidModel", "The model is invalid.")
}

// Unauthorized is how entitlement management refuses a caller.
func Unauthorized() exchange.Answer {
	return exchange.Refuse(http.StatusForbidden, "UnAuthorized",
		"User is not authorized to perform the operation. Reason: The caller is not authorized.")
}

// MethodNotAllowed is the answer to a method that a route does not offer.
func MethodNotAllowed() exchange.Answer {
	return exchange.Refuse(http.StatusMethodNotAllowed, "Request_BadRequest", "Specified HTTP method is not allowed for the request target.")
}

// UnrecognizedSegment is the answer to a path, or a reference, that leads nowhere.
func UnrecognizedSegment(segment string) exchange.Answer {
	return exchange.Refuse(http.StatusBadRequest, "ODataUnrecognizedPathException", "Resource not found for the segment '"+segment+"'.")
}

// Unauthenticated is the gateway's answer to a missing or unusable token.
func Unauthenticated(message string) exchange.Answer {
	a := exchange.Refuse(http.StatusUnauthorized, "InvalidAuthenticationToken", message)
	a.Header = http.Header{"Www-Authenticate": {`Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"`}}
	return a
}

// RefuseOption is the answer to a query option that a route does not take.
func RefuseOption(option string) exchange.Answer {
	return exchange.Refuse(http.StatusBadRequest, "BadRequest", "The query option '"+option+"' is not supported here.")
}

func badQuery(err error) exchange.Answer {
	return exchange.Refuse(http.StatusBadRequest, "BadRequest", "Invalid OData query: "+err.Error()+".")
}
