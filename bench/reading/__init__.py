"""How well and how dearly pages are read: engines, the cascade, the `tesseract` command, the whole pipeline.

.venv/bin/python -m bench.reading SETS [SET ...]
"""
