// Package msgraph reads states of the provider microsoft/msgraph, which manages rules by URL and body.
//
// See https://github.com/microsoft/terraform-provider-msgraph.
package msgraph

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// InsteadOfMoved is the next step where a state cannot be taken over.
const InsteadOfMoved = "Instead of the `moved` block, write a `removed` block with `destroy = false` for the old address and an `import` block for this one."

// ReadState reports whether the source is of that type and could be read.
func ReadState(req resource.MoveStateRequest, typeName string, into any, resp *resource.MoveStateResponse) bool {
	if req.SourceTypeName != typeName || !strings.HasSuffix(req.SourceProviderAddress, "/microsoft/msgraph") {
		return false // not ours; Terraform says so when no mover feels responsible
	}
	if req.SourceRawState == nil || json.Unmarshal(req.SourceRawState.JSON, into) != nil {
		resp.Diagnostics.AddError("Unreadable source state", fmt.Sprintf("The state of the %s cannot be read. Import the rules instead.", typeName))
		return false
	}
	return true
}
