import unittest

from throttle import SlidingWindow


class Window(unittest.TestCase):
    def setUp(self):
        self.now = 0.0
        self.window = SlidingWindow(3, 10.0, lambda: self.now)

    def test_edge(self):
        self.assertTrue(self.window.allow("k", 3))
        self.now = 9.99
        self.assertFalse(self.window.allow("k"))
        self.now = 10.0
        self.assertTrue(self.window.allow("k", 3))

    def test_refused_call_is_free(self):
        self.window.allow("k", 2)
        self.assertFalse(self.window.allow("k", 2))
        self.assertTrue(self.window.allow("k", 1))

    def test_memory(self):
        for number in range(1000):
            self.window.allow(f"scan-{number}", 4)
        self.assertEqual(len(self.window), 0)
