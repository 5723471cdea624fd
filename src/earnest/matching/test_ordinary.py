import doctest

import pytest

from earnest.matching import ordinary
from earnest.matching.gazetteer import FIELDS, gazetteer

# Ordinary English words that stand for nothing but the technology in a profile or a listing.
REVIEWED = """
adjudication android arduino aurelia aws axum azure bash bert bigquery bitcoin bluetooth cilium clang claude clojure cobol colbert
copilot cordova cosmosdb crossbeam css curl debian django dropbox drupal dynamodb ecmascript elasticsearch emacs erlang
firebase fortran gawk gentoo github gnupg godot grep hadoop hbase heroku html java javascript jekyll jenkins kafka kotlin
libreoffice linux llama loki mariadb markdown matlab maven memcached mongodb multiprocessing mysql ocaml openoffice pandas
paypal peewee perforce perl php postgresql postscript powerpoint prolog python pytorch quarto redis redshift regexp
restful roberta roslyn ruff salesforce scala selenium shapely sharepoint spacy sql sqlite subtitling svelte svn tableau
tailwind tensorflow tomcat typescript ubuntu unix vba vim wolfram wordpress xamarin xml
""".split()


def test_the_doctests_hold():
    assert doctest.testmod(ordinary).failed == 0


def test_the_same_words_give_the_same_bytes():
    words = ["Word", "words", "it's", "ab", "wording", "wordily", "antidisestablishmentarianism"]
    made = ordinary.compile_words(words)
    assert made == ordinary.compile_words(reversed(words))


def test_the_shipped_list_is_what_compiling_it_again_gives():
    words = ordinary.ordinary_words()
    assert len(words) > 70_000
    assert ordinary.compile_words(words) == ordinary.WORDS.read_bytes()


@pytest.mark.parametrize("word", ["deployed", "With", "backups", "running", "scheduler"])
def test_ordinary(word):
    assert ordinary.is_ordinary(word)


@pytest.mark.parametrize("word", ["restic", "tokio", "kubectl", "polarsx", "CronJob"])
def test_not_ordinary(word):
    assert not ordinary.is_ordinary(word)


def test_a_name_that_is_an_ordinary_word_needs_its_context():
    loose = {
        form.written.lower()
        for one in gazetteer().technologies.values()
        if one.category not in FIELDS
        for form in one.forms
        if form.ambiguity == "plain" and ordinary.is_ordinary(form.written)
    }
    assert loose - set(REVIEWED) == set()
