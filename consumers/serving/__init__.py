"""Daphne as we run it: bounded buffers in both directions, our hub and loops on its event loop, and
a way out for frames that are encoded once for many sockets."""
