"""Articles in, index out: reads articles, splits them into passages, and publishes generations of the index."""

import os

# Before torch is imported. Its threads otherwise wait for each other by spinning: beside other programs that keep the
# processor busy, an answer took 2.7 to 4.0 s instead of 0.4 s (two cores, 2026-11-22).
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
# Likewise. The processor's kernels are compiled for each new length of text and kept; of 250 lengths they filled 800 MB
# and more, of which the last 128 of each kind are enough (a question's vector then takes 2 ms longer at times).
os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "128")
os.environ.setdefault("LRU_CACHE_CAPACITY", "128")
