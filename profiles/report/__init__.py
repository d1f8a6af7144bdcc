"""Reports: a recipe becomes a folder of text, tables, charts, data and citations; recipes become a gallery."""

from profiles.report.gallery import write_gallery
from profiles.report.recipe import Recipe, RecipeError, read_recipe
from profiles.report.writing import write_report

__all__ = ["Recipe", "RecipeError", "read_recipe", "write_gallery", "write_report"]
