import unittest

from throttle import @@cls@@


class Window(unittest.TestCase):
    def test_limit_and_retry(self):
        now = [0.0]
        window = @@cls@@(1, 60.0, lambda: now[0])
        self.assertTrue(window.allow("a"))
        self.assertFalse(window.allow("a"))
        now[0] = 60.0
        self.assertEqual(window.retry_after("a"), 0.0)
