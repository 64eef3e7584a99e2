package functions_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// mutualPairs calls the function. Pairs come as "package>incompatible".
func mutualPairs(t *testing.T, elements ...any) ([]string, *tfprotov6.FunctionError) {
	t.Helper()
	server, err := acctest.Factories(nil)["elm"]() // not configured: functions need no credentials
	acctest.Must(t, err)
	ids := []tftypes.Value{}
	for _, element := range elements {
		ids = append(ids, tftypes.NewValue(tftypes.String, element))
	}
	list := tftypes.List{ElementType: tftypes.String}
	argument, err := tfprotov6.NewDynamicValue(list, tftypes.NewValue(list, ids))
	acctest.Must(t, err)
	response, err := server.CallFunction(t.Context(), &tfprotov6.CallFunctionRequest{Name: "mutual_pairs", Arguments: []*tfprotov6.DynamicValue{&argument}})
	acctest.Must(t, err)
	if response.Error != nil {
		return nil, response.Error
	}
	result, err := response.Result.Unmarshal(tftypes.List{ElementType: tftypes.Object{AttributeTypes: map[string]tftypes.Type{
		"access_package_id": tftypes.String, "incompatible_access_package_id": tftypes.String,
	}}})
	acctest.Must(t, err)
	var pairs []tftypes.Value
	acctest.Must(t, result.As(&pairs))
	found := []string{}
	for _, pair := range pairs {
		attributes := acctest.Texts(t, pair)
		found = append(found, attributes["access_package_id"]+">"+attributes["incompatible_access_package_id"])
	}
	return found, nil
}

func TestMutualPairs(t *testing.T) {
	t.Parallel()
	a, b, c := acctest.Package(1), acctest.Package(2), acctest.Package(3)
	for name, test := range map[string]struct {
		in   []any
		want []string
	}{
		"none":       {nil, []string{}},
		"one":        {[]any{a}, []string{}},
		"two":        {[]any{b, a}, []string{a + ">" + b, b + ">" + a}},
		"three":      {[]any{c, a, b}, []string{a + ">" + b, a + ">" + c, b + ">" + a, b + ">" + c, c + ">" + a, c + ">" + b}},
		"upper case": {[]any{strings.ToUpper(b), a}, []string{a + ">" + b, b + ">" + a}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, problem := mutualPairs(t, test.in...)
			if problem != nil || !slices.Equal(got, test.want) {
				t.Errorf("got %q and %v, want %q", got, problem, test.want)
			}
		})
	}
}

func TestMutualPairs_count(t *testing.T) {
	t.Parallel()
	const n = 60
	var ids []any
	for i := range n {
		ids = append(ids, acctest.Package(i))
	}
	got, problem := mutualPairs(t, ids...)
	if problem != nil || len(got) != n*(n-1) || !slices.IsSorted(got) || len(slices.Compact(got)) != n*(n-1) {
		t.Errorf("%d pairs, %v", len(got), problem)
	}
}

func TestMutualPairs_errors(t *testing.T) {
	t.Parallel()
	a, b := acctest.Package(1), acctest.Package(2)
	for name, test := range map[string]struct {
		in   []any
		want string
	}{
		"no GUID":         {[]any{a, "payments"}, `access_package_ids[1]: expected a GUID, got "payments". Character 1 is "p" (U+0070) instead of a hexadecimal digit. Use the object's ID, not its name`},
		"empty":           {[]any{""}, "access_package_ids[0]: expected a GUID, got an empty string"},
		"null":            {[]any{a, b, nil}, "access_package_ids[2]: expected a GUID, got null"},
		"twice":           {[]any{b, a, b}, fmt.Sprintf("access_package_ids[2]: %q is given twice, first as access_package_ids[0]", b)},
		"twice, spelling": {[]any{a, b, strings.ToUpper(a)}, fmt.Sprintf("access_package_ids[2]: %q is given twice, first as access_package_ids[0]", strings.ToUpper(a))},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, problem := mutualPairs(t, test.in...)
			if problem == nil || problem.Text != test.want || problem.FunctionArgument == nil || *problem.FunctionArgument != 0 {
				t.Errorf("got %v, want %s", problem, test.want)
			}
		})
	}
}
