// Package msgraph reads states of the provider microsoft/msgraph, which manages rules by URL and body, for `moved`
// blocks. It accepts every spelling of a Microsoft Graph URL, because users wrote these URLs by hand.
//
// See https://github.com/microsoft/terraform-provider-msgraph.
package msgraph

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// InsteadOfMoved is the next step if a `moved` block can't read the old state.
const InsteadOfMoved = "Instead of the `moved` block, write a `removed` block with `destroy = false` for the old " +
	"address and an `import` block for this one."

// ReadState reports whether the source is of that type and could be read.
func ReadState(req resource.MoveStateRequest, typeName string, into any, resp *resource.MoveStateResponse) bool {
	if req.SourceTypeName != typeName || !strings.HasSuffix(req.SourceProviderAddress, "/microsoft/msgraph") {
		return false // another resource type; Terraform reports it if no mover reads the state
	}
	if req.SourceRawState == nil || json.Unmarshal(req.SourceRawState.JSON, into) != nil {
		resp.Diagnostics.AddError("Unreadable source state",
			fmt.Sprintf("The state of the %s can't be read. Import the rules instead.", typeName))
		return false
	}
	return true
}
