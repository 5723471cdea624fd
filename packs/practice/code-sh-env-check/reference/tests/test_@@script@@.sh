#!/bin/sh
# usage: sh tests/test_@@script@@.sh, from the root
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
echo "PORT int" >"$place/t"
echo "PORT=x" >"$place/e"
[ "$(sh bin/@@script@@ "$place/t" "$place/e")" = "$place/e:1: PORT: not a int" ] && echo ok
