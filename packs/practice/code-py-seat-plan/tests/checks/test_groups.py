"""Groups sit together in the best place; seats come back all or none."""

import time
import unittest

from seating import Plan, Seat, SeatError, UnknownSeat
from seating.errors import NotTaken


class Together(unittest.TestCase):
    def placed(self, text, size):
        plan = Plan.parse(text)
        seats = plan.@@method@@(size)
        self.assertEqual(plan.free(), text.count(".") - len(seats))
        self.assertTrue(all(not plan.is_free(seat) for seat in seats))
        return [tuple(seat) for seat in seats]

    def test_side_by_side(self):
        self.assertEqual(self.placed(".x..#...", 2), [(0, 2), (0, 3)])

    def test_shortest_stretch(self):
        self.assertEqual(self.placed(".....\n...\n....", 3), [(1, 0), (1, 1), (1, 2)])

    def test_nearest_row_then_lower_numbers(self):
        self.assertEqual(self.placed("x...\n...x...", 3), [(0, 1), (0, 2), (0, 3)])
        self.assertEqual(self.placed("...x...", 3), [(0, 0), (0, 1), (0, 2)])

    def test_nobody_is_left_alone(self):
        self.assertEqual(self.placed("...\n......", 2), [(1, 0), (1, 1)])
        self.assertEqual(self.placed("..x...\n.....", 4), [(1, 0), (1, 1), (1, 2), (1, 3)])

    def test_left_alone_rather_than_nothing(self):
        self.assertEqual(self.placed("....\n...", 2), [(0, 0), (0, 1)])
        self.assertEqual(self.placed("...x...", 2), [(0, 0), (0, 1)])

    def test_one(self):
        self.assertEqual(self.placed("..x.", 1), [(0, 3)])

    def test_no_place(self):
        self.assertEqual(self.placed("..x..\n.#.", 3), [])
        self.assertEqual(self.placed("", 1), [])

    def test_rows_do_not_join(self):
        self.assertEqual(self.placed("#..\n..#", 3), [])

    def test_sizes(self):
        for size in (0, -1):
            with self.subTest(size=size), self.assertRaises(ValueError):
                Plan.parse("...").@@method@@(size)

    def test_again_and_again(self):
        plan = Plan.parse("......\n...")
        self.assertEqual([len(plan.@@method@@(3)) for _ in range(4)], [3, 3, 3, 0])
        self.assertEqual(str(plan), "xxxxxx\nxxx")

    def test_large_hall(self):
        plan = Plan(["." * 60] * 50)
        start = time.perf_counter()
        for _ in range(300):
            plan.@@method@@(7)
        self.assertLess(time.perf_counter() - start, 5.0)


class Back(unittest.TestCase):
    def test_release(self):
        plan = Plan.parse("xx#.")
        plan.release([Seat(0, 0), Seat(0, 1)])
        self.assertEqual(str(plan), "..#.")

    def test_all_or_none(self):
        for seat, error in ((Seat(0, 2), NotTaken), (Seat(0, 3), NotTaken), (Seat(0, 9), UnknownSeat), (Seat(0, 0), NotTaken)):
            plan = Plan.parse("xx#.")
            with self.subTest(seat=seat), self.assertRaises(error) as caught:
                plan.release([Seat(0, 0), seat])
            self.assertEqual(str(caught.exception), str(seat))
            self.assertEqual(str(plan), "xx#.")

    def test_nothing(self):
        Plan.parse("x").release([])

    def test_kind_of_error(self):
        self.assertTrue(issubclass(NotTaken, SeatError))

    def test_what_was_given_back_is_placed_again(self):
        plan = Plan.parse("....")
        plan.release(plan.@@method@@(4))
        self.assertEqual(plan.free(), 4)
