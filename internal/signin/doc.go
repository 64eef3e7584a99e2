// Package signin gets access tokens for Microsoft Graph and knows the endpoints of each national cloud. It is the only
// package that imports go-azure-sdk, whose HTTP clients belong to the whole process (exchange.go).
//
// [Config] says who the caller is, and its [Credentials] decide how to sign in (method.go). A [Session] asks for a
// token when a caller needs the first one, and keeps it (session.go). A failure is an [*AuthenticationError]
// (error.go) that ends with the next step (advice.go, remedies.go).
package signin
