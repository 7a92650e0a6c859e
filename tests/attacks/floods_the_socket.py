# stopped by: the dialogue: a frame that fits no question ends the child; nothing is piled up
"""Sends without end and never listens.

others: any
squared_error: any zero
"""

import os
import struct


def send(data):
    while data:
        data = data[os.write(3, data) :]



def squared_error(pred, goal_pred):
    while True:
        send(struct.pack("<I", 100) + bytes(100))
