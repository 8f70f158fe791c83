"""Reads vertical layers (arbit export --format vertical) with NumPy alone.

    python3 read_vertical.py FOLDER [BITS]

prints, for every layer at BITS, its shape and the SHA-256 of its codes as signed bytes. Only the files up to BITS are
read: a device that has fetched these runs at BITS, and fetches the next one to go up.
"""

import hashlib
import json
import pathlib
import struct
import sys

import numpy as np

TYPES = {"F32": "<f4", "I8": "i1", "U8": "u1"}


def read_safetensors(data):
    """Returns the arrays of a safetensors file by name."""
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    arrays = {}
    for name, place in header.items():
        if name != "__metadata__":
            begin, end = (8 + length + offset for offset in place["data_offsets"])
            arrays[name] = np.frombuffer(data[begin:end], TYPES[place["dtype"]]).reshape(place["shape"])
    return arrays


def unpack(packed, count, bits):
    """Returns values of so many bits, lowest bit first; the least one is stored as zero."""
    digits = np.unpackbits(packed, bitorder="little")[: count * bits].reshape(count, bits)
    return (digits.astype(np.int32) << np.arange(bits)).sum(axis=1) - (1 << (bits - 1))


def load(folder, bits=None):
    """Returns the codes of every layer at a precision, and the arrays that are needed beside them."""
    folder = pathlib.Path(folder)
    about = json.loads((folder / "vertical.json").read_text())
    if about["schema"] != 1:
        raise SystemExit(f"{folder} has schema {about['schema']}, but this reader knows 1")
    bits = about["bitWidths"][-1] if bits is None else bits
    if bits not in about["bitWidths"]:
        raise SystemExit(f"{folder} has no layers for {bits} bits; it has {about['bitWidths']}")
    codes, parameters, below = {}, {}, None
    for entry in about["files"]:
        if entry["bits"] > bits:
            break
        data = (folder / entry["file"]).read_bytes()
        if hashlib.sha256(data).hexdigest() != entry["sha256"]:
            raise SystemExit(f"{entry['file']} is damaged: its SHA-256 differs")
        arrays = read_safetensors(data)
        for layer in about["layers"]:
            name, shape = layer["name"], layer["shape"]
            read = unpack(arrays.pop(name + ".codes"), int(np.prod(shape)), entry["bitsPerWeight"]).reshape(shape)
            if below is None:
                codes[name] = 2 * read + 1 if entry["bits"] == 1 else read
            else:
                codes[name] = (codes[name] << (entry["bits"] - below)) + read
        parameters.update(arrays)
        below = entry["bits"]
    return {name: array.astype(np.int8) for name, array in codes.items()}, parameters


if __name__ == "__main__":
    layers, _ = load(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else None)
    for name, array in layers.items():
        print(name, "x".join(map(str, array.shape)), hashlib.sha256(array.tobytes()).hexdigest())
