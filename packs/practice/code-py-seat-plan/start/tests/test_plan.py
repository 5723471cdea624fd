import unittest

from seating import NotFree, Plan, Seat, UnknownSeat


class Single(unittest.TestCase):
    def test_take(self):
        plan = Plan.parse("..\n#x")
        plan.take(Seat(0, 1))
        self.assertEqual(str(plan), ".x\n#x")
        self.assertEqual(plan.free(), 1)

    def test_what_cannot_be_taken(self):
        plan = Plan.parse("#x")
        for number in (0, 1):
            with self.assertRaises(NotFree):
                plan.take(Seat(0, number))
        with self.assertRaises(UnknownSeat):
            plan.take(Seat(1, 0))
