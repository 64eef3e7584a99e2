package construct

import "testing"

func TestWithNames(t *testing.T) {
	t.Parallel()
	const (
		approve, create = "ac000000-0000-4000-8000-000000000002", "ac000000-0000-4000-8000-000000000001"
		named           = "Payments - approve (" + approve + ")"
	)
	names := map[string]string{approve: "Payments - approve", create: "Payments - create"}
	for in, want := range map[string]string{
		"Access package " + approve + " is in catalog x.":                          "Access package " + named + " is in catalog x.",
		"Access package " + approve + ". Again " + approve + ".":                   "Access package " + named + ". Again " + approve + ".",
		"Groups " + approve + ", " + create + ".":                                  "Groups " + named + ", Payments - create (" + create + ").",
		approve + " " + create:                                                     named + " Payments - create (" + create + ")",
		"  - " + approve + ": Bad request.":                                        "  - " + named + ": Bad request.",
		approve:                                                                    named,
		"id = \"" + create + "/" + approve + "\"":                                  "id = \"" + create + "/" + approve + "\"",
		"got \"" + approve + "\"":                                                  "got \"" + approve + "\"",
		"Group \"Payments - approve\" (" + approve + ") is":                        "Group \"Payments - approve\" (" + approve + ") is",
		"client-request-id: " + "9fef1eaf-1eaf-9fef-af1e-ef9faf1eef9f":             "client-request-id: 9fef1eaf-1eaf-9fef-af1e-ef9faf1eef9f",
		"https://graph.microsoft.com/v1.0/groups/" + approve + " is not a mention": "https://graph.microsoft.com/v1.0/groups/" + approve + " is not a mention",
	} {
		if got := withNames(in, func(id string) string { return names[id] }); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", in, got, want)
		}
	}
}
