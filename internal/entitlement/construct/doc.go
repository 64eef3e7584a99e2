// Package construct holds what all Terraform constructs of the provider share: what Configure hands to them, timeouts,
// permissions, the names of objects in messages, and the warning about a wrong tenant.
package construct
