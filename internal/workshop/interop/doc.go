// Package interop tries the emulator with clients from other projects: Microsoft's identity library, the sign-in of
// HashiCorp's Azure SDK, and Microsoft's Terraform provider for all of Graph, msgraph. It has a module file of its own,
// so that their dependencies are not the provider's. "make interop" builds msgraph and runs all of them.
//
// Two more take part on request: HashiCorp's SDK for all of Graph with TEST_ARGS=-tags=microsoftgraph, and a build of
// azuread, which no module proxy serves, with its folder in INTEROP_AZUREAD.
package interop
