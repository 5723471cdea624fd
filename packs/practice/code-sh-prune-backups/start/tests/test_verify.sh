#!/bin/sh
# usage: sh tests/test_verify.sh, from the root
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
echo x | gzip >"$place/good-2024-03-01.tar.gz"
echo x >"$place/bad-2024-03-01.tar.gz"
[ "$(sh bin/verify "$place")" = "bad-2024-03-01.tar.gz" ] && echo ok
