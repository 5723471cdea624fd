"""The sliding window does what the ticket says; bucket and specs what they did."""

import math
import random
import unittest

from throttle import @@cls@@, TokenBucket, limiter_from


class FakeClock:
    def __init__(self, now=0.0):
        self.now = now

    def __call__(self):
        return self.now


class Window(unittest.TestCase):
    def setUp(self):
        self.clock = FakeClock()
        self.window = @@cls@@(limit=3, period=10.0, clock=self.clock)

    def test_limit(self):
        self.assertEqual([self.window.allow("a") for _ in range(4)], [True, True, True, False])

    def test_stops_counting_at_exactly_the_period(self):
        for _ in range(3):
            self.window.allow("a")
        self.clock.now = 9.999
        self.assertFalse(self.window.allow("a"))
        self.clock.now = 10.0
        self.assertTrue(self.window.allow("a"))

    def test_refused_calls_cost_nothing(self):
        for _ in range(3):
            self.window.allow("a")
        for second in range(1, 10):
            self.clock.now = float(second)
            self.assertFalse(self.window.allow("a"))
        self.clock.now = 10.0
        self.assertEqual([self.window.allow("a") for _ in range(4)], [True, True, True, False])

    def test_no_burst_across_the_edge(self):
        self.clock.now = 9.0
        self.assertTrue(self.window.allow("a", 3))
        self.clock.now = 11.0
        self.assertFalse(self.window.allow("a"))
        self.clock.now = 19.0
        self.assertTrue(self.window.allow("a", 3))

    def test_cost_is_all_or_none(self):
        self.assertTrue(self.window.allow("a", 2))
        self.assertFalse(self.window.allow("a", 2))
        self.assertTrue(self.window.allow("a", 1))

    def test_cost_above_the_limit(self):
        self.assertFalse(self.window.allow("a", 4))
        self.assertEqual(self.window.retry_after("a", 4), math.inf)

    def test_keys_do_not_share(self):
        self.assertTrue(self.window.allow("a", 3))
        self.assertTrue(self.window.allow("b", 3))

    def test_retry_after(self):
        self.assertEqual(self.window.retry_after("a"), 0.0)
        self.window.allow("a")
        self.clock.now = 2.0
        self.window.allow("a", 2)
        self.clock.now = 5.0
        self.assertAlmostEqual(self.window.retry_after("a"), 5.0)
        self.assertAlmostEqual(self.window.retry_after("a", cost=2), 7.0)
        self.clock.now = 10.0
        self.assertEqual(self.window.retry_after("a"), 0.0)

    def test_retry_after_changes_nothing(self):
        for _ in range(5):
            self.window.retry_after("a")
        self.assertEqual(len(self.window), 0)
        self.assertTrue(self.window.allow("a", 3))

    def test_keys_are_forgotten(self):
        self.window.allow("a")
        self.assertEqual(len(self.window), 1)
        self.clock.now = 30.0
        self.window.allow("a", 4)
        self.assertEqual(len(self.window), 0)

    def test_refused_stranger_is_not_held(self):
        self.window.allow("stranger", 99)
        self.assertEqual(len(self.window), 0)

    def test_never_more_than_the_limit_in_any_stretch(self):
        chance = random.Random(7)
        passed = []
        for _ in range(400):
            self.clock.now += chance.random() * 4
            passed += [self.clock.now] * self.window.allow("a")
        for start in passed:
            self.assertLessEqual(sum(start <= moment < start + 10.0 for moment in passed), 3)
        self.assertGreater(len(passed), 100)

    def test_bad_settings(self):
        for limit, period in ((0, 1.0), (1, 0.0), (1, -1.0)):
            with self.subTest(limit=limit, period=period), self.assertRaises(ValueError):
                @@cls@@(limit, period, self.clock)


class Specs(unittest.TestCase):
    def test_window(self):
        clock = FakeClock()
        window = limiter_from("window:2/5", clock)
        self.assertEqual([window.allow("a") for _ in range(3)], [True, True, False])
        self.assertIsInstance(window, @@cls@@)

    def test_bucket_as_before(self):
        bucket = limiter_from("bucket:2/10", FakeClock())
        self.assertIsInstance(bucket, TokenBucket)
        self.assertEqual([bucket.allow("a") for _ in range(3)], [True, True, False])

    def test_nonsense_names_both_forms(self):
        for spec in ("", "bucket", "bucket:5", "bucket:5/", "window:5/soon", "window:x/1", "door:1/1"):
            with self.subTest(spec=spec), self.assertRaisesRegex(ValueError, "(?s)bucket:.*window:"):
                limiter_from(spec, FakeClock())


class Bucket(unittest.TestCase):
    def test_refill(self):
        clock = FakeClock()
        bucket = TokenBucket(2, 10.0, clock)
        self.assertEqual([bucket.allow("a") for _ in range(3)], [True, True, False])
        clock.now = 5.0
        self.assertTrue(bucket.allow("a"))


if __name__ == "__main__":
    unittest.main()
