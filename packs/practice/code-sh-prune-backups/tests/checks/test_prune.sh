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

prune() {
  sh "$root/bin/@@script@@" "$@"
}

backups() {
  for one in "$@"; do
    echo x >"./$one.tar.gz"
  done
}

left() {
  for one in *; do
    [ "$one" = '*' ] || printf '%s\n' "$one"
  done
}

test_daily() {
  backups a-2024-03-01 a-2024-03-02 a-2024-03-03
  equal "$(prune 2 0 .)" "a-2024-03-01.tar.gz"
  equal "$(left)" "a-2024-03-02.tar.gz
a-2024-03-03.tar.gz"
}

test_monthly() {
  backups a-2024-01-05 a-2024-01-20 a-2024-02-03 a-2024-02-04 a-2024-03-01 a-2024-03-02
  equal "$(prune 1 2 .)" "a-2024-01-05.tar.gz
a-2024-01-20.tar.gz
a-2024-02-04.tar.gz"
}

test_months_with_gaps() {
  backups a-2022-01-01 a-2023-06-01 a-2024-03-01
  equal "$(prune 1 2 .)" "a-2022-01-01.tar.gz"
}

test_each_name_by_itself() {
  backups a-2024-03-01 b-2024-01-01 "b c-2024-01-01" "b c-2024-01-02" a-2020-01-01-2024-02-01
  equal "$(prune 1 0 .)" "b c-2024-01-01.tar.gz"
}

test_names_with_dates_and_hyphens() {
  backups -x-2024-03-01 -x-2024-03-02 x-2024-01-01-2024-03-01 x-2024-01-01-2024-03-02
  equal "$(prune 1 0 .)" "-x-2024-03-01.tar.gz
x-2024-01-01-2024-03-01.tar.gz"
}

test_strange_characters() {
  backups 'a $(touch hit) `b` * "q" \t-2024-03-01' 'a $(touch hit) `b` * "q" \t-2024-03-02'
  equal "$(prune 1 0 .)" 'a $(touch hit) `b` * "q" \t-2024-03-01.tar.gz'
  equal "$(left)" 'a $(touch hit) `b` * "q" \t-2024-03-02.tar.gz'
}

test_others_are_left_alone() {
  backups a-2024-03-02 a-2024-13-01 a-2024-03-32 a-2024-03-00 a-2024-3-01 2024-03-01
  : >a-2024-03-01.tar
  mkdir a-2024-01-01.tar.gz
  ln -s nothing a-2024-01-02.tar.gz
  before=$(left)
  equal "$(prune 1 0 .)" ""
  equal "$(left)" "$before"
}

test_empty_ones() {
  backups a-2024-03-01 a-2024-03-02
  : >a-2024-03-03.tar.gz
  : >b-2024-03-01.tar.gz
  : >b-2024-03-02.tar.gz
  equal "$(prune 1 0 .)" "a-2024-03-01.tar.gz
a-2024-03-03.tar.gz"
}

test_empty_one_is_not_the_oldest_of_a_month() {
  backups a-2024-02-02 a-2024-02-03 a-2024-03-01
  : >a-2024-02-01.tar.gz
  equal "$(prune 1 2 .)" "a-2024-02-01.tar.gz
a-2024-02-03.tar.gz"
}

test_only_printed() {
  backups a-2024-03-01 a-2024-03-02
  equal "$(prune @@option@@ 1 0 .)" "a-2024-03-01.tar.gz"
  equal "$(left)" "a-2024-03-01.tar.gz
a-2024-03-02.tar.gz"
}

test_folder_with_spaces() {
  mkdir "my folder"
  echo x >"my folder/a-2024-03-01.tar.gz"
  echo x >"my folder/a-2024-03-02.tar.gz"
  equal "$(prune 1 0 "my folder")" "a-2024-03-01.tar.gz"
  equal "$(left)" "my folder"
}

test_nothing_to_do() {
  equal "$(prune 1 1 . && echo good)" good
}

wrong() {
  backups a-2024-03-01 a-2024-03-02
  code=0
  said=$(prune "$@" 2>&1 >/dev/null) || code=$?
  equal "$code" 2
  equal "$(printf '%s\n' "$said" | wc -l | tr -d ' ')" 1
  equal "$(left | wc -l | tr -d ' ')" 2
}

test_no_arguments() { wrong; }
test_too_few() { wrong 1 1; }
test_too_many() { wrong 1 1 . .; }
test_no_daily() { wrong 0 1 .; }
test_no_number() { wrong 1 x .; }
test_signed() { wrong +1 -1 .; }
test_empty_number() { wrong "" 1 .; }
test_no_folder() { wrong 1 1 nowhere; }
test_other_option() { wrong --force 1 1 .; }

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
