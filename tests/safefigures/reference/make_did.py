"""Makes did.json: difference-in-differences by diff-diff 3.13.0, on figures written out in the file itself.

Run in an environment of its own (`pip install diff-diff==3.13.0`): `python make_did.py > did.json`.
"""

import json

import diff_diff
import pandas as pd

TIMES = [2018, 2019, 2020, 2021, 2022, 2023]
START = 2022
OWN = [0.612, 0.607, 0.621, 0.618, 0.671, 0.684]
REFERENCE = [
    [0.58, 0.63, 0.70, 0.55, 0.61],
    [0.59, 0.61, 0.69, 0.56, 0.60],
    [0.59, 0.63, 0.71, 0.55, 0.62],
    [0.60, 0.64, 0.70, 0.57, 0.61],
    [0.60, 0.63, 0.72, 0.56, 0.63],
    [0.61, 0.65, 0.72, 0.58, 0.62],
]

rows = [
    {"unit": unit, "outcome": value, "treated": int(unit == 0), "post": int(year >= START)}
    for year, own, others in zip(TIMES, OWN, REFERENCE, strict=True)
    for unit, value in enumerate([own, *others])
]
found = diff_diff.DifferenceInDifferences().fit(
    pd.DataFrame(rows), outcome="outcome", treatment="treated", post="post"
)
print(
    json.dumps(
        {
            "program": f"diff-diff {diff_diff.__version__}",
            "call": "DifferenceInDifferences().fit(data, outcome=, treatment=, post=)",
            "data": {"own": OWN, "reference": REFERENCE, "times": TIMES, "start": START},
            "att": float(found.att),
        },
        indent=1,
    )
)
