import unittest

from courier import Client, Rejected, Response


class Fixed:
    def __init__(self, response):
        self.response = response
        self.requests = []

    def send(self, request):
        self.requests.append(request)
        return self.response


class Labels(unittest.TestCase):
    def test_label(self):
        transport = Fixed(Response(201, "PDF"))
        self.assertEqual(Client(transport).label("7"), "PDF")
        self.assertEqual(transport.requests[0].path, "/labels/7")

    def test_refusal(self):
        with self.assertRaisesRegex(Rejected, "no street"):
            Client(Fixed(Response(422, "no street"))).label("7")
