"""Articles in, index out: reads articles, splits them into passages, and publishes generations of the index."""

import os

# Before torch is imported. Its threads otherwise wait for each other by spinning: beside other programs that keep the
# processor busy, an answer took 2.7 to 4.0 s instead of 0.4 s (two cores, 2026-11-22).
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
