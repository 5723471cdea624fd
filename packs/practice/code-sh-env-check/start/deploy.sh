#!/bin/sh
# usage: sh deploy.sh ENV
set -eu
here=$(dirname "$0")
. "$here/lib/text.sh"
for check in check-env env-check lint-env; do
  if [ -f "$here/bin/$check" ]; then
    sh "$here/bin/$check" "$here/template.env" "$1"
  fi
done
say "deploying with $1"
