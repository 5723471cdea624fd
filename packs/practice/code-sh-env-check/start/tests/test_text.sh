#!/bin/sh
# usage: sh tests/test_text.sh, from the root
set -eu
. lib/text.sh
[ "$(trim '  a b ')" = "a b" ] && echo ok
