package azurecli

import "strings"

// Refusal is the standard error of an `az` that failed.
type Refusal struct{ Said string }

func (r *Refusal) Error() string { return r.Said }

// TooOld reports a version before [Oldest].
func (r *Refusal) TooOld() bool { return strings.Contains(r.Said, "unrecognized arguments") }

// WantsLogin reports that no one is signed in, or that the sign-in has ended.
func (r *Refusal) WantsLogin() bool { return strings.Contains(r.Said, "az login") }

// tiedToTenant reports an account that has only one tenant and refuses the option --tenant: a managed identity, or
// Cloud Shell.
func (r *Refusal) tiedToTenant() bool {
	return strings.Contains(r.Said, "Tenant shouldn't be specified")
}
