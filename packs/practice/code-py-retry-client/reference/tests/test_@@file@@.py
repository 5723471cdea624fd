import unittest

from courier import Request, Response
from courier.@@file@@ import @@cls@@


class Clock:
    def __init__(self):
        self.waits = []

    def now(self):
        return 0.0

    def wait(self, seconds):
        self.waits.append(seconds)


class Busy:
    def __init__(self):
        self.left = [Response(503), Response(200)]

    def send(self, request):
        return self.left.pop(0)


class Again(unittest.TestCase):
    def test_waits_and_sends_again(self):
        clock = Clock()
        transport = @@cls@@(Busy(), clock=clock, tries=2, base=3.0, most=9.0)
        self.assertEqual(transport.send(Request("GET", "/")).status, 200)
        self.assertEqual(clock.waits, [3.0])
