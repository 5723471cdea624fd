import unittest

from throttle import @@cls@@


class FakeClock:
    now = 0.0

    def __call__(self):
        return self.now


class Window(unittest.TestCase):
    def setUp(self):
        self.clock = FakeClock()
        self.window = @@cls@@(1, 60.0, self.clock)
        self.window.allow("a")

    def test_edge_at_exactly_the_period(self):
        self.clock.now = 59.9
        self.assertFalse(self.window.allow("a"))
        self.clock.now = 60.0
        self.assertTrue(self.window.allow("a"))

    def test_refused_call_costs_nothing(self):
        self.clock.now = 59.0
        self.window.allow("a")
        self.assertEqual(self.window.retry_after("a"), 1.0)
