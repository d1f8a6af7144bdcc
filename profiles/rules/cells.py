"""Rules about files and cells: reading runs them, the catalogue explains them."""

from __future__ import annotations

from profiles.rules.model import RULES, Rule

_RULES = [
    (
        "missing-file",
        "error",
        "Every table has its file, if only with a header: a lost file must not pass for an empty table.",
    ),
    ("unreadable-file", "error", "What cannot be read cannot be checked."),
    ("unknown-file", "warning", "A CSV file that no schema describes is read by nobody."),
    ("empty-file", "error", "A file without a header has lost its content."),
    ("encoding", "error", "Names in any script survive only in UTF-8."),
    ("byte-order-mark", "warning", "Some programs take the mark for a part of the first column's name."),
    ("delimiter", "error", "All files are comma-separated, so that every program reads them alike."),
    ("quoting", "error", "A stray quotation mark swallows the rows behind it."),
    ("missing-header", "error", "Without a header no cell has a meaning."),
    ("missing-column", "error", "A column is documented in its schema and stands in its file."),
    ("unknown-column", "error", "A column that no schema describes has no meaning."),
    ("duplicate-column", "error", "Of two columns with one name, one would be lost."),
    ("ragged-row", "error", "A row with more or fewer cells than the header has cells in the wrong columns."),
    ("blank-row", "warning", "A blank row says nothing and hides a lost one."),
    ("not-canonical", "warning", "One canonical form makes every change readable."),
    ("control-character", "error", "Invisible characters break searches and terminals."),
    (
        "bidirectional-override",
        "error",
        "Characters that reorder text make a cell read as something it is not.",
    ),
    ("unnormalised-text", "error", "Two spellings of one character make equal names differ."),
    ("stray-space", "error", "A space at an end makes equal texts differ."),
    ("required", "error", "The row means nothing without this cell."),
    ("unique", "error", "The column tells rows apart."),
    ("primary-key", "error", "Other rows refer to this one by its key."),
    ("type", "error", "The column holds values of one type."),
    ("date", "error", "Dates are EDTF, cut short where less is known, and days of the calendar."),
    ("code", "error", "Coded columns hold the codes of the codebook."),
    ("pattern", "error", "The column's values have one form."),
    ("list", "error", "Items of a list are parted by the separator alone and stand once."),
    ("minimum", "error", "The value is under the smallest that makes sense."),
    ("maximum", "error", "The value is over the largest that makes sense."),
    ("max-length", "error", "A longer text is a sign of a cell in the wrong column."),
    ("max-words", "error", "Quotations stay short: the rights belong to those quoted."),
    ("reference", "error", "What a row refers to must exist."),
]
RULES.update({name: Rule(name, severity, reason) for name, severity, reason in _RULES})
