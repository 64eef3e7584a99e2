package main

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
)

var platforms = regexp.MustCompile(`(?m)^    (goos|goarch): .*$`)

// snapshot makes the release in a clone, which has what is committed and nothing else, and gives the folder that it is
// in. Of the platforms there is only this one: to compile for all takes many minutes.
func snapshot(ctx context.Context, env []string, goreleaser, clone string) (string, error) {
	const origin = "https://github.com/entra-elm/terraform-provider-elm.git"
	if err := quietly(ctx, env, "", "git", "clone", "--quiet", "--shared", ".", clone); err != nil {
		return "", err
	}
	if err := quietly(ctx, env, clone, "git", "remote", "set-url", "origin", origin); err != nil {
		return "", err
	}
	if err := quietly(ctx, env, clone, goreleaser, "check", "--quiet"); err != nil {
		return "", err
	}
	config, err := os.ReadFile(filepath.Join(clone, ".goreleaser.yml"))
	if err != nil {
		return "", err
	}
	this := map[string]string{"goos": runtime.GOOS, "goarch": runtime.GOARCH}
	config = platforms.ReplaceAllFunc(config, func(line []byte) []byte {
		key := string(platforms.FindSubmatch(line)[1])
		return []byte("    " + key + ": [" + this[key] + "]")
	})
	path := clone + ".yml"
	if err := os.WriteFile(path, config, 0o600); err != nil {
		return "", err
	}
	err = quietly(ctx, env, clone, goreleaser, "release", "--snapshot", "--clean", "--config", path)
	return filepath.Join(clone, "dist"), err
}
