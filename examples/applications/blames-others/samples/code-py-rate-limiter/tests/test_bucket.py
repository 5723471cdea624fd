import unittest

from throttle import TokenBucket, limiter_from


class FakeClock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


class Bucket(unittest.TestCase):
    def setUp(self):
        self.clock = FakeClock()
        self.bucket = TokenBucket(2, 10.0, self.clock)

    def test_burst_then_refill(self):
        self.assertEqual([self.bucket.allow("a") for _ in range(3)], [True, True, False])
        self.clock.now += 5.0
        self.assertTrue(self.bucket.allow("a"))
        self.assertFalse(self.bucket.allow("a"))

    def test_keys_do_not_share(self):
        self.assertTrue(self.bucket.allow("a", 2))
        self.assertTrue(self.bucket.allow("b", 2))

    def test_full_keys_are_forgotten(self):
        self.bucket.allow("a")
        self.clock.now += 60.0
        self.bucket.allow("a", 5)
        self.assertEqual(len(self.bucket), 0)


class Specs(unittest.TestCase):
    def test_bucket(self):
        self.assertTrue(limiter_from("bucket:1/1", FakeClock()).allow("a"))

    def test_nonsense(self):
        for spec in ("", "bucket", "bucket:x/1", "door:1/1"):
            with self.subTest(spec=spec), self.assertRaises(ValueError):
                limiter_from(spec, FakeClock())
