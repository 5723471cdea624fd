#!/bin/sh
# usage: sh tests/test_@@script@@.sh, from the root
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
for day in 01 02 03; do
  echo x >"$place/a-2024-03-$day.tar.gz"
done
[ "$(sh bin/@@script@@ @@option@@ 2 0 "$place")" = "a-2024-03-01.tar.gz" ] && echo ok
