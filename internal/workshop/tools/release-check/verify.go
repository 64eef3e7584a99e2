package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
)

// temporaryKey makes a key that signs one release and is thrown away with the folder, and gives the variables that name
// it.
func temporaryKey(ctx context.Context, folder string) ([]string, error) {
	if _, err := exec.LookPath("gpg"); err != nil {
		return nil, errors.New("gpg is needed to sign a release and to verify it. Install GnuPG")
	}
	if err := os.Mkdir(folder, 0o700); err != nil {
		return nil, err
	}
	const user = "release-check@example.invalid"
	env := []string{"GNUPGHOME=" + folder, "GPG_FINGERPRINT=" + user}
	return env, quietly(
		ctx, env, "", "gpg", "--batch", "--passphrase", "", "--quick-generate-key", user, "ed25519", "sign", "1d",
	)
}

var shellBlock = regexp.MustCompile("(?s)```sh\n(.*?)```")

// verify does what SECURITY.md says that anybody can do with a release, in the folder that the release is in.
func verify(ctx context.Context, env []string, dist, archive string) error {
	page, err := os.ReadFile("SECURITY.md")
	if err != nil {
		return err
	}
	_, section, _ := strings.Cut(string(page), "\n## Verify a release\n")
	blocks := shellBlock.FindAllStringSubmatch(section, -1)
	if len(blocks) != 3 {
		return fmt.Errorf(
			"SECURITY.md has %d blocks on verifying a release, not three: by hand, built anew, and what needs GitHub",
			len(blocks),
		)
	}
	script := "set -eu\n" + blocks[0][1] + blocks[1][1]
	version := strings.Split(filepath.Base(archive), "_")[1]
	for old, here := range map[string]string{
		"version=0.1.0": "version=" + version,
		"linux_amd64":   runtime.GOOS + "_" + runtime.GOARCH,
		// a snapshot has no tag
		`--branch "v$version" https://github.com/entra-elm/terraform-provider-elm.git`: filepath.Dir(dist),
	} {
		if strings.Count(script, old) != 1 {
			return fmt.Errorf("SECURITY.md says %q not once, but %d times", old, strings.Count(script, old))
		}
		script = strings.Replace(script, old, here, 1)
	}
	command := exec.CommandContext(ctx, "sh", "-c", script)
	command.Dir, command.Env = dist, append(os.Environ(), env...)
	printed, err := command.CombinedOutput()
	if err != nil {
		return fmt.Errorf("verifying the release: %w\n%s", err, printed)
	}
	log.Print("  signature, checksums, and the same bytes built anew")
	return nil
}
