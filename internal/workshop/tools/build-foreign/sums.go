package main

import (
	"encoding/json"
	"fmt"
)

// sums are the checksums, as go.sum has them, of what tests run on each change and of the last of each minor version of
// Terraform that the provider is meant for, as far as the module proxy has it.
var sums = map[string]string{
	"github.com/hashicorp/terraform@v1.8.5":                  "h1:qsZZLERVJoBe7a9PlVaZAmi+18qsBnbSSbrtAlsBoIY=",
	"github.com/hashicorp/terraform@v1.9.8":                  "h1:dNHFvyJgWshdOaPYtt3mHrJNa8kNyWuNj2A7+WOS4gI=",
	"github.com/hashicorp/terraform@v1.10.5":                 "h1:TbB/InG27DjOSbZYchDwx79latyHobuJQ2IQ2xS1gtM=",
	"github.com/hashicorp/terraform@v1.11.4":                 "h1:n5VVSuZsOLbQc9tpqny1mnd6cttyTwvEpLPVewj9UYA=",
	"github.com/hashicorp/terraform@v1.12.2":                 "h1:T4odtp8QALeKdoQLw4NhgBOQ7azLl4ZeIuOSH2aqjew=",
	"github.com/hashicorp/terraform@v1.13.5":                 "h1:P7n0oyN7vqNYRpHl4cxRKRxqI6zHf3WauDmhJl15tY8=",
	"github.com/hashicorp/terraform@v1.14.9":                 "h1:HLthQuUl9eq+H8kkXQ40wsmZUoLeMBjDXrBKLMc3HR0=",
	"github.com/hashicorp/terraform@v1.15.8":                 "h1:P61o20EbddKA+xLYnnT9Yxvjr8A0UYMiYsRxvooYJfM=",
	"github.com/hashicorp/terraform@v1.16.4":                 "h1:0yyJB6OufO0kqoNg95TGhf+41NsG77th1DPSnKBD878=",
	"github.com/microsoft/terraform-provider-msgraph@v0.4.0": "h1:uuI2DekRI6kJ2naJCT3z4qyGphVmdcBfo/0GsQ76DyE=",
	"github.com/opentofu/opentofu@v1.12.6":                   "h1:0VT4P8pMmGcCUnQ9JDrJ+Qg2d35Vzm4FFd/9+H7oF98=",
}

// checked gives the folder that a download went to. Where no checksum is known, that of Go's database has to do.
func checked(download []byte, known string) (string, error) {
	var module struct{ Dir, Sum string }
	if err := json.Unmarshal(download, &module); err != nil {
		return "", err
	}
	if known != "" && module.Sum != known {
		return "", fmt.Errorf("the module has the checksum %s, not %s", module.Sum, known)
	}
	return module.Dir, nil
}
