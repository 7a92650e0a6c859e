# stopped by: exact types and lengths; what cannot be decoded ends the child
"""Sends what is no frame at all, deep nesting, and lengths that lie.

others: any
squared_error: any zero
sse: any zero
predict: any zero
"""

import os
import struct


def send(data):
    while data:
        data = data[os.write(3, data) :]



def squared_error(pred, goal_pred):
    send(struct.pack("<I", 2000) + os.urandom(2000))


def sse(targets, outputs):
    send(struct.pack("<I", 2**20) + b"\x91" * 2**20)


def predict(input, weight):
    send(struct.pack("<I", 5) + b"\xdd\xff\xff\xff\xff")
