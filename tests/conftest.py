"""Fixtures for every kind of test."""

import ctypes
import os
from collections.abc import Iterator

import pytest

_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH = 1, 2
_CAPABILITY_VERSION_3 = 0x20080522


class _Header(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]


class _Capabilities(ctypes.Structure):
    _fields_ = [
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    ]


@pytest.fixture
def permissions_count() -> Iterator[None]:
    """File permissions hold for this test's thread, also where the tests run as root."""
    if os.geteuid() != 0:
        yield
        return
    header, sets = _Header(_CAPABILITY_VERSION_3, 0), (_Capabilities * 2)()
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "capset") or libc.capget(ctypes.byref(header), sets):
        pytest.skip("runs as root on a system without capabilities, so nothing can be made unreadable")
    before = sets[0].effective
    sets[0].effective &= ~(1 << _CAP_DAC_OVERRIDE | 1 << _CAP_DAC_READ_SEARCH)
    if libc.capset(ctypes.byref(header), sets):
        pytest.skip("root may not give up its right to ignore file permissions here")
    yield
    sets[0].effective = before
    assert libc.capset(ctypes.byref(header), sets) == 0
