"""CSV files to columns of text and back: encoding, header, records, canonical form, safe writing.

Nothing is typed here. A table is read as text, every record with the line on which it begins, so that a
finding can name its place even after cells that hold line breaks.
"""

from profiles.tables.canonical import canonical_text, clean_text
from profiles.tables.raw import RawTable, Texts
from profiles.tables.reading import read_raw
from profiles.tables.writing import write_bytes, write_text

__all__ = ["RawTable", "Texts", "canonical_text", "clean_text", "read_raw", "write_bytes", "write_text"]
