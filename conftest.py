"""What all tests share: no network, and property tests that draw the same cases every time."""

import pytest
from hypothesis import settings
from pytest_socket import disable_socket

settings.register_profile("same-cases", derandomize=True, deadline=None, print_blob=True)
settings.load_profile("same-cases")


@pytest.fixture(autouse=True)
def no_network() -> None:
    """Cut the network off."""
    disable_socket(allow_unix_socket=True)
