"""Table schemas: the single source of reading, checking, codebook and documentation.

A schema is a Frictionless Table Schema (version 1 words) in ``schemas/<table>.json``. What that standard has
no word for stands under one key, ``profiles``, on the table or on a field. Only this package imports pandera.
"""

from profiles.schema.frames import schema
from profiles.schema.model import MARK, Code, Field, ForeignKey, Reference, TableSchema
from profiles.schema.reading import load_schema, load_schemas

__all__ = [
    "MARK", "Code", "Field", "ForeignKey", "Reference", "TableSchema", "load_schema", "load_schemas", "schema",
]  # fmt: skip
