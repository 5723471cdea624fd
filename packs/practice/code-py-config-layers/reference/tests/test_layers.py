import unittest

from settings import Layer, @@fn@@


class Layers(unittest.TestCase):
    def test_machine_over_factory(self):
        given = [Layer("factory", {"cash": {"coins": [1]}}), Layer("machine", {"cash": {"coins+": [2]}})]
        self.assertEqual(@@fn@@(given), {"cash": {"coins": [1, 2]}})
