"""Trains a stage of a curriculum, or answers its held-out rows, with TRL. Started by `main.py`."""
