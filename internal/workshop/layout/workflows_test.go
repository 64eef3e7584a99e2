package layout_test

import (
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// workflows are the project's own, and those that examples give away.
func workflows(t *testing.T) map[string]string {
	t.Helper()
	project := os.DirFS("../../..")
	texts := map[string]string{}
	for _, pattern := range []string{".github/workflows/*.yml", "examples/*/workflow.yml"} {
		paths, err := fs.Glob(project, pattern)
		if err != nil || len(paths) == 0 {
			t.Fatalf("%s: %v, %v", pattern, paths, err)
		}
		for _, path := range paths {
			text, err := fs.ReadFile(project, path)
			if err != nil {
				t.Fatal(err)
			}
			texts[path] = string(text)
		}
	}
	return texts
}

var (
	use    = regexp.MustCompile(`(?m)\buses: (.*)$`)
	pinned = regexp.MustCompile(`^([\w-]+/[\w-]+)(?:/[\w-]+)*@([0-9a-f]{40} # v\d+\.\d+\.\d+)$`)
)

// Every action is pinned by its commit, with its version in a comment, and to the same commit everywhere.
func TestWorkflows_pinned(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for path, text := range workflows(t) {
		for _, line := range use.FindAllStringSubmatch(text, -1) {
			if strings.HasPrefix(line[1], "./") { // an action of the same repository has its commit
				continue
			}
			action := pinned.FindStringSubmatch(line[1])
			if action == nil {
				t.Errorf("%s: %s is not pinned by a commit with its version", path, line[1])
				continue
			}
			if before := seen[action[1]]; before != "" && before != action[2] {
				t.Errorf("%s: %s is %s, and %s elsewhere", path, action[1], action[2], before)
			}
			seen[action[1]] = action[2]
		}
	}
}

var (
	job   = regexp.MustCompile(`(?m)^  [\w-]+:$`)
	write = regexp.MustCompile(`(?m)^\s+[\w-]+: write\b`)
	runs  = regexp.MustCompile(`\.ci/run|make test|go test|run-tests`)
)

// A workflow may do nothing but read, a job may do what its task needs, and no job that runs tests may write or sign.
func TestWorkflows_permissions(t *testing.T) {
	t.Parallel()
	for path, text := range workflows(t) {
		head, body, _ := strings.Cut(text, "\njobs:\n")
		own := strings.HasPrefix(path, ".github/")
		if !strings.Contains(head, "\npermissions: {}\n") && !strings.Contains(head, "\npermissions:\n  contents: read\n") {
			t.Errorf("%s says nothing about permissions, or gives more than reading", path)
		}
		if own && write.MatchString(head) {
			t.Errorf("%s may write in every job", path)
		}
		for _, steps := range job.Split(body, -1) {
			if runs.MatchString(steps) && write.MatchString(steps) {
				t.Errorf("%s has a job that runs tests and may write:\n%s", path, steps)
			}
			if own && strings.Count(steps, "actions/checkout@") != strings.Count(steps, "persist-credentials: false") {
				t.Errorf("%s has a job that keeps the token of its checkout:\n%s", path, steps)
			}
		}
	}
}

// The versions that workflows name are those of the commands and tools that the project uses elsewhere.
func TestWorkflows_versions(t *testing.T) {
	t.Parallel()
	project := os.DirFS("../../..")
	read := func(path string) string {
		t.Helper()
		text, err := fs.ReadFile(project, path)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	opentofu, newest, oldest := builtVersions(t)
	test, release, targets := read(".github/workflows/test.yml"), read(".github/workflows/release.yml"), read("GNUmakefile")
	for _, want := range []string{
		"terraform_version: " + oldest, "tofu_version: " + opentofu,
		`terraform version | grep -x "Terraform v` + oldest + `"`, `tofu version | grep -x "OpenTofu v` + opentofu + `"`,
		"title: Terraform, version: " + oldest, "title: Terraform, version: " + newest, "title: OpenTofu, version: " + opentofu,
	} {
		if !strings.Contains(test, want) {
			t.Errorf("test.yml does not say %q", want)
		}
	}
	for tool, workflow := range map[string]string{"goreleaser": "version: ", "cyclonedx-gomod": "cmd/cyclonedx-gomod@"} {
		version := regexp.MustCompile(`/` + tool + `-(v[\d.]+)/`).FindStringSubmatch(targets)
		if version == nil || !strings.Contains(release, workflow+version[1]) {
			t.Errorf("release.yml has another %s than GNUmakefile: %q", tool, version)
		}
	}
}

// builtVersions are the versions of the commands that tests build if they are missing.
func builtVersions(t *testing.T) (opentofu, newest, oldest string) {
	t.Helper()
	text, err := os.ReadFile("../tools/terraform-cli")
	if err != nil {
		t.Fatal(err)
	}
	versions := regexp.MustCompile(`(?m)^opentofu=(\S+) newest=(\S+) oldest=(\S+)$`).FindSubmatch(text)
	if versions == nil {
		t.Fatal("terraform-cli names no versions")
	}
	return string(versions[1]), string(versions[2]), string(versions[3])
}

var (
	matrixVersion = regexp.MustCompile(`title: (Terraform|OpenTofu), version: ([\d.]+)`)
	versionRow    = regexp.MustCompile(`(?m)^\| ((?:Terraform|OpenTofu) [^|]*) \| ([^|]*)\|`)
	fullVersion   = regexp.MustCompile(`\d+\.\d+\.\d+`)
)

// The documentation names exactly the versions of Terraform and OpenTofu that run on every change.
func TestVersions_documented(t *testing.T) {
	t.Parallel()
	opentofu, newest, oldest := builtVersions(t)
	read := func(path string) string {
		t.Helper()
		text, err := os.ReadFile("../../../" + path)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	tested := []string{opentofu, newest, oldest}
	for _, version := range matrixVersion.FindAllStringSubmatch(read(".github/workflows/test.yml"), -1) {
		tested = append(tested, version[2])
	}
	slices.Sort(tested)
	const page = "templates/guides/versions-and-support.md"
	var documented, everywhere []string
	for _, row := range versionRow.FindAllStringSubmatch(read(page), -1) {
		versions := fullVersion.FindAllString(row[1], -1)
		switch strings.TrimSpace(row[2]) {
		case "":
		case "all in the workflow, and all except faults and crashes in `.ci/run`":
			everywhere = append(everywhere, versions...)
			fallthrough
		default:
			documented = append(documented, versions...)
		}
	}
	slices.Sort(documented)
	if want := slices.Compact(tested); !slices.Equal(documented, want) {
		t.Errorf("%s names %q for every change, and %q are tested", page, documented, want)
	}
	if !slices.Equal(everywhere, []string{newest, opentofu}) {
		t.Errorf("%s names %q for every machine, and those are %s and %s", page, everywhere, newest, opentofu)
	}
	minor := func(version string) string { return version[:strings.LastIndex(version, ".")] }
	supported := fmt.Sprintf("Terraform %s to %s and OpenTofu %s", minor(oldest), minor(newest), minor(opentofu))
	for _, path := range []string{page, "README.md", "templates/index.md.tmpl"} {
		if !strings.Contains(read(path), supported) {
			t.Errorf("%s doesn't name %s", path, supported)
		}
	}
	if path := "templates/guides/separation-of-duties-in-ten-minutes.md"; !strings.Contains(read(path), fmt.Sprintf("Terraform %s or OpenTofu %s", minor(oldest), minor(opentofu))) {
		t.Errorf("%s names other versions", path)
	}
}
