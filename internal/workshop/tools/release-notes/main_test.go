package main

import "testing"

func TestNewest(t *testing.T) {
	t.Parallel()
	const dated = "## 1.2.3 (January 31, 2026)\n\nBUG FIXES:\n\n* it works\n  now\n"
	for name, test := range map[string]struct{ changelog, version, notes, mistake string }{
		"unreleased":     {changelog: "## 1.2.3 (Unreleased)\n\n* it works\n", notes: "* it works\n"},
		"with a version": {changelog: dated, version: "1.2.3", notes: "BUG FIXES:\n\n* it works\n  now\n"},
		"older ones":     {changelog: dated + "\n## 1.2.2 (soon)\n\nwhatever\n", notes: "BUG FIXES:\n\n* it works\n  now\n"},
		"another version": {
			changelog: dated, version: "1.2.4",
			mistake: "the newest version is 1.2.3, not 1.2.4",
		},
		"no date": {
			changelog: "## 1.2.3 (Unreleased)\n\n* it works\n", version: "1.2.3",
			mistake: "1.2.3 has no date yet",
		},
		"empty": {changelog: "## 1.2.3 (Unreleased)\n\n## 1.2.2 (Unreleased)\n\n* it works\n", mistake: "nothing is said of 1.2.3"},
		"no heading": {
			changelog: "# Changelog\n",
			mistake:   `the first line is to be like "## 1.2.3 (Unreleased)" or "## 1.2.3 (January 31, 2026)", not "# Changelog"`,
		},
		"stray line": {
			changelog: "## 1.2.3 (Unreleased)\n\n* it works\nsometimes\n",
			mistake:   "neither a heading nor an entry: sometimes",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			notes, err := newest(test.changelog, test.version)
			switch {
			case test.mistake == "" && (err != nil || notes != test.notes):
				t.Errorf("got %q and %v", notes, err)
			case test.mistake != "" && (err == nil || err.Error() != test.mistake):
				t.Errorf("got the error %v", err)
			}
		})
	}
}
