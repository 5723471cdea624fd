"""What is tried again, how often, and after how long."""

import unittest

from courier import Client, Request, Response
from courier.@@file@@ import @@cls@@

GET = Request("GET", "/labels/7")
POST = Request("POST", "/labels/7")


class FakeClock:
    def __init__(self):
        self.seconds = 100.0
        self.waits = []

    def now(self):
        return self.seconds

    def wait(self, seconds):
        self.waits.append(seconds)
        self.seconds += seconds


class Script:
    """Answers what it was told, one after the other; each try takes `takes` seconds."""

    def __init__(self, clock, *answers, takes=0.0):
        self.clock, self.answers, self.takes, self.sent = clock, list(answers), takes, 0

    def send(self, request):
        self.sent += 1
        self.clock.seconds += self.takes
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return Response(answer) if isinstance(answer, int) else answer


class Case(unittest.TestCase):
    def setUp(self):
        self.clock = FakeClock()

    def sent(self, *answers, request=GET, takes=0.0, **settings):
        self.script = Script(self.clock, *answers, takes=takes)
        settings = {"tries": 4, "base": 0.5, "most": 20.0} | settings
        return @@cls@@(self.script, clock=self.clock, **settings).send(request)


class Which(Case):
    def test_good_at_once(self):
        self.assertEqual(self.sent(200).status, 200)
        self.assertEqual((self.script.sent, self.clock.waits), (1, []))

    def test_busy_then_good(self):
        for status in (429, 502, 503, 504):
            with self.subTest(status=status):
                self.assertEqual(self.sent(status, 200).status, 200)

    def test_no_other_status(self):
        for status in (400, 404, 422, 500, 501):
            with self.subTest(status=status):
                self.assertEqual(self.sent(status, 200).status, status)

    def test_connection_errors(self):
        self.assertEqual(self.sent(ConnectionResetError("x"), 200).status, 200)

    def test_no_other_error(self):
        with self.assertRaises(ValueError):
            self.sent(ValueError("x"), 200)
        self.assertEqual(self.script.sent, 1)

    def test_post_only_where_nothing_was_done(self):
        self.assertEqual(self.sent(502, 200, request=POST).status, 502)
        self.assertEqual(self.sent(429, 200, request=POST).status, 200)
        self.assertEqual(self.sent(503, 200, request=POST).status, 200)
        with self.assertRaises(ConnectionError):
            self.sent(ConnectionError(), 200, request=POST)

    def test_post_with_a_key(self):
        keyed = Request("POST", "/labels/7", idempotency_key="k")
        self.assertEqual(self.sent(502, ConnectionError(), 200, request=keyed).status, 200)

    def test_through_the_client(self):
        script = Script(self.clock, 503, Response(201, "PDF"))
        self.assertEqual(Client(@@cls@@(script, clock=self.clock, tries=2, base=1.0, most=9.0)).label("7"), "PDF")


class HowOften(Case):
    def test_last_response_comes_back(self):
        self.assertEqual(self.sent(503, 503, 503, Response(503, "last")).body, "last")
        self.assertEqual(self.script.sent, 4)

    def test_last_error_comes_back(self):
        last = ConnectionError("last")
        with self.assertRaises(ConnectionError) as caught:
            self.sent(503, ConnectionError("first"), 503, last)
        self.assertIs(caught.exception, last)

    def test_one_try(self):
        self.assertEqual(self.sent(503, tries=1).status, 503)
        self.assertEqual(self.clock.waits, [])

    def test_bad_settings(self):
        for settings in ({"tries": 0}, {"base": -1.0}, {"most": -0.1}):
            with self.subTest(settings=settings), self.assertRaises(ValueError):
                self.sent(200, **settings)


class HowLong(Case):
    def test_doubles_up_to_the_most(self):
        self.sent(503, 503, 503, 503, 503, 200, tries=6, base=2.0, most=9.0)
        self.assertEqual(self.clock.waits, [2.0, 4.0, 8.0, 9.0, 9.0])

    def test_what_the_service_says(self):
        self.sent(Response(503, headers={"retry-after": "7"}), Response(429, headers={"Retry-After": " 0 "}), 200)
        self.assertEqual(self.clock.waits, [7.0, 0.0])

    def test_longer_than_the_most(self):
        self.assertEqual(self.sent(Response(503, headers={"RETRY-AFTER": "21"}), 200).status, 503)
        self.assertEqual(self.clock.waits, [])

    def test_what_is_no_number(self):
        for said in ("soon", "-1", "1.5", "", "Wed, 21 Oct 2015 07:28:00 GMT"):
            with self.subTest(said=said):
                self.clock.waits.clear()
                self.sent(Response(503, headers={"Retry-After": said}), 200)
                self.assertEqual(self.clock.waits, [0.5])


class Deadline(Case):
    def test_no_wait_beyond_it(self):
        self.assertEqual(self.sent(503, 503, 200, base=4.0, deadline=10.0).status, 503)
        self.assertEqual(self.clock.waits, [4.0])

    def test_a_wait_that_ends_on_it(self):
        self.assertEqual(self.sent(503, 200, base=10.0, deadline=10.0).status, 200)

    def test_tries_take_time_too(self):
        with self.assertRaises(ConnectionError):
            self.sent(ConnectionError(), 200, takes=9.8, deadline=10.0)
        self.assertEqual(self.script.sent, 1)

    def test_none_unless_given(self):
        self.assertEqual(self.sent(503, 200, takes=1e6).status, 200)
