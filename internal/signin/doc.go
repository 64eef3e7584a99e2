// Package signin gets access tokens for Microsoft Graph and knows where each cloud has its endpoints. It is the only importer of
// go-azure-sdk, whose HTTP clients belong to the whole process (exchange.go), and knows nothing of Terraform but its log.
//
// [Config] says who the caller is; the credentials decide which method is used (credentials.go). A [Session] asks for a token when
// somebody needs one and keeps it (session.go, token.go). What comes back wrong is an [*AuthenticationError] (error.go).
package signin
