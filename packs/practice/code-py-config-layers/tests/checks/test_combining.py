"""Layers are put together as the ticket says."""

import tempfile
import unittest
from pathlib import Path

from settings import SettingsError, load
from settings.layers import Layer, @@fn@@


def layers(*tables):
    return [Layer(f"layer-{number}", table) for number, table in enumerate(tables, 1)]


class Joining(unittest.TestCase):
    def test_nothing(self):
        self.assertEqual(@@fn@@([]), {})

    def test_tables_are_joined_key_by_key(self):
        result = @@fn@@(layers({"a": {"x": 1, "y": {"z": 1}}, "b": 1}, {"a": {"y": {"w": 2}}, "c": 3}))
        self.assertEqual(result, {"a": {"x": 1, "y": {"z": 1, "w": 2}}, "b": 1, "c": 3})

    def test_lists_and_values_are_replaced(self):
        self.assertEqual(@@fn@@(layers({"a": [1, 2], "b": 1}, {"a": [3], "b": "one"})), {"a": [3], "b": "one"})

    def test_plus_appends(self):
        result = @@fn@@(layers({"a": [1]}, {"a+": [2]}, {"a+": [3, 3], "b+": [4]}))
        self.assertEqual(result, {"a": [1, 2, 3, 3], "b": [4]})

    def test_plus_deep_in_new_tables(self):
        self.assertEqual(@@fn@@(layers({"a": {"b": {"c+": [1]}}})), {"a": {"b": {"c": [1]}}})

    def test_unset(self):
        result = @@fn@@(layers({"a": {"x": 1, "y": 2}, "b": 1}, {"a": {"x": "@unset"}, "b": "@unset", "q": "@unset"}))
        self.assertEqual(result, {"a": {"y": 2}})

    def test_unset_in_a_plus_list_is_a_text(self):
        self.assertEqual(@@fn@@(layers({"a": ["x"]}, {"a+": ["@unset"]})), {"a": ["x", "@unset"]})

    def test_unset_in_a_new_table(self):
        self.assertEqual(@@fn@@(layers({"a": {"x": "@unset", "y": 1}})), {"a": {"y": 1}})

    def test_table_after_unset(self):
        self.assertEqual(@@fn@@(layers({"a": 1}, {"a": "@unset"}, {"a": {"x": 1}})), {"a": {"x": 1}})


class Errors(unittest.TestCase):
    def assert_says(self, text, *tables):
        with self.assertRaises(SettingsError) as caught:
            @@fn@@(layers(*tables))
        self.assertEqual(str(caught.exception), text)

    def test_table_over_value(self):
        self.assert_says("a.b: layer-2", {"a": {"b": 1}}, {"a": {"b": {"c": 1}}})

    def test_value_over_table(self):
        self.assert_says("a: layer-3", {"a": {"b": 1}}, {}, {"a": 7})

    def test_plus_on_no_list(self):
        self.assert_says("a.n: layer-2", {"a": {"n": 1}}, {"a": {"n+": [1]}})

    def test_plus_that_is_no_list(self):
        self.assert_says("n: layer-1", {"n+": 1})

    def test_first_one_counts(self):
        self.assert_says("b: layer-2", {"a": 1, "b": 1}, {"b": {}, "a": {}}, {"a": {}})


class Sharing(unittest.TestCase):
    def test_result_is_its_own(self):
        given = layers({"a": {"x": [1, [2]]}, "l": [{"k": [1]}]}, {"a": {"x+": [[3]]}})
        result = @@fn@@(given)
        result["a"]["x"][1].append(9)
        result["a"]["x"][2].append(9)
        result["a"]["new"] = 1
        result["l"][0]["k"].append(9)
        self.assertEqual(given[0].table, {"a": {"x": [1, [2]]}, "l": [{"k": [1]}]})
        self.assertEqual(given[1].table, {"a": {"x+": [[3]]}})


class Loading(unittest.TestCase):
    def test_files(self):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "factory.toml").write_text("[cash]\ncoins = [1]\nfee = 3\n")
            (folder / "machine.toml").write_text('[cash]\n"coins+" = [2]\n')
            (folder / "bad.toml").write_text("cash = 1\n")
            paths = [folder / "factory.toml", folder / "region.toml", folder / "machine.toml"]
            self.assertEqual(load(paths), {"cash": {"coins": [1, 2], "fee": 3}})
            with self.assertRaisesRegex(SettingsError, "^cash: bad$"):
                load([*paths, folder / "bad.toml"])
