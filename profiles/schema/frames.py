"""A schema to pandera: validates a frame that somebody already has in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from profiles.errors import SchemaError, hint_for
from profiles.schema.model import MARK, Field, TableSchema
from profiles.schema.reading import load_schemas

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa


def schema(table: str) -> pa.DataFrameSchema:
    """Return a pandera schema that validates a frame of one table.

    Hand it a frame of your own: every column of the table in its type, missing values as ``<NA>`` or
    ``NaN``, partial dates as EDTF text. The columns that `load` derives (``born_earliest``,
    ``born_latest``, ``is_unverified``) may be there or not. Nothing is coerced.

    Parameters
    ----------
    table
        Name of the table, such as ``"tenures"``.

    Returns
    -------
    pandera.pandas.DataFrameSchema
        Strict about columns; its `metadata` holds what one row is. Keys between tables and rules across
        rows are not its job: use `profiles.check` for those.

    Raises
    ------
    SchemaError
        If there is no such table.

    Examples
    --------
    >>> import profiles
    >>> frame = profiles.load().tenures
    >>> len(profiles.schema("tenures").validate(frame)) == len(frame)
    True
    """
    schemas = load_schemas()
    if table not in schemas:
        message = f"no table is called {table!r}; {hint_for(table, schemas, 'tables are ' + ', '.join(schemas))}"
        raise SchemaError(message)
    return _compile(schemas[table])


def _compile(table: TableSchema) -> pa.DataFrameSchema:
    import pandera.pandas as pa

    columns: dict[str, pa.Column] = {}
    for field in table.fields:
        columns[field.name] = pa.Column(
            None,
            checks=_checks(field, pa),
            nullable=not field.required,
            # Of two missing values pandera would call the second a repetition.
            unique=field.unique and field.required,
            required=True,
            title=field.title,
            description=field.description,
            metadata={"unit": field.unit} if field.unit else None,
        )
        if field.is_date:
            for bound in ("earliest", "latest"):
                columns[f"{field.name}_{bound}"] = pa.Column("datetime64[s]", nullable=True, required=False)
    columns[MARK] = pa.Column("boolean", nullable=False, required=False)
    return pa.DataFrameSchema(
        columns,
        unique=list(table.primary_key),
        strict=True,
        coerce=False,
        name=table.name,
        title=table.title,
        description=table.description,
        metadata={"row": table.row},
    )


def _checks(field: Field, pa: Any) -> list[pa.Check]:
    """Return pandera's own checks for a field where it has them, so that its reports read as usual."""
    checks = [pa.Check(_TYPE_TESTS[field.type], name=f"type {field.type}", error=f"is not of type {field.type}")]
    if field.type == "string":
        if field.is_date:
            checks.append(pa.Check(_are_dates, name="date", error="is not a date"))
        elif field.pattern is not None:
            checks.append(pa.Check.str_matches(rf"^(?:{field.pattern})\Z"))
        if field.codes and field.separator is None:
            checks.append(pa.Check.isin(list(field.code_values)))
        if field.max_length is not None:
            checks.append(pa.Check.str_length(max_value=field.max_length))
        if field.max_words is not None:
            most = field.max_words
            checks.append(
                pa.Check(lambda s: s.str.split().str.len() <= most, name="max words", error=f"over {most} words")
            )
    if field.unique and not field.required:
        checks.append(pa.Check(_are_different, name="unique", error="stands twice"))
    if field.minimum is not None:
        checks.append(pa.Check.ge(field.minimum))
    if field.maximum is not None:
        checks.append(pa.Check.le(field.maximum))
    return checks


def _are_text(column: pd.Series[Any]) -> bool:
    import pandas as pd

    # The type "object" holds anything, whatever pandas says of it.
    return isinstance(column.dtype, pd.StringDtype) or all(isinstance(cell, str) for cell in column.dropna())


def _are_integers(column: pd.Series[Any]) -> bool:
    import pandas as pd

    return pd.api.types.is_integer_dtype(column.dtype)


def _are_booleans(column: pd.Series[Any]) -> bool:
    import pandas as pd

    return pd.api.types.is_bool_dtype(column.dtype)


def _are_different(column: pd.Series[Any]) -> pd.Series[bool]:
    return ~(column.duplicated() & column.notna())


def _are_dates(column: pd.Series[Any]) -> pd.Series[bool]:
    import numpy as np

    from profiles.dates import parse_dates

    # A Series: pandera finds the failing rows by its index.
    good = column.isna()
    good |= ~np.isnat(parse_dates(column).earliest)
    return good


_TYPE_TESTS = {"string": _are_text, "integer": _are_integers, "boolean": _are_booleans}
