package guid_test

import (
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

// Texts that people paste, and the error for each.
func TestParse_words(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ in, want string }{
		"empty":             {"", "expected a GUID, got an empty string"},
		"placeholder":       {"00000000-0000-0000-0000-000000000000", "is a placeholder that was never replaced. Use the object's ID"},
		"trailing slash":    {lower + "/", `got "` + lower + `/". A GUID has 36 characters, and character 37 is "/" (U+002F). Remove it`},
		"line break":        {lower + "\n", `got "` + lower + `\n". A GUID has 36 characters, and character 37 is U+000A. Remove it`},
		"space":             {" " + lower, "Character 1 is U+0020 instead of a hexadecimal digit. Remove it"},
		"braces":            {"{" + upper + "}", `Character 1 is "{" (U+007B) instead of a hexadecimal digit. Write only ` + upper},
		"smart quotes":      {"“" + lower + "”", "Character 1 is U+201C instead of"},
		"32 digits":         {strings.ReplaceAll(upper, "-", ""), `Character 9 is "1" (U+0031) instead of a hyphen. Write it with hyphens`},
		"en dashes":         {strings.ReplaceAll(lower, "-", "–"), "Character 9 is U+2013 instead of a hyphen"},
		"Cyrillic letter":   {strings.Replace(lower, "e", "\u0435", 1), "Character 3 is U+0435 instead of a hexadecimal digit"},
		"zero-width space":  {lower[:5] + "\u200b" + lower[5:], `got "9fef1\u200beaf-1eaf-9fef-af1e-ef9faf1eef9f". Character 6 is U+200B`},
		"byte order mark":   {"\ufeff" + lower, "Character 1 is U+FEFF instead of"},
		"no-break space":    {lower + "\u00a0", `got "` + lower + `\u00a0". A GUID has 36 characters, and character 37 is U+00A0`},
		"shell":             {"C:/Program Files/Git/groups/" + upper, `"; a shell such as Git Bash put a folder of this machine in front of a value that began with "/". Write only ` + lower + ", begin with two slashes, or set MSYS_NO_PATHCONV=1"},
		"shell, backslash":  {`C:\msys64\groups\` + lower, "Write only " + lower + ", begin"},
		"URN":               {"urn:uuid:" + lower, `Character 1 is "u" (U+0075)`},
		"comment":           {upper + " (approvers)", "character 37 is U+0020. Write only " + upper},
		"URL of Graph":      {"https://graph.microsoft.com/v1.0/groups/" + lower, "Write only " + lower},
		"two":               {lower + "/" + upper, "Write only one GUID"},
		"digit too many":    {"a" + lower, `Character 9 is "f" (U+0066) instead of a hyphen. Copy the object's ID again`},
		"two too many":      {"ab" + lower, "Copy the object's ID again"},
		"digit at the end":  {lower + "0", "Copy the object's ID again"},
		"35 characters":     {lower[:35], "It has 35 characters, and a GUID has 36"},
		"typing error":      {"g" + lower[1:], `Character 1 is "g" (U+0067) instead of a hexadecimal digit. Copy the object's ID again`},
		"O for 0":           {"9fef1eaf-1eaf-9fef-af1e-ef9faf1eeO9f", `Character 34 is "O" (U+004F) instead of a hexadecimal digit`},
		"name":              {"Payment approvers", `got "Payment approvers". Character 1 is "P" (U+0050) instead of a hexadecimal digit. Use the object's ID, not its name`},
		"name, hidden":      {"Payment\u00a0approvers", `got "Payment\u00a0approvers"`},
		"name with umlaut":  {"Zahler für Ämter", `got "Zahler für Ämter"`},
		"not UTF-8":         {lower[:35] + "\xff", "Character 36 is U+FFFD"},
		"18 letters, 36 b.": {strings.Repeat("é", 18), "Character 1 is U+00E9"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := guid.Parse(test.in)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("Parse(%q) = %q, %v\nwant %s", test.in, got, err, test.want)
			}
		})
	}
}

func TestParseIn(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ collection, in, want string }{
		"bare":         {"groups", upper, lower},
		"path":         {"groups", "/groups/" + upper, lower},
		"no path":      {"", "/groups/" + lower, `Character 1 is "/"`},
		"another":      {"groups", "/users/" + lower, `Character 1 is "/"`},
		"twice":        {"groups", "/groups//groups/" + lower, `Character 1 is "/"`},
		"behind":       {"groups", "/groups/" + lower + "/members", `Character 1 is "/"`},
		"placeholder":  {"groups", "/groups/00000000-0000-0000-0000-000000000000", "placeholder"},
		"no leading /": {"groups", "groups/" + lower, `Character 1 is "g"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := guid.ParseIn(test.collection, test.in)
			if err != nil {
				got = err.Error()
			}
			if !strings.Contains(got, test.want) {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}
