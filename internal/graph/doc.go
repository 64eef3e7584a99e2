// Package graph is the client for the part of Microsoft Graph's entitlement management that the provider uses. It knows nothing of
// Terraform: other packages see typed errors and plain values. Tokens come from signin.
//
// A request takes this way: an operation (links.go, access_package.go …) builds a [request]; [Client.do] repeats it while that is
// safe (retry.go) and waits where the service asks for it (throttling.go); [Client.send] makes one attempt with a token
// for the Graph origin and nobody else (send.go). What comes back wrong is an [*Error] (error.go).
package graph
