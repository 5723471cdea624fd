#!/bin/sh
# Runs every function whose name begins with test_ in a folder of its own; prints "ok NAME" or "not ok NAME".
# usage: sh FILE [NAME], from the root: NAME runs that one alone, and the exit code says whether it passed
root=$(pwd)
failed=0

fail() {
  echo "  $*" >&2
  exit 1
}

equal() {
  [ "$1" = "$2" ] || fail "expected '$2', got '$1'"
}

check() {
  sh "$root/bin/@@script@@" "$@"
}

# checked ENV [TEMPLATE]: what is said, and the exit code on a line of its own
checked() {
  printf '%s\n' "${2-A @@tag@@
N int
U url
B bool
S secret}" >t
  printf '%s\n' "$1" >e
  code=0
  said=$(check t e 2>err) || code=$?
  printf '%s\n' "$said" "$code"
}

test_fine() {
  equal "$(checked 'A=1
N=-12
U=https://x
B=false
S=a=b')" "
0"
}

test_empty_values() {
  equal "$(checked 'A=""
N=
U='"''"'
B=')" "e:1: A: empty
1"
}

test_missing() {
  equal "$(checked 'N=1' 'Z @@tag@@
N int
A int @@tag@@')" "e: Z: missing
e: A: missing
1"
}

test_kinds() {
  equal "$(checked 'A=x
N=1.5
U=ftp://x
B=TRUE')" "e:2: N: not a int
e:3: U: not a url
e:4: B: not a bool
1"
}

test_more_kinds() {
  equal "$(checked 'A=x
N=-
U=http://
B="true"')" "e:2: N: not a int
e:3: U: not a url
1"
}

test_lines_that_are_none() {
  equal "$(checked '# a comment

A=1
nothing
a=1
1A=1
 N=1
N =1
=1')" "e:4: no NAME=VALUE
e:5: no NAME=VALUE
e:6: no NAME=VALUE
e:7: no NAME=VALUE
e:8: no NAME=VALUE
e:9: no NAME=VALUE
1"
}

test_unknown_and_again() {
  equal "$(checked 'A=1
COLOUR=red
A=
COLOUR=blue
A=2')" "e:2: COLOUR: not in t
e:3: A: again (first in line 1)
e:4: COLOUR: again (first in line 2)
e:5: A: again (first in line 1)
1"
}

test_several_tags() {
  equal "$(checked 'P=' 'P int @@tag@@ secret')" "e:1: P: empty
1"
  equal "$(checked 'P=x' 'P int @@tag@@ secret')" "e:1: P: not a int
1"
}

test_line_ends() {
  printf 'A @@tag@@\r\nN int\r\n' >t
  printf 'A=1\r\nN=5\r\n' >e
  check t e || fail "line ends"
}

test_no_line_end_at_the_end() {
  printf 'A @@tag@@\nN int' >t
  printf 'A=1\nN=x' >e
  equal "$(check t e)" "e:2: N: not a int"
}

test_data_is_not_run() {
  checked 'A=$(touch hit)`touch hit`;touch hit
S=\n\\' >out
  equal "$(cat out)" "
0"
  [ ! -e hit ] || fail "it was run"
}

test_values_are_not_printed() {
  checked 'A=1
N=hunter2
hunter2
U="hunter2' >out
  if grep -q hunter2 out err; then fail "a value was printed"; fi
}

refused() {
  code=0
  said=$(check "$@" 2>err) || code=$?
  equal "$code" 2
  equal "$said" ""
  [ -s err ] || fail "no message"
}

test_files_that_are_not_there() {
  : >there
  refused there nothing
  refused nothing there
  refused there
  refused
}

test_template_that_cannot_be() {
  : >e
  for line in 'A number' 'a int' 'A int
A bool' '1A'; do
    printf '%s\n' "$line" >t
    refused t e
  done
}

for name in ${1:-$(sed -n 's/^\(test_[a-z0-9_]*\)().*/\1/p' "$0")}; do
  place=$(mktemp -d)
  if (cd "$place" && "$name"); then
    echo "ok $name"
  else
    echo "not ok $name"
    failed=1
  fi
  rm -rf "$place"
done
exit "$failed"
